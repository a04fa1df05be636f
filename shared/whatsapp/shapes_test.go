package whatsapp

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// parsed is the change of a webhook with one part, under a field.
func parsed(t *testing.T, field, part string, one any) Change {
	t.Helper()
	raw, err := json.Marshal(one)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := Parse([]byte(`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"` + field +
		`","value":{"metadata":{"phone_number_id":"9"},"` + part + `":[` + string(raw) + `]}}]}]}`))
	if err != nil || len(changes) != 1 {
		t.Fatalf("%+v, %v", changes, err)
	}
	return changes[0]
}

func oneMessage(t *testing.T, kind string, part any) Inbound {
	t.Helper()
	c := parsed(t, "messages", "messages", map[string]any{
		"from": "551", "id": "wamid.x", "timestamp": "1790000001", "type": kind, kind: part,
	})
	if len(c.Messages) != 1 {
		t.Fatalf("%+v", c)
	}
	return c.Messages[0]
}

func TestLongWordsAreWords(t *testing.T) {
	for _, words := range []string{
		strings.Repeat("a", 5000), strings.Repeat("مرحبا ", 10922), strings.Repeat("<&>", 21845),
		strings.Repeat("👨‍👩‍👧", 13107),
	} {
		if got := oneMessage(t, "text", map[string]any{"body": words}).Body; got.Kind != chat.KindText ||
			got.Text != strings.TrimSpace(words) {
			t.Errorf("%d bytes become %s of %d", len(words), got.Kind, len(got.Text))
		}
		got := oneMessage(t, "image", map[string]any{"id": "7", "caption": words}).Body
		if got.Kind != chat.KindImage || got.Text != strings.TrimSpace(words) {
			t.Errorf("a caption of %d bytes becomes %s of %d", len(words), got.Kind, len(got.Text))
		}
	}
	c := parsed(t, "messages", "messages", map[string]any{
		"from": "551", "id": "wamid.x", "type": "hologram", "hologram": strings.Repeat("x", 30000),
	})
	if len(c.Messages) != 1 || len(c.Notifications) != 1 {
		t.Errorf("an unknown message that is too large for a row is lost: %+v", c.Notifications)
	}
}

func TestHistoryIsKeptAsNotifications(t *testing.T) {
	said := map[string]any{
		"from": "551", "to": "552", "id": "wamid.x", "timestamp": "1790000001", "type": "text",
		"text": map[string]any{"body": "hi"},
	}
	for _, field := range []string{"history", "something_new"} {
		for _, part := range []string{"messages", "message_echoes"} {
			c := parsed(t, field, part, said)
			if len(c.Messages)+len(c.Echoes) != 0 || len(c.Notifications) != 1 {
				t.Errorf("%s under %s: %+v", part, field, c)
			}
		}
	}
	said["history_context"] = map[string]any{"status": "read"}
	if c := parsed(t, "messages", "messages", said); len(c.Messages) != 0 || len(c.Notifications) != 1 {
		t.Errorf("%+v", c)
	}
	if c := parsed(t, "calls", "statuses",
		map[string]any{"id": "wacid.1", "type": "call", "status": "RINGING"}); len(c.Notifications) != 1 {
		t.Errorf("one call is %d news", len(c.Notifications))
	}
}

func TestAPaymentIsNoDelivery(t *testing.T) {
	for _, status := range []string{"failed", "captured", "pending", "sent"} {
		for _, s := range []map[string]any{{"type": "payment"}, {"payment": map[string]any{"reference_id": "o-1"}}} {
			s["id"], s["status"] = "wamid.o", status
			if c := parsed(t, "messages", "statuses", s); len(c.Statuses) != 0 ||
				len(c.Notifications) != 1 || len(c.Paid) != 1 ||
				c.Paid[0].Wamid != "wamid.o" || c.Paid[0].Status != status {
				t.Errorf("%v: %+v", s, c)
			}
		}
	}
}

func TestAVCardTellsItsName(t *testing.T) {
	for card, want := range map[string]string{
		"BEGIN:VCARD\nVERSION:3.0\nN:Example;Barb;;;\nFN:Barb Example\nEND:VCARD":                    "Barb Example",
		"BEGIN:VCARD\r\nN:Example;Barb;Q.;Dr.;\r\nEND:VCARD":                                         "Dr. Barb Q. Example",
		"BEGIN:VCARD\r\nFN:Barb\r\n  Example\r\nEND:VCARD":                                           "Barb Example",
		"BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen =\n=4D=C3=BCller\nEND:": "Jürgen Müller",
		"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=FCrgen\nEND:VCARD":           "Jürgen",
		"BEGIN:VCARD\nfn;encoding=b:QmFyYg==\nEND:VCARD":                                             "Barb",
		"BEGIN:VCARD\nitem1.FN:Example\\, Barb\nEND:VCARD":                                           "Example, Barb",
		"BEGIN:VCARD\nN:Example\\;Co;Barb\nFN:\nEND:VCARD":                                           "Barb Example;Co",
		"BEGIN:VCARD\nTEL:1\nEND:VCARD":                                                              "",
	} {
		b := oneMessage(t, "contacts", []any{
			map[string]any{"vcard": card, "phones": []any{map[string]any{"phone": "+1"}}},
		}).Body
		if b.People[0].Name != want {
			t.Errorf("%q is called %q, want %q", card, b.People[0].Name, want)
		}
	}
}

func TestFormsOfWhatsAppsOwn(t *testing.T) {
	reply := func(name, body, values string) chat.Body {
		return oneMessage(t, "interactive", map[string]any{
			"type": "nfm_reply", "nfm_reply": map[string]any{"name": name, "body": body, "response_json": values},
		}).Body
	}
	b := reply("address_message", "1 Example Street", `{"values":"{\"city\":\"Pune\",\"in_pin_code\":400063}"}`)
	if b.Kind != chat.KindText || b.Text != "1 Example Street\ncity: Pune\nin pin code: 400063" ||
		b.FlowReply.Values["city"] != "Pune" || b.FlowReply.Problem != "" {
		t.Errorf("the address is %+v %+v", b, b.FlowReply)
	}
	if b = reply("address_message", "",
		`{"saved_address_id":"a1","values":{"city":"Pune"}}`); b.FlowReply.Values["city"] != "Pune" {
		t.Errorf("the address is %+v", b.FlowReply)
	}
	b = reply("flow", "Sent",
		`{"flow_token":"t","n":9007199254740993,"x":0.10,"no":null,"list":["a","b"],"deep":{"zip":"01234",`+
			`"n":12345678901234567890},"deeper":[{"a":1}]}`)
	for name, want := range map[string]string{
		"n": "9007199254740993", "x": "0.10", "no": "", "list": "a, b", "deep": `{"zip":"01234","n":12345678901234567890}`,
		"deeper": `[{"a":1}]`,
	} {
		if got := b.FlowReply.Values[name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	many := map[string]string{}
	for i := range 200 {
		many[fmt.Sprint("field", i)] = strings.Repeat("v", i)
	}
	raw, _ := json.Marshal(many)
	if b = reply("flow", "Sent", string(raw)); len(b.FlowReply.Values) != 200 {
		t.Errorf("%d of 200 fields are kept", len(b.FlowReply.Values))
	}
}

func TestFilesThatMetaCouldNotGet(t *testing.T) {
	for _, file := range []map[string]any{{"mime_type": "image/jpeg"}, {"id": "7"}} {
		c := parsed(t, "messages", "messages", map[string]any{
			"from": "551", "id": "wamid.x", "type": "image", "image": file,
			"errors": []any{
				map[string]any{"code": 131052, "details": "not found", "error_data": map[string]any{"details": "not found"}},
			},
		})
		in := c.Messages[0]
		if m := in.Body.Media; m == nil || m.State != chat.MediaLost || m.Reason == "" ||
			in.Origin.Errors[0].Details != "not found" {
			t.Errorf("%+v, %+v", m, in.Origin.Errors)
		}
	}
}

func TestOlderShapesOfMetaAreRead(t *testing.T) {
	c := parsed(t, "messages", "messages", map[string]any{
		"from": "551", "id": "wamid.x", "type": "text", "text": map[string]any{"body": "hi"},
		"identity": map[string]any{"hash": "h1"},
		"referral": map[string]any{
			"source_type": "ad", "ref": "r1", "image_url": "https://i.test", "video_url": "https://v.test",
		},
	})
	o := c.Messages[0].Origin
	if o.KeyHash != "h1" || o.Referral.Ref != "r1" || o.Referral.Image != "https://i.test" ||
		o.Referral.Video != "https://v.test" {
		t.Errorf("%+v %+v", o, o.Referral)
	}
	changes, err := Parse([]byte(`{"object":"whatsapp_business_account","entry":[{"id":"1",
		"changes":[{"field":"smb_message_echoes","value":{"metadata":{"phone_number_id":"9"},
		"contacts":[{"user_id":"US.1","profile":{"name":"Ada"}}],"message_echoes":[{"from":"9","to_user_id":"US.1",
		"id":"wamid.y","type":"text","text":{"body":"hello"}}]}}]}]}`))
	if err != nil || len(changes[0].Echoes) != 1 || changes[0].Echoes[0].From.Name != "Ada" {
		t.Errorf("%+v, %v", changes, err)
	}
}

func TestChangesOfUserIDs(t *testing.T) {
	for name, system := range map[string]map[string]any{
		"only inside": {"type": "user_changed_user_id", "previous_user_id": "US.1", "user_id": "US.2"},
		"only the parent's": {
			"type": "user_changed_user_id", "previous_parent_user_id": "US.ENT.1", "parent_user_id": "US.ENT.2",
		},
	} {
		c := parsed(t, "messages", "messages", map[string]any{"id": "wamid.x", "type": "system", "system": system})
		if len(c.Renames) != 1 || c.Renames[0].Was == (chat.Contact{}) || c.Renames[0].Is.BSUID+c.Renames[0].Is.Parent == "" {
			t.Errorf("%s: %+v", name, c)
		}
	}
}
