// Package onejson refuses JSON that two readers may take for different things. The one
// that validates and the one that decodes then see the same value.
// https://cwe.mitre.org/data/definitions/436.html
package onejson

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// Check refuses an object that has a key twice. It is enough where a schema knows all keys.
func Check(raw []byte) error { return check(raw, func(key string) string { return key }) }

// CheckFolded refuses keys that differ in case only as well, which encoding/json takes for
// one. Use it for JSON that is decoded into structs without a schema.
func CheckFolded(raw []byte) error { return check(raw, folded) }

// Single is the JSON with one meaning: of a key that is there twice, the last value counts, and
// of keys that differ in case, the one in lower case. Anything that is not JSON comes back unchanged.
func Single(raw []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var value any
	if d.Decode(&value) != nil || d.More() {
		return raw
	}
	single(value)
	if text, err := json.Marshal(value); err == nil {
		return text
	}
	return raw
}

func single(value any) {
	switch value := value.(type) {
	case []any:
		for _, each := range value {
			single(each)
		}
	case map[string]any:
		best := map[string]string{}
		for key, each := range value {
			single(each)
			best[folded(key)] = max(best[folded(key)], key) // lower case sorts after upper case
		}
		for key := range value {
			if best[folded(key)] != key {
				delete(value, key)
			}
		}
	}
}

func check(raw []byte, name func(string) string) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	open := []scope{}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return chat.Errorf(chat.Invalid, "bad_json", "This is not JSON.")
		}
		inside := len(open) - 1
		if key, ok := token.(string); ok && inside >= 0 && open[inside].wantsKey() {
			if !open[inside].adds(name(key)) {
				return chat.Errorf(chat.Invalid, "twice", "The key %q is there twice. Send each key once.", truncate.Text(key, 60))
			}
			continue
		}
		switch token {
		case json.Delim('{'):
			open = append(open, scope{keys: map[string]bool{}})
			continue
		case json.Delim('['):
			open = append(open, scope{})
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:inside]
		}
		if inside = len(open) - 1; inside >= 0 {
			open[inside].value = false
		}
	}
}

// scope is an object or array that is being read. Only an object has keys.
type scope struct {
	keys  map[string]bool
	value bool // a key came, and its value is next
}

func (s *scope) wantsKey() bool { return s.keys != nil && !s.value }

func (s *scope) adds(name string) bool {
	if s.keys[name] {
		return false
	}
	s.keys[name], s.value = true, true
	return true
}

// folded is a key as encoding/json compares it: by simple folding, rune by rune.
func folded(key string) string {
	runes := []rune(key)
	for i, r := range runes {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		runes[i] = least
	}
	return string(runes)
}
