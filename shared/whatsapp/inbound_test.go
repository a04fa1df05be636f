package whatsapp

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

func TestIDsAreTextOrNumbers(t *testing.T) {
	for raw, want := range map[string]id{
		`"106540"`: "106540", `106540`: "106540", `"tea\/green"`: "tea/green", `"caf\u00e9"`: "café", `null`: "",
	} {
		var got id
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", raw, got, err, want)
		}
	}
}

func TestChangesOfNumberAndUserIDAreRead(t *testing.T) {
	for name, want := range map[string]Rename{
		"in_system_user_changed_number.json": {
			Was: chat.Contact{WaID: "15550101001"}, Is: chat.Contact{WaID: "15550101099"}, Event: chat.NumberChanged,
		},
		"in_system_user_id_previous_only.json": {
			Was: chat.Contact{BSUID: "US.10000000000000000001"}, Is: chat.Contact{BSUID: "US.10000000000000000099"},
			Event: chat.IdentityChanged,
		},
		"in_system_number_and_user_id.json": {
			Was: chat.Contact{WaID: "15550101001", BSUID: "US.10000000000000000001"},
			Is:  chat.Contact{WaID: "15550101099", BSUID: "US.10000000000000000099"}, Event: chat.NumberChanged,
		},
		"in_system_user_changed_user_id.json": {
			Was:   chat.Contact{BSUID: "US.10000000000000000001"},
			Is:    chat.Contact{BSUID: "US.10000000000000000099", Parent: "US.ENT.20000000000000000099"},
			Event: chat.IdentityChanged,
		},
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
	changes, err := Parse([]byte(`{"object":"whatsapp_business_account","entry":[{"id":"1",
		"changes":[{"field":"user_id_update","value":{"metadata":{"phone_number_id":"9"},
		"user_id_update":[{"wa_id":"551","user_id":{"previous":"BR.1","current":"BR.2"},"timestamp":1790000001}]}}]}]}`))
	if err != nil || len(changes[0].Renames) != 1 || changes[0].Renames[0].Is.BSUID != "BR.2" ||
		changes[0].Renames[0].Was.BSUID != "BR.1" {
		t.Errorf("%+v, %v", changes, err)
	}
}

// Edits, revokes and other messages that the fixtures do not have.
func TestEditsRevokesAndOtherKindsAreRead(t *testing.T) {
	for _, c := range []struct{ message, want string }{
		{
			`"type":"edit","edit":{"original_message_id":"wamid.o","message":{"type":"text","text":{"body":"better"}}}`,
			`edit "better"`,
		},
		{
			`"type":"edit","edit":{"original_message_id":"wamid.o","message":{"type":"image","image":{"id":"1",` +
				`"caption":"a cup"}}}`,
			`edit "a cup"`,
		},
		{`"type":"edit","edit":{"original_message_id":"wamid.o","message":{"type":"edit"}}`, "unsupported edit raw"},
		{`"type":"revoke","revoke":{"original_message_id":"wamid.o"}`, "revoke"},
		{`"type":"button","button":{"text":"Stop"}`, "click Stop=Stop"},
		{`"type":"location","location":{"latitude":"1.5","longitude":"-2.25"}`, "location"},
		{
			`"type":"interactive","errors":[{"code":131000,"title":"Something went wrong"}]`,
			"unsupported interactive raw 131000",
		},
		{
			`"type":"interactive","interactive":{"type":"call_permission_reply","call_permission_reply":{"response":"accept"}}`,
			"unsupported call_permission_reply raw",
		},
		{
			`"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":"{broken"}}`,
			"flow_reply unreadable",
		},
		{
			`"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":"{\"a\":true}"}}`,
			"flow_reply a=true no_token",
		},
		{`"type":"contacts","contacts":[{"origin":"contact_request","phones":[{"wa_id":"551"}]}]`, "contacts /+551/"},
		{`"type":"unsupported","errors":[{"code":131060,"title":"x"}]`, "unsupported unsupported raw 131060"},
		{`"type":"hologram","hologram":{"x":1}`, "unsupported hologram raw"},
		{`"type":"reaction","reaction":{"message_id":"wamid.o","emoji":""}`, "reaction  on wamid.o"},
		{
			`"type":"image","image":{"mime_type":"image/jpeg"},"errors":[{"code":131052,"title":"Media download error"}]`,
			"image image/jpeg lost without id or hash 131052",
		},
	} {
		body := `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",
			"value":{"metadata":{"phone_number_id":"9"},
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
	body := `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",
		"value":{"metadata":{"phone_number_id":"9"},
		"contacts":[{"parent_user_id":"` + who + `","profile":{"name":"Ada"}}],
		"messages":[{"from":7,"from_parent_user_id":"` + who +
		`","id":"wamid.x","timestamp":"1790000001","context":{"id":"wamid.o"},"type":"text","text":{"body":"hi"}}]}},
		{"field":"user_preferences","value":{"metadata":{"phone_number_id":"9"},"user_preferences":[{"parent_user_id":"` +
		who + `","category":"marketing_messages","value":"stop","timestamp":"1790000002"}]}},
		{"field":"smb_message_echoes","value":{"metadata":{"phone_number_id":"9"},"message_echoes":[{"to_parent_user_id":"` +
		who + `","id":"wamid.y","timestamp":"1790000003","type":"text","text":{"body":"hello"}}]}}]}]}`
	changes, err := Parse([]byte(body))
	if err != nil || len(changes) != 3 || len(changes[0].Messages) != 1 || len(changes[1].Preferences) != 1 ||
		len(changes[2].Echoes) != 1 {
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

// A field of another type than Meta documents affects nothing else.
func TestAFieldOfAnotherTypeAffectsNothingElse(t *testing.T) {
	changes, err := Parse([]byte(`{"object":"whatsapp_business_account","entry":[{"id":"200",
		"changes":[{"field":"messages","value":{
		"metadata":{"phone_number_id":"100","display_phone_number":7}, "errors":null,
		"contacts":[{"wa_id":"551","profile":{"name":"Bruno","username":5}}],
		"messages":[{"id":"wamid.1","from":"551","timestamp":"1790000001","type":"text","text":{"body":"hi"},
		"context":{"id":"wamid.0","forwarded":"yes"},"errors":{"code":1}}],
		"statuses":[{"id":"wamid.2","status":"read","timestamp":"1790000002","recipient_id":551,"pricing":"PMP",
		"errors":"none"}],
		"user_id_update":{"user_id":{"previous":"BR.1","current":"BR.2"}}}}]}]}`))
	if err != nil || len(changes) != 1 {
		t.Fatalf("%+v, %v", changes, err)
	}
	c := changes[0]
	if len(c.Messages) != 1 || c.Messages[0].Body.Text != "hi" || c.Messages[0].From.Name != "Bruno" ||
		c.Messages[0].Origin.ReplyTo != "wamid.0" {
		t.Errorf("the message is %+v", c.Messages)
	}
	if len(c.Statuses) != 1 || c.Statuses[0].Delivery.Status != chat.Read {
		t.Errorf("the status is %+v", c.Statuses)
	}
	if c.Number != "100" || len(c.Notifications) != 1 || c.Notifications[0].What != "unreadable" {
		t.Errorf("the unreadable part is not kept: number %q, %+v", c.Number, c.Notifications)
	}
}
