// Package schema validates frames, bodies and queries against the schemas of api/.
package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/onejson"
	"github.com/botifire/livechat/shared/truncate"
)

// Operation is one operation of the HTTP API.
type Operation struct {
	Pattern     string // its method and path, as in "GET /v1/bots"
	ID          string
	Role        chat.Role
	Tag         string
	Body        *Rule
	Query, Path []Named
}

// Operations is every operation by its pattern.
var Operations = sync.OnceValue(func() map[string]Operation {
	all := map[string]Operation{}
	for _, op := range operations {
		all[op.Pattern] = op
	}
	return all
})

// Check validates JSON against a schema of api/schemas.yaml, by its name.
func Check(name string, raw []byte) error { return check(find(schemas, name), raw) }

// CheckBody validates the body of an operation. An operation without a schema for it takes no body.
func CheckBody(pattern string, raw []byte) error {
	body := Operations()[pattern].Body
	if body == nil {
		return nil
	}
	return check(body, raw)
}

// CheckRawQuery is CheckQuery of a query as it was sent. A query that cannot be parsed whole is
// refused.
func CheckRawQuery(pattern, raw string) error {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return chat.Errorf(chat.Invalid, "bad_parameter",
			"The query of this address cannot be read. Encode what stands in it.")
	}
	return CheckQuery(pattern, values)
}

// CheckQuery validates the query parameters of an operation.
func CheckQuery(pattern string, values map[string][]string) error {
	op := Operations()[pattern]
	for name, given := range values {
		rule := find(op.Query, name)
		if rule == nil {
			return chat.Errorf(chat.Invalid, "unknown_parameter", "There is no parameter %q here.", clipped(name))
		}
		if len(given) != 1 {
			return chat.Errorf(chat.Invalid, "bad_parameter", "The parameter %s is there twice. Send it once.", name)
		}
		if err := checkParameter(rule, name, given[0]); err != nil {
			return err
		}
	}
	return nil
}

// CheckPath validates the parameters in the path of an operation.
func CheckPath(pattern string, value func(name string) string) error {
	for _, p := range Operations()[pattern].Path {
		if err := checkParameter(p.Rule, p.Name, value(p.Name)); err != nil {
			return err
		}
	}
	return nil
}

func checkParameter(rule *Rule, name, value string) error {
	raw := []byte(value)
	if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
		return chat.Errorf(chat.Invalid, "bad_parameter", "The parameter %s is not UTF-8.", name)
	}
	if rule.types != integerType && rule.types != booleanType {
		raw, _ = json.Marshal(value)
	}
	if err := check(rule, raw); err != nil {
		return chat.Errorf(chat.Invalid, "bad_parameter", "The parameter %s is not right: %s", name, text(err))
	}
	return nil
}

func text(err error) string {
	if e, ok := errors.AsType[*chat.Error](err); ok {
		return e.Text
	}
	return "it could not be read."
}

func check(rule *Rule, raw []byte) error {
	value, err := parse(raw)
	if err == nil {
		err = onejson.Check(raw) // so the decoder cannot read another value than we validate
	}
	if err != nil {
		return err
	}
	return rule.check(value)
}

func parse(raw []byte) (any, error) {
	if !utf8.Valid(raw) {
		return nil, chat.Errorf(chat.Invalid, "bad_json", "This is not UTF-8.")
	}
	value, err := read(raw)
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "bad_json", "This is not JSON.")
	}
	return value, nil
}

// read is the one value of a JSON text.
func read(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, io.ErrUnexpectedEOF
	}
	return value, nil
}

// Fault is one validation error.
type Fault struct {
	Path []string
	Text string
}

// Faults is every validation error of a value against a schema of api/schemas.yaml.
func Faults(name string, raw []byte) []Fault {
	value, err := read(raw)
	if err != nil {
		return []Fault{{Text: "This is not JSON."}}
	}
	rule := find(schemas, name)
	if rule == nil {
		return []Fault{{Text: "There is no schema of that name."}}
	}
	return rule.faults(value)
}

func (r *Rule) check(value any) error {
	if faults := r.faults(value); len(faults) > 0 {
		return wrong(faults)
	}
	return nil
}

// faults is every fault of a value, in the order of their places.
func (r *Rule) faults(value any) []Fault {
	j := judge{}
	r.judge(&j, nil, value)
	slices.SortStableFunc(j.faults, func(a, b Fault) int { return slices.Compare(a.Path, b.Path) })
	return j.faults
}

// clipped truncates a caller's text before an answer repeats it.
func clipped(s string) string { return truncate.Text(s, 200) }
