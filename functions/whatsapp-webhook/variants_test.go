package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// sender writes the messages of the variants; no fixture knows this person.
const sender = "5491123456789"

// variant is the value of a posted change, and the lines that it has to become.
type variant struct {
	field string // messages, if empty
	value string
	want  string // lines of the conversation and the notifications, as told() has them
}

// one is a value with one message of the sender's; rest is the part of the message after its id.
func one(rest string) string {
	return `{"messaging_product":"whatsapp","metadata":{"phone_number_id":"100000000000001"},` +
		`"contacts":[{"profile":{"name":"Dora"},"wa_id":"` + sender + `"}],` +
		`"messages":[{"from":"` + sender + `","id":"wamid.v1","timestamp":"1790000000",` + rest + `}]}`
}

func statuses(all string) string {
	return `{"metadata":{"phone_number_id":"100000000000001"},"statuses":[` + all + `]}`
}

// posted is a world to which a value was delivered this number of times.
func posted(t *testing.T, field, value string, times int) *world {
	t.Helper()
	w := newWorld(t)
	if field == "" {
		field = "messages"
	}
	body := fmt.Sprintf(`{"object":"whatsapp_business_account","entry":[{"id":"200000000000001","time":1790000001,`+
		`"changes":[{"field":%q,"value":%s}]}]}`, field, value)
	if !json.Valid([]byte(body)) {
		t.Fatalf("no JSON: %s", body)
	}
	for range times {
		if status := post(t, w.h, "app", []byte(body), "new"); status != 200 {
			t.Fatalf("answered with %d: %s", status, body)
		}
		w.streams()
	}
	return w
}

// told is the sender's conversation, and the notifications, as lines.
func (w *world) told() string {
	w.t.Helper()
	lines := []string{}
	key, _ := plain{}.TenantKey(w.t.Context(), chat.Tenant{})
	lead, err := w.store.Identify(w.t.Context(), "t_1", key.Identity("wa_id", sender))
	if err == nil {
		k := chat.ConversationKey{Tenant: "t_1", ID: chat.ConversationOf(lead.Visitor, "b_1")}
		all, err := w.store.Since(w.t.Context(), k, "", 100)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, m := range all {
			if m.Author.Kind == chat.ByBot {
				lines = append(lines, "answered")
				continue
			}
			b := m.Body()
			line := strings.TrimSpace(string(b.Kind) + " " + b.Type + b.Words())
			if b.Media != nil {
				line += " " + string(b.Media.State) + " " + b.Media.Type
			}
			if o := m.Origin; o != nil && o.Referral != nil {
				line += " from " + o.Referral.Click + o.Referral.Image
			}
			lines = append(lines, strings.ReplaceAll(line, "\n", " | "))
		}
	}
	news, _, err := w.store.Notifications(w.t.Context(), "t_1", "", 100)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, n := range news {
		lines = append(lines, strings.TrimSpace("news "+n.Field+" "+n.What))
	}
	return strings.Join(lines, "; ")
}

// Meta's shapes differ by app version, country and year. A field of another type, one more or
// one less costs nothing but itself; and nothing is mistaken for something else.
func TestVariantsOfMetasShapesAreRead(t *testing.T) {
	for name, v := range map[string]variant{
		"words in another script": {
			"", one(`"type":"text","text":{"body":"متى تفتحون؟","preview":{"a":1}}`), "text متى تفتحون؟; answered",
		},
		"ids as numbers": {
			"", strings.ReplaceAll(one(`"type":"text","text":{"body":"hi"}`), `"`+sender+`"`, sender), "text hi; answered",
		},
		"a time in milliseconds": {
			"", strings.Replace(one(`"type":"text","text":{"body":"hi"}`), `"1790000000"`, `1790000000123`, 1),
			"text hi; answered",
		},
		"no contacts": {
			"", strings.Replace(one(`"type":"text","text":{"body":"hi"}`), `"contacts"`, `"contact"`, 1), "text hi; answered",
		},
		"contacts of another shape": {
			"", strings.Replace(one(`"type":"text","text":{"body":"hi"}`), `"profile":{"name":"Dora"}`, `"profile":"Dora"`, 1),
			"text hi; answered",
		},
		"nothing but blanks":     {"", one(`"type":"text","text":{"body":" \u2003"}`), "unsupported text"},
		"a part of another type": {"", one(`"type":"text","text":"hi"`), "unsupported text"},
		"a kind of tomorrow":     {"", one(`"type":"hologram","hologram":{"id":"1"}`), "unsupported hologram"},
		"a tap without a title": {
			"", one(`"type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"yes"}}`),
			"click yes; answered",
		},
		"a row with a description": {
			"",
			one(`"type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"r1","description":"The red one"}}`),
			"click The red one; answered",
		},
		"an interactive of tomorrow": {
			"",
			one(`"type":"interactive","interactive":{"type":"call_permission_reply",` +
				`"call_permission_reply":{"response":"accept"}}`),
			"unsupported call_permission_reply",
		},
		"a quick reply without words": {"", one(`"type":"button","button":{"payload":"STOP"}`), "click STOP; answered"},
		"a voice flag as text": {
			"", one(`"type":"audio","audio":{"id":7001,"mime_type":"audio/ogg; codecs=opus","voice":"true"}`),
			"audio waiting audio/ogg; answered",
		},
		"a caption as a number": {
			"", one(`"type":"image","image":{"id":"7002","mime_type":"image/jpeg","caption":5}`),
			"image waiting image/jpeg; answered",
		},
		"a picture that Meta lost": {
			"",
			one(`"type":"image","image":{"id":"7003","mime_type":"image/jpeg"},"errors":[{"code":131052,` +
				`"title":"Media download error"}]`),
			"image lost image/jpeg; answered",
		},
		"a place with text coordinates": {
			"", one(`"type":"location","location":{"latitude":"-23.5","longitude":"-46.6","name":5}`), "location; answered",
		},
		"a contact whose name is text": {
			"",
			one(`"type":"contacts","contacts":[{"name":"Bob","vcard":"BEGIN:VCARD\nFN:Bob B\nEND:VCARD"},` +
				`{"name":{"formatted_name":"Eve"}}]`),
			"contacts Bob B, Eve; answered",
		},
		"an order with text numbers": {
			"",
			one(`"type":"order","order":{"catalog_id":5,"product_items":[{"product_retailer_id":77,"quantity":"2",` +
				`"item_price":"3.50","currency":"EUR"}]}`),
			"order 2 × 77; answered",
		},
		"an ad known by its click alone": {
			"", one(`"type":"text","text":{"body":"hi"},"referral":{"ctwa_clid":"click-1"}`), "text hi from click-1; answered",
		},
		"an ad with a video": {
			"",
			one(`"type":"text","text":{"body":"hi"},"referral":{"source_id":120,"media_type":"video",` +
				`"thumbnail_url":"https://t.test/1"}`),
			"text hi from https://t.test/1; answered",
		},
		"errors as an object": {"", one(`"type":"unsupported","errors":{"code":131051}`), "unsupported unsupported"},
		"what is in a group": {
			"", one(`"type":"text","group_id":"g1","text":{"body":"hi all"}`), "news messages group message",
		},
		"a message without an id": {
			"", strings.Replace(one(`"type":"text","text":{"body":"hi"}`), `"id":"wamid.v1",`, "", 1), "news messages message",
		},
		"a status of tomorrow": {
			"", statuses(`{"id":"` + outbound + `","status":"warmed","timestamp":"1790000000"}`), "news messages status",
		},
		"a status in a group": {
			"", statuses(`{"id":"` + outbound + `","status":"read","recipient_type":"group","timestamp":"1790000000"}`),
			"news messages status",
		},
		"a field of tomorrow": {
			"holograms",
			`{"metadata":{"phone_number_id":"100000000000001"},"messages":[{"from":"` + sender +
				`","id":"wamid.v1","type":"text","text":{"body":"hi"}}]}`,
			"news holograms",
		},
		"one that is read and one not": {
			"", strings.Replace(one(`"type":"text","text":{"body":"hi"}`), `"messages":[`,
				`"messages":[null,7,"x",{"id":"wamid.v0"},`, 1),
			"text hi; answered; news messages message; news messages message; news messages message; news messages message",
		},
	} {
		for times := 1; times <= 2; times++ {
			if got := posted(t, v.field, v.value, times).told(); got != v.want {
				t.Errorf("%s, %d times, is %q, want %q", name, times, got, v.want)
			}
		}
	}
}

// The outcome of a payment stands at the message that asked for it: the latest one by Meta's clock, in
// any order of arrival. The message's delivery stays as it was.
func TestPaymentsStandAtTheirMessage(t *testing.T) {
	payment := func(status string, at int, more string) string {
		return fmt.Sprintf(`{"id":%q,"type":"payment","status":%q,"timestamp":"%d","payment":{"reference_id":"order-7",`+
			`"amount":{"value":129900,"offset":100},"currency":"INR"%s}}`, outbound, status, at, more)
	}
	failed, pending := payment("failed", 1790000200,
		`,"transaction":{"error":{"code":"U30","reason":"Debit has failed"}}`), payment("pending", 1790000100, "")
	for _, order := range []string{pending + "," + failed, failed + "," + pending, failed + "," + pending + "," + failed} {
		w := posted(t, "", statuses(order), 2)
		head := w.head("wa_id", "15550101001")
		m, err := w.store.Message(t.Context(), head.Key(), "01M36RDPJ80000000000000000")
		if err != nil {
			t.Fatal(err)
		}
		p := m.Marks.Payment
		if p == nil || p.Status != "failed" || p.Reason != "Debit has failed" || p.Reference != "order-7" ||
			p.Amount != "1299.00 INR" || m.Bubbles[0].Delivery.Status != chat.Sent {
			t.Errorf("%+v, delivered %s", p, m.Bubbles[0].Delivery.Status)
		}
		if seen, ok := m.ForVisitor(); !ok || seen.Marks != nil {
			t.Errorf("the customer is told %+v", seen.Marks)
		}
		if news, _, err := w.store.Notifications(t.Context(), "t_1", "", 9); err != nil || len(news) != 2 {
			t.Errorf("%d news, %v", len(news), err)
		}
	}
	for _, odd := range []string{
		payment("failed", 1790000200, `,"amount":{"value":"1e99999999","offset":1}`),
		`{"id":"` + outbound + `","type":"payment","status":"warm"}`,
		`{"id":"wamid.nobody","type":"payment","status":"failed"}`,
	} {
		if news, _, err := posted(t, "", statuses(odd), 1).store.Notifications(t.Context(), "t_1", "",
			9); err != nil || len(news) != 1 {
			t.Errorf("%s: %d news, %v", odd, len(news), err)
		}
	}
}
