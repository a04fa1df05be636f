package schema

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// All that is wrong with a body is said at once, each at its field, in words for people.
func TestAllFaultsOfABodyAreSaid(t *testing.T) {
	raw := `{"id":"123","waba":"no digits","bot":"b","token":"0123456789012345678901234567890",` +
		`"appSecret":"","verifyToken":"abc","extra":1}`
	e, ok := errors.AsType[*chat.Error](CheckBody("POST /v1/numbers", []byte(raw)))
	if !ok {
		t.Fatal("the body is taken")
	}
	said := map[string]string{}
	for _, f := range e.Fields {
		said[f.Name] = f.Text
	}
	for name, text := range map[string]string{
		"id": "Give 5 to 20 digits and nothing else.", "waba": "Give 5 to 20 digits and nothing else.",
		"verifyToken": "Give at least 8 characters. This has 3.",
		"extra":       "There is no such field here. Check its spelling, or take it out.",
	} {
		if said[name] != text {
			t.Errorf("%s: %q, want %q", name, said[name], text)
		}
	}
	if said["appSecret"] == "" {
		t.Errorf("nothing is said of the empty secret: %v", said)
	}
	if e.Code != "bad_input" || e.Text != e.Fields[0].Name+": "+e.Fields[0].Text {
		t.Errorf("got %q, %q", e.Code, e.Text)
	}
}

func TestMissingFieldsAreNamed(t *testing.T) {
	faults := Faults("Script", []byte(`{"fallback":{"say":[]}}`))
	if len(faults) != 2 || faults[0].Text != "Add at least one entry." || faults[1].Path[0] != "greeting" {
		t.Errorf("got %+v", faults)
	}
}

// Sizes are told as people tell them, and numbers as they are written, in every place.
func TestNumbersAreSaidAsPeopleSayThem(t *testing.T) {
	upload := func(size string) error {
		return CheckBody("POST /v1/conversations/{conversation}/uploads",
			[]byte(`{"name":"a","type":"image/png","size":`+size+`}`))
	}
	frame := Check("UploadFrame", []byte(`{"action":"upload","name":"a","type":"image/png","size":104857601}`))
	for _, c := range []struct {
		err  error
		want string
	}{
		{upload("16777643"), ""},
		{upload("20971521"), "size: Give at most 20 MB."},
		{upload("0"), "size: Give at least 1 byte."},
		{frame, "size: Give at most 20 MB."},
		{upload("1.5"), "size: This must be a whole number."},
		{
			CheckQuery("GET /v1/audit", map[string][]string{"limit": {"201"}}),
			"The parameter limit is not right: Give at most 200.",
		},
		{
			CheckBody("PUT /v1/goals", []byte(`{"version":1,"goals":[{"name":"a","value":1000000001}]}`)),
			"goals.0.value: Give at most 1000000000.",
		},
		{CheckBody("PATCH /v1/visitors/{visitor}", []byte(`{}`)), "Give at least one entry."},
		{
			CheckBody("PATCH /v1/visitors/{visitor}", []byte(`{"profile":{"Bad name":"x"}}`)),
			"profile.Bad name: Begin the name with a small letter, and use letters, digits and _ only.",
		},
	} {
		if (c.err == nil) != (c.want == "") || c.err != nil && text(c.err) != c.want {
			t.Errorf("got %v, want %q", c.err, c.want)
		}
	}
	for _, number := range []string{"0.5", "1000000000", "-7"} {
		if got := amount(number, "value"); got != number {
			t.Errorf("%s is said as %q", number, got)
		}
	}
}

// madeByPrograms are the patterns of ids: ULIDs and hashes.
var madeByPrograms = regexp.MustCompile(`^\^\[0-(7\]|9a-f\]\{)`)

// Every rule that the schemas use has words of ours, and so has every pattern but those of ids,
// which programs make.
func TestEveryRuleHasWords(t *testing.T) {
	var doc any
	if err := json.Unmarshal(document, &doc); err != nil {
		t.Fatal(err)
	}
	worded := strings.Fields("type enum const required additionalProperties pattern format minLength maxLength minItems " +
		"maxItems minProperties maxProperties minimum maximum")
	parts := strings.Fields("$ref properties items propertyNames allOf if then default description title $defs operations")
	walkRules(doc, func(schema map[string]any) {
		for keyword := range schema {
			if !slices.Contains(worded, keyword) && !slices.Contains(parts, keyword) {
				t.Errorf("%q has no words: %v", keyword, schema)
			}
		}
		pattern, ok := schema["pattern"].(string)
		if ok && shape(pattern) == unshaped && !madeByPrograms.MatchString(pattern) {
			t.Errorf("what %s wants is not said", pattern)
		}
		// said by their types
		if format, ok := schema["format"].(string); ok && formats[format] == "" &&
			!slices.Contains([]string{"int64", "double", "byte"}, format) {
			t.Errorf("what %s wants is not said", format)
		}
	})
}

// walkRules visits each schema of the document.
func walkRules(at any, visit func(map[string]any)) {
	switch x := at.(type) {
	case []any:
		for _, one := range x {
			walkRules(one, visit)
		}
	case map[string]any:
		if _, typed := x["type"].(string); typed {
			visit(x)
		}
		for _, one := range x {
			walkRules(one, visit)
		}
	}
}
