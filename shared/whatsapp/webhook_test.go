package whatsapp

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

// Every message that Meta is known to send becomes one of ours.
func TestInbound(t *testing.T) {
	want := map[string]string{
		"in_audio_voice.json":                "audio voice audio/ogg waiting",
		"in_bsuid_only_text.json":            "text \"Do you have it in blue?\"",
		"in_button_quick_reply.json":         "click",
		"in_contacts_multi.json":             "contacts Barb Example/+1 (555) 010-2001/barb@example.test; No Phone//",
		"in_document.json":                   "document Currículum café.pdf application/pdf waiting",
		"in_image_caption_url.json":          "image image/jpeg waiting \"Broken part\"",
		"in_interactive_button_reply.json":   "click",
		"in_interactive_list_reply.json":     "click",
		"in_interactive_nfm_reply_flow.json": "flow_reply comments=Great flow_token=flow-token-0001 rating=5 slots=am, pm",
		"in_location_named.json":             "location",
		"in_order.json":                      "order sku-001 x2 30 USD; sku-002 x1 25.5 USD = 85.5 USD \"Please gift-wrap\"",
		"in_reaction_add.json":               "reaction 👍",
		"in_reaction_removed_omitted.json":   "reaction ",
		"in_request_welcome.json":            "event opened_chat",
		"in_sticker_animated.json":           "sticker image/webp waiting",
		"in_text.json":                       "text",
		"in_text_frequently_forwarded.json":  "text forwarded often",
		"in_text_identity_key_hash.json":     "text keyhash",
		"in_text_referral_image_ad.json":     "text ad 120000000000000001 FAKE-CLICK-ID-0001",
		"in_text_referred_product.json":      "text product sku-001",
		"in_text_reply_context.json":         "text replies",
		"in_unsupported_poll.json":           "unsupported poll_creation raw 131051",
		"in_video.json":                      "video video/mp4 waiting \"See the noise\"",
	}
	files, _ := filepath.Glob("testdata/in_*.json")
	for _, file := range files {
		name := filepath.Base(file)
		changes, err := Parse(fixture(t, name))
		if err != nil || len(changes) != 1 {
			t.Errorf("%s: %d changes, %v", name, len(changes), err)
			continue
		}
		c := changes[0]
		switch name {
		case "in_group_text.json":
			if len(c.Messages) != 0 || len(c.News) != 1 || len(c.News[0].About) == 0 {
				t.Errorf("a group's message became a visitor's, or was lost: %+v", c)
			}
			continue
		case "in_system_user_changed_number.json", "in_system_user_changed_user_id.json":
			continue // TestRenames
		}
		if len(c.Messages) != 1 || len(c.News) != 0 {
			t.Errorf("%s: %d messages and %d news", name, len(c.Messages), len(c.News))
			continue
		}
		in := c.Messages[0]
		if in.Origin.Wamid == "" || in.Origin.Sent.Year() < 2026 || (in.From.WaID == "" && in.From.BSUID == "") {
			t.Errorf("%s: %+v", name, in)
		}
		if got := told(in); !strings.HasPrefix(got, want[name]) || want[name] == "" {
			t.Errorf("%s is\n  %s\nand not\n  %s", name, got, want[name])
		}
		delete(want, name)
	}
	for name := range want {
		t.Errorf("there is no %s", name)
	}
}

// told is a message in one line.
func told(in Inbound) string {
	b, o := in.Body, in.Origin
	line := []string{string(b.Kind)}
	if b.Type != "" {
		line = append(line, b.Type)
	}
	if m := b.Media; m != nil {
		if m.Voice {
			line = append(line, "voice")
		}
		if m.Name != "" {
			line = append(line, m.Name)
		}
		line = append(line, m.Type, string(m.State))
		if m.Meta == "" || m.Hash == "" {
			line = append(line, "without id or hash")
		}
	}
	if b.Click != nil && b.Click.Option != "" && b.Click.Title != "" {
		line = append(line, b.Click.Option+"="+b.Click.Title)
	}
	var people []string
	for _, p := range b.People {
		people = append(people, p.Name+"/"+strings.Join(p.Phones, ",")+"/"+strings.Join(p.Emails, ","))
	}
	if people != nil {
		line = append(line, strings.Join(people, "; "))
	}
	if b.Order != nil {
		var items []string
		for _, i := range b.Order.Items {
			items = append(items, fmt.Sprintf("%s x%v %v %s", i.SKU, i.Quantity, i.Price, i.Currency))
		}
		total, currency := b.Order.Total()
		line = append(line, strings.Join(items, "; "), "=", fmt.Sprint(total), currency)
	}
	if f := b.FlowReply; f != nil {
		for _, name := range slices.Sorted(maps.Keys(f.Values)) {
			line = append(line, name+"="+f.Values[name])
		}
		line = append(line, f.Problem)
	}
	if b.Reaction != nil {
		line = append(line, b.Reaction.Emoji, "on "+o.ReplyTo)
	} else if o.ReplyTo != "" && b.Kind == chat.KindText && o.Product == nil {
		line = append(line, "replies")
	}
	if b.Event != nil {
		line = append(line, b.Event.Name)
	}
	if o.Forwarded != "" {
		line = append(line, "forwarded", o.Forwarded)
	}
	if o.KeyHash != "" {
		line = append(line, "keyhash")
	}
	if o.Referral != nil {
		line = append(line, o.Referral.Type, o.Referral.ID, o.Referral.Click)
	}
	if o.Product != nil {
		line = append(line, "product", o.Product.SKU)
	}
	if len(o.Raw) > 0 {
		line = append(line, "raw")
	}
	for _, e := range o.Errors {
		line = append(line, fmt.Sprint(e.Code))
	}
	if b.Text != "" {
		line = append(line, strconv.Quote(b.Text))
	}
	return strings.Join(line, " ")
}

func TestIDsAreTextOrNumbers(t *testing.T) {
	for raw, want := range map[string]id{`"106540"`: "106540", `106540`: "106540", `"tea\/green"`: "tea/green", `"caf\u00e9"`: "café", `null`: ""} {
		var got id
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", raw, got, err, want)
		}
	}
}

func TestRenames(t *testing.T) {
	for name, want := range map[string]Rename{
		"in_system_user_changed_number.json":  {Was: chat.Contact{WaID: "15550101001"}, Is: chat.Contact{WaID: "15550101099"}, Event: chat.NumberChanged},
		"in_system_user_changed_user_id.json": {Was: chat.Contact{BSUID: "US.10000000000000000001"}, Is: chat.Contact{BSUID: "US.10000000000000000099", Parent: "US.ENT.20000000000000000099"}, Event: chat.IdentityChanged},
	} {
		changes, err := Parse(fixture(t, name))
		if err != nil || len(changes[0].Renames) != 1 {
			t.Fatalf("%s: %+v, %v", name, changes, err)
		}
		got := changes[0].Renames[0]
		if got.Was != want.Was || got.Is != want.Is || got.Event != want.Event || got.Origin.Wamid == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	changes, err := Parse([]byte(`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"user_id_update","value":{"metadata":{"phone_number_id":"9"},
		"user_id_update":[{"wa_id":"551","user_id":{"previous":"BR.1","current":"BR.2"},"timestamp":1790000001}]}}]}]}`))
	if err != nil || len(changes[0].Renames) != 1 || changes[0].Renames[0].Is.BSUID != "BR.2" || changes[0].Renames[0].Was.BSUID != "BR.1" {
		t.Errorf("%+v, %v", changes, err)
	}
}

// What is no message and no status is taken in as what it is, or kept as it came.
func TestFields(t *testing.T) {
	for name, c := range map[string]struct {
		echoes, preferences, templates, news int
		number                               bool
	}{
		"field_smb_message_echoes.json":             {echoes: 1, number: true},
		"field_user_preferences_stop.json":          {preferences: 1, number: true},
		"field_message_template_status_update.json": {templates: 1, news: 1},
		"field_account_update.json":                 {news: 1},
		"field_business_username_updates.json":      {news: 1},
		"field_calls_connect.json":                  {news: 1, number: true},
		"field_calls_terminate.json":                {news: 1, number: true},
		"field_group_participants_update.json":      {news: 1, number: true},
		"field_phone_number_quality_update.json":    {news: 1},
		"value_errors_130429.json":                  {news: 1, number: true},
	} {
		changes, err := Parse(fixture(t, name))
		if err != nil || len(changes) != 1 {
			t.Errorf("%s: %+v, %v", name, changes, err)
			continue
		}
		got := changes[0]
		if len(got.Echoes) != c.echoes || len(got.Preferences) != c.preferences || len(got.Templates) != c.templates || len(got.News) != c.news || (got.Number != "") != c.number || got.WABA == "" {
			t.Errorf("%s: %+v", name, got)
		}
		for _, n := range got.News {
			if n.ID == "" || n.At.IsZero() || n.Raw == "" {
				t.Errorf("%s: %+v", name, n)
			}
		}
		again, _ := Parse(fixture(t, name))
		for i, n := range again[0].News {
			if n.ID != got.News[i].ID || !n.At.Equal(got.News[i].At) {
				t.Errorf("%s told twice is two pieces of news", name)
			}
		}
	}
	echo, _ := Parse(fixture(t, "field_smb_message_echoes.json"))
	if e := echo[0].Echoes[0]; e.From.WaID != "15550101001" || e.Body.Text != "Sent from the phone app" {
		t.Errorf("the echo is %+v", e)
	}
	stop, _ := Parse(fixture(t, "field_user_preferences_stop.json"))
	if p := stop[0].Preferences[0]; !p.Stopped || p.Who.WaID != "15550101001" {
		t.Errorf("the preference is %+v", p)
	}
	template, _ := Parse(fixture(t, "field_message_template_status_update.json"))
	if n := template[0].Templates[0]; n.Name == "" || n.Language == "" || n.Status == "" {
		t.Errorf("the template is %+v", n)
	}
	call, _ := Parse(fixture(t, "field_calls_connect.json"))
	if len(call[0].News[0].About) == 0 {
		t.Error("the call leads to nobody, so no erasure finds it")
	}
}

// Edits, revokes and what else the fixtures do not have.
func TestOtherMessages(t *testing.T) {
	for _, c := range []struct{ message, want string }{
		{`"type":"edit","edit":{"original_message_id":"wamid.o","message":{"type":"text","text":{"body":"better"}}}`, `edit "better"`},
		{`"type":"edit","edit":{"original_message_id":"wamid.o","message":{"type":"image","image":{"id":"1","caption":"a cup"}}}`, `edit "a cup"`},
		{`"type":"edit","edit":{"original_message_id":"wamid.o","message":{"type":"edit"}}`, "unsupported edit raw"},
		{`"type":"revoke","revoke":{"original_message_id":"wamid.o"}`, "revoke"},
		{`"type":"button","button":{"text":"Stop"}`, "click Stop=Stop"},
		{`"type":"location","location":{"latitude":"1.5","longitude":"-2.25"}`, "location"},
		{`"type":"interactive","errors":[{"code":131000,"title":"Something went wrong"}]`, "unsupported interactive raw 131000"},
		{`"type":"interactive","interactive":{"type":"call_permission_reply","call_permission_reply":{"response":"accept"}}`, "unsupported call_permission_reply raw"},
		{`"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":"{broken"}}`, "flow_reply unreadable"},
		{`"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":"{\"a\":true}"}}`, "flow_reply a=true no_token"},
		{`"type":"contacts","contacts":[{"origin":"contact_request","phones":[{"wa_id":"551"}]}]`, "contacts /+551/"},
		{`"type":"unsupported","errors":[{"code":131060,"title":"x"}]`, "unsupported unsupported raw 131060"},
		{`"type":"hologram","hologram":{"x":1}`, "unsupported hologram raw"},
		{`"type":"reaction","reaction":{"message_id":"wamid.o","emoji":""}`, "reaction  on wamid.o"},
		{`"type":"image","image":{"mime_type":"image/jpeg"},"errors":[{"code":131052,"title":"Media download error"}]`, "unsupported image raw 131052"},
	} {
		body := `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"9"},
			"messages":[{"from":"551","id":"wamid.x","timestamp":"1790000001",` + c.message + `}]}}]}]}`
		changes, err := Parse([]byte(body))
		if err != nil || len(changes[0].Messages) != 1 {
			t.Errorf("%s: %+v, %v", c.message, changes, err)
			continue
		}
		if got := strings.TrimSpace(told(changes[0].Messages[0])); !strings.HasPrefix(got, strings.TrimSpace(c.want)) {
			t.Errorf("%s is %q, want %q", c.message, got, c.want)
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

func TestKnownByAParentIDAlone(t *testing.T) {
	const who = "DE.ENT.11815799212886844830"
	body := `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"9"},
		"contacts":[{"parent_user_id":"` + who + `","profile":{"name":"Ada"}}],
		"messages":[{"from":7,"from_parent_user_id":"` + who + `","id":"wamid.x","timestamp":"1790000001","context":{"id":"wamid.o"},"type":"text","text":{"body":"hi"}}]}},
		{"field":"user_preferences","value":{"metadata":{"phone_number_id":"9"},"user_preferences":[{"parent_user_id":"` + who + `","category":"marketing_messages","value":"stop","timestamp":"1790000002"}]}},
		{"field":"smb_message_echoes","value":{"metadata":{"phone_number_id":"9"},"message_echoes":[{"to_parent_user_id":"` + who + `","id":"wamid.y","timestamp":"1790000003","type":"text","text":{"body":"hello"}}]}}]}]}`
	changes, err := Parse([]byte(body))
	if err != nil || len(changes) != 3 || len(changes[0].Messages) != 1 || len(changes[1].Preferences) != 1 || len(changes[2].Echoes) != 1 {
		t.Fatalf("%+v, %v", changes, err)
	}
	in := changes[0].Messages[0]
	if in.From.Parent != who || in.From.Name != "Ada" || in.Origin.ReplyTo != "wamid.o" {
		t.Errorf("the message is from %+v about %q", in.From, in.Origin.ReplyTo)
	}
	if p := changes[1].Preferences[0]; p.Who.Parent != who || !p.Stopped {
		t.Errorf("the wish is %+v", p)
	}
	if e := changes[2].Echoes[0]; e.From.Parent != who {
		t.Errorf("the echo goes to %+v", e.From)
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
				if in.Origin.Wamid == "" || (in.From.WaID == "" && in.From.BSUID == "" && in.From.Parent == "") {
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
