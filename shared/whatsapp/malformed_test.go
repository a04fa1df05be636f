package whatsapp

import (
	"encoding/base64"
	"slices"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// One update of another shape must not cost the others of its delivery: it is kept as received, and they are read.
func TestAnUpdateOfAnotherShapeCostsOnlyItself(t *testing.T) {
	const good = `{"field":"messages","value":{"metadata":{"phone_number_id":"100"},"messages":[
		{"id":"wamid.1","from":"551","timestamp":"1790000001","type":"text","text":{"body":"hi"}}]}}`
	for name, entries := range map[string]string{
		"a field":           `{"id":"1","changes":[{"field":5,"value":{"from":"552"}},` + good + `]}`,
		"a change":          `{"id":"1","changes":["new",` + good + `]}`,
		"an entry":          `7,{"id":"1","changes":[` + good + `]}`,
		"changes":           `{"id":"1","changes":{"field":"messages"}},{"id":"1","changes":[` + good + `]}`,
		"after a good part": `{"id":"1","changes":[` + good + `,[]]}`,
	} {
		changes, err := Parse([]byte(`{"object":"whatsapp_business_account","entry":[` + entries + `]}`))
		words, kept := []string{}, []string{}
		for _, c := range changes {
			for _, m := range c.Messages {
				words = append(words, m.Body.Text)
			}
			for _, n := range c.Notifications {
				kept = append(kept, n.What)
			}
		}
		if err != nil || !slices.Equal(words, []string{"hi"}) || !slices.Equal(kept, []string{"unreadable"}) {
			t.Errorf("%s: read are %q, kept are %q, %v", name, words, kept, err)
		}
	}
}

// A malformed body is refused only if it is not a webhook of ours at all; otherwise its good parts
// are read.
func TestAMalformedPartCostsOnlyItself(t *testing.T) {
	var raw []struct {
		Name   string
		UTF8   *string `json:"body_utf8"`
		Base64 *string `json:"body_base64"`
	}
	into(t, "bad_raw_bodies.json", &raw)
	for _, c := range raw {
		var body []byte
		if c.UTF8 != nil {
			body = []byte(*c.UTF8)
		} else {
			body, _ = base64.StdEncoding.DecodeString(*c.Base64)
		}
		changes, err := Parse(body)
		if len(changes) != 0 {
			t.Errorf("%s became %+v", c.Name, changes)
		}
		switch c.Name {
		case "truncated", "empty", "not_json", "array_top_level", "null_top_level", "string_top_level",
			"utf8_bom", "trailing_garbage":
			if err == nil {
				t.Errorf("%s is no webhook", c.Name)
			}
		}
	}
	if _, err := Parse(fixture(t, "bad_wrong_object.json")); err == nil {
		t.Error("another product's webhook is not ours")
	}
	for _, name := range []string{
		"bad_empty_entry.json", "bad_changes_null.json", "bad_no_metadata.json", "bad_text_without_body.json",
	} {
		if _, err := Parse(fixture(t, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	changes, err := Parse(fixture(t, "bad_no_metadata.json"))
	if err != nil || len(changes[0].Messages) != 0 || len(changes[0].Notifications) != 1 {
		t.Errorf("a message without our number became %+v, %v", changes, err)
	}
	neighbours := []byte(`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",
		"value":{"metadata":{"phone_number_id":"9"},
		"messages":[7,{"id":"wamid.bad","from":"551","timestamp":"1790000001","type":"text","text":"not an object"},
		{"id":"wamid.good","from":"551","timestamp":1790000001,"type":"text","text":{"body":"hi"}}]}}]}]}`)
	changes, err = Parse(neighbours)
	if err != nil || len(changes[0].Messages) != 2 || changes[0].Messages[0].Body.Kind != chat.KindUnsupported ||
		changes[0].Messages[1].Body.Text != "hi" {
		t.Errorf("a bad message cost the good ones: %+v, %v", changes, err)
	}
}
