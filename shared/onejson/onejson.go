package schema

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode"

	"github.com/botifire/livechat/shared/chat"
)

// OneMeaning refuses JSON that readers may take for different things: an object that has a key
// twice, or two keys that differ in case only, which Go's decoder takes for one.
// https://cwe.mitre.org/data/definitions/436.html
func OneMeaning(raw []byte) error {
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
			if !open[inside].adds(key) {
				return chat.Errorf(chat.Invalid, "twice", "The key %q is there twice. Send each key once.", clip(key))
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

func (s *scope) adds(key string) bool {
	name := folded(key)
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
