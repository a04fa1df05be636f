package faults

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/wire"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

// contract judges answers by the description of the API, as a client reads it.
type contract struct {
	compiler *jsonschema.Compiler
	paths    map[string]map[string]any
}

func readContract(t *testing.T) *contract {
	t.Helper()
	c := &contract{compiler: jsonschema.NewCompiler()}
	c.compiler.AssertFormat()
	for _, name := range []string{"openapi.yaml", "schemas.yaml"} {
		raw, err := os.ReadFile("../../api/" + name)
		must(t, err)
		var doc map[string]any
		must(t, yaml.Unmarshal(raw, &doc))
		again, err := json.Marshal(doc)
		must(t, err)
		parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(again)))
		must(t, err)
		must(t, c.compiler.AddResource("api:///"+name, parsed))
		if name == "openapi.yaml" {
			var described struct{ Paths map[string]map[string]any }
			must(t, json.Unmarshal(again, &described))
			c.paths = described.Paths
		}
	}
	return c
}

// judge names the mistake in an answer to an operation; "" if there is none.
func (c *contract) judge(method, at string, status int, text string) string {
	operation, _ := c.paths[at][strings.ToLower(method)].(map[string]any)
	answers, _ := operation["responses"].(map[string]any)
	answer, described := answers[fmt.Sprint(status)].(map[string]any)
	pointer := "openapi.yaml#/paths/" + escaped(at) + "/" + strings.ToLower(method) + "/responses/" + fmt.Sprint(status) +
		"/content/application~1json/schema"
	switch content, _ := answer["content"].(map[string]any); {
	case status >= 300 && !described:
		pointer = "schemas.yaml#/components/schemas/Error"
	case !described:
		return "this status is not described"
	case content == nil && text != "":
		return "a body, where none is described"
	case content["application/json"] == nil:
		return "" // a sheet, or nothing
	}
	compiled, err := c.compiler.Compile("api:///" + pointer)
	if err != nil {
		return err.Error()
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return "no JSON: " + text
	}
	if err := compiled.Validate(value); err != nil {
		return err.Error()
	}
	return ""
}

func escaped(part string) string {
	return url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(part))
}

// Each operation answers any request as the API description says, and refuses with a text.
func TestEveryOperationRefusesInWords(t *testing.T) {
	t.Parallel()
	h, c := newCloud(t), readContract(t)
	ids := strings.NewReplacer("{visitor}", "v_none", "{conversation}", "c_none", "{script}", "1")
	long := strings.Repeat("a", 3000)
	for pattern, op := range schema.Operations() {
		method, at, _ := strings.Cut(pattern, " ")
		path := ids.Replace(at)
		for _, p := range op.Path {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", "none")
		}
		asked := map[string]any{
			path + "?unknown=1": nil, path: nil, strings.ReplaceAll(path, "none", long): nil,
			path + "?%zz=1": nil, path + "?a;b": nil,
		}
		for _, p := range op.Query {
			for _, q := range []string{
				"=", "=" + long, "=%00", "=%ff", "=-1", "=2026-02-30", "=9999999999999999999999",
				"=1&" + p.Name + "=2",
			} {
				asked[path+"?"+p.Name+q] = nil
			}
		}
		bodies := []string{"null", "[]", `""`, "0", "{}", `{"unknown":{}}`}
		for _, name := range op.Body.Fields() {
			for _, value := range []string{
				"null", "[]", "{}", "-1", `""`, `"` + long + `"`, "1e400", "true",
				`["` + long + `"]`, `"\u0000\u202e"`,
			} {
				bodies = append(bodies, fmt.Sprintf("{%q:%s}", name, value))
			}
		}
		for i, body := range bodies {
			if op.Body != nil {
				asked[path+strings.Repeat("?", min(i, 1))+strings.Repeat("&", max(i-1, 0))] = json.RawMessage(body)
			}
		}
		for address, body := range asked {
			var text string
			status, err := h.Call(t.Context(), olu, method, address, body, &text)
			must(t, err)
			var failed wire.Error
			_ = json.Unmarshal([]byte(text), &failed)
			told := fmt.Sprintf("%s %.90s with %.60s: %d %.200s", op.ID, address, body, status, text)
			if wrong := c.judge(method, at, status, text); wrong != "" || status >= 500 {
				t.Errorf("%s: %s", told, wrong)
			}
			if status >= 300 && (failed.Code == "" || failed.Message == "") {
				t.Error(told, "without a code or words")
			}
			_, raw, _ := strings.Cut(address, "?")
			query, unread := url.ParseQuery(raw)
			for name, values := range query {
				odd := len(values) > 1 || !utf8.ValidString(values[0])
				if status < 300 && (unread != nil || odd || !described(op.Query, name)) {
					t.Error(told, "and took no notice of the query")
				}
			}
		}
	}
}

// described tells whether a parameter is one of the API's.
func described(all []schema.Named, name string) bool {
	return slices.ContainsFunc(all, func(p schema.Named) bool { return p.Name == name })
}
