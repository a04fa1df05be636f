package whatsapp

import (
	"encoding/json"
	"fmt"
	"maps"
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

// Every message that Meta is known to send becomes one of ours.
func TestEveryKnownMessageIsRead(t *testing.T) {
	want := map[string]string{
		"in_audio_voice.json":        "audio voice audio/ogg waiting",
		"in_bsuid_only_text.json":    "text \"Do you have it in blue?\"",
		"in_button_quick_reply.json": "click",
		"in_contacts_multi.json":     "contacts Barb Example/+1 (555) 010-2001/barb@example.test; No Phone//",
		"in_document.json":           "document Currículum café.pdf application/pdf waiting",
		"in_image_caption_url.json":  "image image/jpeg waiting \"Broken part\"",
		"in_image_referral_ctwa.json": "image image/jpeg waiting ad 120000000000000003 " +
			"Aff-n8ZTODiE79d22KtAwQKj9e_mIEOOj27vDVwFjN80dp4 \"Is this still there?\"",
		"in_nfm_reply_odd_values.json": "flow_reply address={\"street\":\"Main St 1\",\"zip\":\"01234\"} agree=true " +
			"amount=0.1 choices=a, b customer_id=9007199254740993 flow_token=unused",
		"in_order_strings.json":              "order kettle-0 x2 49.9 EUR",
		"in_text_5000.json":                  "text \"Start. This is a long complaint",
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
			if len(c.Messages) != 0 || len(c.Notifications) != 1 || len(c.Notifications[0].About) == 0 {
				t.Errorf("a group's message became a visitor's, or was lost: %+v", c)
			}
			continue
		case "in_system_user_id_previous_only.json", "in_system_number_and_user_id.json",
			"in_system_user_changed_number.json", "in_system_user_changed_user_id.json":
			continue // TestChangesOfNumberAndUserIDAreRead
		}
		if len(c.Messages) != 1 || len(c.Notifications) != 0 {
			t.Errorf("%s: %d messages and %d news", name, len(c.Messages), len(c.Notifications))
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
		line = append(line, string(b.Event.Name))
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

// Changes that are neither messages nor statuses are parsed by their kind, or kept as received.
func TestOtherFieldsAreReadByTheirKindOrKept(t *testing.T) {
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
		if len(got.Echoes) != c.echoes || len(got.Preferences) != c.preferences || len(got.Templates) != c.templates ||
			len(got.Notifications) != c.news || (got.Number != "") != c.number || got.WABA == "" {
			t.Errorf("%s: %+v", name, got)
		}
		for _, n := range got.Notifications {
			if n.ID == "" || n.At.IsZero() || n.Raw == "" {
				t.Errorf("%s: %+v", name, n)
			}
		}
		again, _ := Parse(fixture(t, name))
		for i, n := range again[0].Notifications {
			if n.ID != got.Notifications[i].ID || !n.At.Equal(got.Notifications[i].At) {
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
	if len(call[0].Notifications[0].About) == 0 {
		t.Error("the call leads to nobody, so no erasure finds it")
	}
}

func TestEveryStatusIsRead(t *testing.T) {
	files, _ := filepath.Glob("testdata/st_*.json")
	for _, file := range files {
		name := filepath.Base(file)
		if name == "st_payment_failed.json" {
			continue // TestAPaymentIsNoDelivery
		}
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
