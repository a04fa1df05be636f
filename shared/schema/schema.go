// Package schema validates frames, bodies and queries against the schemas of api/. It is a
// package of its own, because the schema library takes 5 ms to load: only functions that
// validate have to wait for it.
package schema

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/onejson"
	"github.com/botifire/livechat/shared/truncate"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed api.gen.json
var document []byte

// Operation is one operation of the HTTP API.
type Operation struct {
	ID    string         `json:"id"`
	Role  chat.Role      `json:"role"`
	Tag   string         `json:"tag"`
	Body  map[string]any `json:"body"`
	Query map[string]any `json:"query"`
	Path  map[string]any `json:"path"`
}

const base = "botifire:///api"

// api is the document, read when the first check needs it.
var api = sync.OnceValue(func() *checker {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		panic(err) // it is generated, embedded and tested
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat() // days and times
	if err := compiler.AddResource(base, doc); err != nil {
		panic(err)
	}
	return &checker{compiler: compiler, compiled: map[string]*jsonschema.Schema{}}
})

type checker struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

// schema compiles the part of the document at a JSON pointer, once.
func (c *checker) schema(pointer string) (*jsonschema.Schema, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.compiled[pointer]; s != nil {
		return s, nil
	}
	s, err := c.compiler.Compile(base + "#" + pointer)
	if err == nil {
		c.compiled[pointer] = s
	}
	return s, err
}

// Operations is every operation by method and path, as in "GET /v1/bots".
var Operations = sync.OnceValue(func() map[string]Operation {
	var doc struct{ Operations map[string]Operation }
	if err := json.Unmarshal(document, &doc); err != nil {
		panic(err)
	}
	return doc.Operations
})

// Check validates JSON against a schema of api/schemas.yaml, by its name.
func Check(name string, raw []byte) error { return check("/$defs/"+name, raw) }

// CheckBody validates the body of an operation. An operation without a schema for it takes no body.
func CheckBody(pattern string, raw []byte) error {
	if Operations()[pattern].Body == nil {
		return nil
	}
	return check("/operations/"+escape(pattern)+"/body", raw)
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
		schema, known := op.Query[name].(map[string]any)
		if !known {
			return chat.Errorf(chat.Invalid, "unknown_parameter", "There is no parameter %q here.", clipped(name))
		}
		if len(given) != 1 {
			return chat.Errorf(chat.Invalid, "bad_parameter", "The parameter %s is there twice. Send it once.", name)
		}
		if err := checkParameter(pattern, "query", name, given[0], schema["type"] == "integer"); err != nil {
			return err
		}
	}
	return nil
}

// CheckPath validates the parameters in the path of an operation.
func CheckPath(pattern string, value func(name string) string) error {
	for name, schema := range Operations()[pattern].Path {
		number := schema.(map[string]any)["type"] == "integer"
		if err := checkParameter(pattern, "path", name, value(name), number); err != nil {
			return err
		}
	}
	return nil
}

func checkParameter(pattern, in, name, value string, number bool) error {
	raw := []byte(value)
	if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
		return chat.Errorf(chat.Invalid, "bad_parameter", "The parameter %s is not UTF-8.", name)
	}
	if !number {
		raw, _ = json.Marshal(value)
	}
	if err := check("/operations/"+escape(pattern)+"/"+in+"/"+escape(name), raw); err != nil {
		return chat.Errorf(chat.Invalid, "bad_parameter", "The parameter %s is not right: %s", name, text(err))
	}
	return nil
}

func escape(part string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D", " ", "%20").Replace(part)
}

func text(err error) string {
	if e, ok := errors.AsType[*chat.Error](err); ok {
		return e.Text
	}
	return "it could not be read."
}

func check(pointer string, raw []byte) error {
	if !utf8.Valid(raw) {
		return chat.Errorf(chat.Invalid, "bad_json", "This is not UTF-8.")
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return chat.Errorf(chat.Invalid, "bad_json", "This is not JSON.")
	}
	if err := onejson.Check(raw); err != nil { // so the decoder cannot read another value than we validate
		return err
	}
	schema, err := api().schema(pointer)
	if err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	err = schema.Validate(value)
	if failed, ok := errors.AsType[*jsonschema.ValidationError](err); ok {
		return wrong(failed)
	}
	return err
}

// Fault is one validation error.
type Fault struct {
	Path []string
	Text string
}

// Faults is every validation error of a value against a schema of api/schemas.yaml.
func Faults(name string, raw []byte) []Fault {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return []Fault{{Text: "This is not JSON."}}
	}
	schema, err := api().schema("/$defs/" + name)
	if err != nil {
		return []Fault{{Text: "There is no schema of that name."}}
	}
	failed, ok := errors.AsType[*jsonschema.ValidationError](schema.Validate(value))
	if !ok {
		return nil
	}
	return leaves(failed)
}

// clipped truncates a caller's text before an answer repeats it.
func clipped(s string) string { return truncate.Text(s, 200) }
