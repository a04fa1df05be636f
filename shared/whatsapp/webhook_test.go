package whatsapp

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func into(t testing.TB, name string, v any) {
	t.Helper()
	if err := json.Unmarshal(fixture(t, name), v); err != nil {
		t.Fatal(err)
	}
}

func TestSignatures(t *testing.T) {
	var v struct {
		Secret   string `json:"app_secret"`
		Previous string `json:"previous_app_secret"`
		Cases    []struct {
			Name, Body, Header string
			Valid              any
		}
	}
	into(t, "signature_vectors.json", &v)
	for _, c := range v.Cases {
		want := c.Valid == true || c.Name == "rotated_secret_old" || c.Name == "uppercase_hex"
		if got := Signed([]byte(c.Body), c.Header, []byte(v.Secret), []byte(v.Previous)); got != want {
			t.Errorf("%s: %v, want %v", c.Name, got, want)
		}
	}
	body := []byte("{}")
	if Signed(body, Sign(body, nil), nil, []byte{}) {
		t.Error("an empty secret matched")
	}
	if Signed(body, Sign(body, []byte("other")), []byte("secret"), nil) {
		t.Error("another app's secret matched")
	}
}

func TestHandshakes(t *testing.T) {
	var cases []struct {
		Name, Query string
		Token       string  `json:"configured_token"`
		Status      int     `json:"want_status"`
		Body        *string `json:"want_body"`
	}
	into(t, "http_verify_cases.json", &cases)
	for _, c := range cases {
		values, err := url.ParseQuery(c.Query)
		if err != nil {
			t.Fatal(err)
		}
		query := map[string]string{}
		for name := range values {
			query[name] = values.Get(name)
		}
		challenge, ok := Handshake(query, []byte(c.Token))
		if ok != (c.Status == 200) || (ok && challenge != *c.Body) {
			t.Errorf("%s: %q, %v", c.Name, challenge, ok)
		}
	}
}

// Every message that Meta is known to send becomes one of ours: words and taps as
// themselves, all else raw under Meta's own name for it.
func TestInbound(t *testing.T) {
	files, _ := filepath.Glob("testdata/in_*.json")
	if len(files) < 20 {
		t.Fatalf("only %d fixtures", len(files))
	}
	for _, file := range files {
		name := filepath.Base(file)
		changes, err := Parse(fixture(t, name))
		if err != nil || len(changes) != 1 {
			t.Errorf("%s: %d changes, %v", name, len(changes), err)
			continue
		}
		if name == "in_group_text.json" {
			if len(changes[0].Messages) != 0 {
				t.Error("a group's message became a visitor's")
			}
			continue
		}
		if len(changes[0].Messages) != 1 {
			t.Errorf("%s: %d messages", name, len(changes[0].Messages))
			continue
		}
		in := changes[0].Messages[0]
		if in.Origin.Wamid == "" || in.Origin.Sent.Year() < 2026 || (in.From.WaID == "" && in.From.BSUID == "") {
			t.Errorf("%s: %+v", name, in)
		}
		kind := chat.KindUnsupported
		switch {
		case strings.HasPrefix(name, "in_text"), name == "in_bsuid_only_text.json", name == "in_button_quick_reply.json":
			kind = chat.KindText
		case strings.Contains(name, "button_reply"), strings.Contains(name, "list_reply"):
			kind = chat.KindClick
		case name == "in_location_named.json":
			kind = chat.KindLocation
			if l := in.Body.Location; l == nil || l.Latitude == 0 || l.Longitude == 0 || l.Name == "" {
				t.Errorf("%s: %+v", name, l)
			}
		}
		if in.Body.Kind != kind {
			t.Errorf("%s is %s, want %s", name, in.Body.Kind, kind)
		}
		if kind == chat.KindUnsupported && (in.Body.Type == "" || len(in.Origin.Raw) == 0) {
			t.Errorf("%s is not kept raw: %+v", name, in)
		}
	}
}

func TestContactsAreMatchedByIDNotByPlace(t *testing.T) {
	changes, err := Parse(fixture(t, "batch_messages_one_change.json"))
	if err != nil || len(changes[0].Messages) != 3 {
		t.Fatalf("%+v, %v", changes, err)
	}
	names := map[string]string{}
	for _, in := range changes[0].Messages {
		if had, ok := names[in.From.WaID]; ok && had != in.From.Name {
			t.Errorf("%s is %s and %s", in.From.WaID, had, in.From.Name)
		}
		names[in.From.WaID] = in.From.Name
	}
	if len(names) != 2 {
		t.Errorf("the senders are %v", names)
	}
}

func TestStatuses(t *testing.T) {
	files, _ := filepath.Glob("testdata/st_*.json")
	for _, file := range files {
		name := filepath.Base(file)
		changes, err := Parse(fixture(t, name))
		if err != nil || len(changes[0].Statuses) != 1 {
			t.Errorf("%s: %+v, %v", name, changes, err)
			continue
		}
		s := changes[0].Statuses[0]
		want := strings.Split(strings.TrimSuffix(name, ".json"), "_")[1]
		if want == "callback" {
			want = "sent"
		}
		if string(s.Delivery.Status) != want || s.Wamid == "" || s.Delivery.At.IsZero() {
			t.Errorf("%s: %+v", name, s)
		}
		if want == "failed" && (s.Delivery.Code == 0 || s.Delivery.Reason == "") {
			t.Errorf("%s tells the agent nothing: %+v", name, s)
		}
	}
}

// What is malformed is refused as a whole only if nothing of it is a webhook of ours;
// otherwise its good parts are taken.
func TestMalformed(t *testing.T) {
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
		case "truncated", "empty", "not_json", "array_top_level", "null_top_level", "string_top_level", "utf8_bom", "trailing_garbage":
			if err == nil {
				t.Errorf("%s is no webhook", c.Name)
			}
		}
	}
	if _, err := Parse(fixture(t, "bad_wrong_object.json")); err == nil {
		t.Error("another product's webhook is not ours")
	}
	for _, name := range []string{"bad_empty_entry.json", "bad_changes_null.json", "bad_no_metadata.json", "bad_text_without_body.json"} {
		if _, err := Parse(fixture(t, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	neighbours := []byte(`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"9"},
		"messages":[7,{"id":"wamid.bad","from":"551","timestamp":"1790000001","type":"text","text":"not an object"},{"id":"wamid.good","from":"551","timestamp":1790000001,"type":"text","text":{"body":"hi"}}]}}]}]}`)
	changes, err := Parse(neighbours)
	if err != nil || len(changes[0].Messages) != 2 || changes[0].Messages[0].Body.Kind != chat.KindUnsupported || changes[0].Messages[1].Body.Text != "hi" {
		t.Errorf("a bad message cost the good ones: %+v, %v", changes, err)
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.json")
	for _, file := range files {
		f.Add(fixture(f, filepath.Base(file)))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		changes, err := Parse(body)
		if err != nil {
			return
		}
		for _, c := range changes {
			for _, in := range c.Messages {
				if in.Origin.Wamid == "" || (in.From.WaID == "" && in.From.BSUID == "") {
					t.Errorf("a message of nobody: %+v", in)
				}
				chat.MessageOf(in.Origin.Wamid, in.Origin.Sent)
			}
			for _, s := range c.Statuses {
				if !s.Delivery.Status.Known() {
					t.Errorf("an unknown status: %+v", s)
				}
			}
		}
	})
}

func FuzzSigned(f *testing.F) {
	f.Add([]byte("{}"), "sha256=00", []byte("secret"))
	f.Fuzz(func(t *testing.T, body []byte, header string, secret []byte) {
		if Signed(body, header, secret) && !strings.EqualFold(header, Sign(body, secret)) {
			t.Errorf("%q passed", header)
		}
	})
}
