package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// Every kind is sent, within Meta's limits; a message that Meta would refuse is refused before.
func TestEveryKindToThePhone(t *testing.T) {
	t.Parallel()
	gita := newPhone(t)
	gita.says("When do you open?")
	gita.shows(opening)
	ana := demo(t, chat.RoleAgent)
	conversation := ana.conversationOf(gita)
	first := ana.sees(conversation, "the first words", func(m chat.Message) bool {
		return m.Author.Kind == chat.ByVisitor
	})
	send := func(body object) {
		t.Helper()
		body["id"] = newID()
		ana.does("POST", "/v1/conversations/"+conversation+"/messages", body, nil)
	}
	options := func(n int) (all []object) {
		for i := range n {
			all = append(all, object{"id": fmt.Sprint("o", i), "title": fmt.Sprint("Option ", i)})
		}
		return all
	}
	for _, c := range []struct {
		body object
		kind string
	}{
		{object{"kind": "text", "text": "as you said", "replyTo": string(first.ID)}, "text"},
		{object{"kind": "buttons", "text": "Choose", "options": options(3)}, "button"},
		{object{"kind": "buttons", "text": "Choose of many", "choose": "Our kettles", "options": options(7)}, "list"},
		{object{"kind": "form", "text": "Tell us what is broken", "form": "repair"}, "flow"},
		{object{
			"kind": "buttons", "text": "Look",
			"options": []object{{"id": "l", "title": "Our shop", "url": "https://shop.demo.test/"}},
		}, "cta_url"},
		{object{"kind": "location", "location": object{"latitude": 1.5, "longitude": 2.5, "name": "Workshop"}}, "location"},
		{object{"kind": "contacts", "people": []object{{"name": "Workshop", "phones": []string{"+49 30 1"}}}}, "contacts"},
		{object{"kind": "location_request", "text": "Where are you?"}, "location_request_message"},
		{object{"kind": "contact_request", "text": "May we call you?"}, "request_contact_info"},
		{object{"kind": "reaction", "reaction": object{"to": string(first.ID), "emoji": "🎉"}}, "reaction"},
	} {
		send(c.body)
		is := ofType(c.kind)
		if c.kind == "text" {
			is = func(m map[string]any) bool {
				answered, _ := m["context"].(map[string]any)
				return m["type"] == "text" && answered["message_id"] == first.Origin.Wamid
			}
		}
		gita.last(c.kind, is)
	}
	_, list := gita.last("the list again", ofType("list"))
	if action := list["interactive"].(map[string]any)["action"].(map[string]any); action["button"] != "Our kettles" {
		t.Errorf("the list is opened by %v", action["button"])
	}
	ana.sees(conversation, "our reaction", func(m chat.Message) bool {
		return m.Marks != nil &&
			m.Marks.Reactions[chat.ByAgent].Emoji == "🎉"
	})

	var place wire.Upload
	ana.does("POST", "/v1/conversations/"+conversation+"/uploads", object{
		"name": "cup.png", "type": "image/png",
		"size": len(picture),
	}, &place)
	request, err := http.NewRequest("PUT", place.Url, bytes.NewReader(picture))
	must(t, err)
	for name, value := range place.Headers {
		request.Header.Set(name, value)
	}
	put, err := (&http.Client{Timeout: patience}).Do(request)
	must(t, err)
	put.Body.Close()
	send(object{"kind": "file", "text": "a cup", "file": object{"upload": place.Id, "name": "cup.png"}})
	_, m := gita.last("the picture", ofType("image"))
	answer, err := (&http.Client{Timeout: patience}).Get(world.Graph + "/phone/" + gita.number + "/file/" +
		m["image"].(map[string]any)["id"].(string))
	must(t, err)
	defer answer.Body.Close()
	if raw, _ := io.ReadAll(answer.Body); !bytes.Equal(raw, picture) || m["image"].(map[string]any)["caption"] != "a cup" {
		t.Errorf("the phone got %d bytes, %v", len(raw), m)
	}

	for code, body := range map[string]object{
		"whatsapp_limit": {"kind": "buttons", "text": strings.Repeat("x", 2000), "options": options(3)},
		"not_here":       {"kind": "text", "text": "x", "replyTo": "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
		"no_location":    {"kind": "location"},
		"unknown_form":   {"kind": "form", "form": "lead"}, // no Flow is set for this form
		"no_form":        {"kind": "form", "text": "x"},
	} {
		body["id"] = newID()
		if got := ana.refused("POST", "/v1/conversations/"+conversation+"/messages", body); got != code {
			t.Errorf("%v: %s, want %s", body["kind"], got, code)
		}
	}
}

// Outside the 24-hour window only templates are sent, and the API says so before anyone tries. A
// customer who stopped marketing messages gets none.
func TestOnlyTemplatesLeaveOutsideTheServiceWindow(t *testing.T) {
	t.Parallel()
	luz := newPhone(t)
	luz.post("/phone/"+luz.number+"/say", object{"name": "Luz", "text": "When do you open?", "hoursAgo": 25})
	ana := demo(t, chat.RoleAgent)
	conversation := ana.conversationOf(luz)
	say := func(body object) string {
		body["id"] = newID()
		return ana.refused("POST", "/v1/conversations/"+conversation+"/messages", body)
	}
	if got := say(object{"kind": "text", "text": "hello"}); got != "window_closed" {
		t.Errorf("free text: %s", got)
	}
	var list wire.TemplateList
	ana.does("GET", "/v1/conversations/"+conversation+"/templates", nil, &list)
	offered := func(name string) bool {
		return slices.ContainsFunc(list.Rows, func(t chat.Template) bool { return t.Name == name })
	}
	paused := "old_news"
	if !offered("order_update") || !offered("spring_sale") || !offered("care_guide") || offered(paused) {
		t.Errorf("offered are %+v", list.Rows)
	}
	var row wire.ConversationRow
	ana.does("GET", "/v1/conversations/"+conversation, nil, &row)
	yes := object{"optIn": object{"source": "The fair", "on": time.Now().UTC().Format(time.DateOnly)}}
	ana.does("PATCH", "/v1/visitors/"+string(row.Conversation.Visitor), yes, nil)
	template := func(name string, values object) object {
		return object{"kind": "template", "template": object{"name": name, "language": "en", "values": values}}
	}
	if got := say(template("order_update", object{"body.1": "Luz"})); got != "template_incomplete" {
		t.Errorf("half filled in: %s", got)
	}
	if got := say(template("order_update", object{"body.1": "Luz", "body.2": "KC-7"})); got != "" {
		t.Errorf("a template: %s", got)
	}
	luz.last("the template", ofType("template"))
	sent := ana.sees(conversation, "its words, and that they are utility", func(m chat.Message) bool {
		return m.Body().Template != nil && m.Bubbles[0].Delivery != nil && m.Bubbles[0].Delivery.Category == "utility"
	})
	if sent.Body().Text != "Hello Luz, your order KC-7 is on its way." {
		t.Errorf("it reads %q", sent.Body().Text)
	}
	var billing wire.Billing
	ana.does("GET", "/v1/conversations/"+conversation+"/billing", nil, &billing)
	billed := false
	for _, row := range billing.Rows {
		billed = billed || row.Category == "utility" && row.Billable && row.Count == 1
	}
	if !billed {
		t.Errorf("billed is %+v", billing.Rows)
	}
	luz.post("/phone/"+luz.number+"/marketing", object{"value": "stop"})
	if got := say(template("spring_sale", object{})); got != "template_not_possible" {
		t.Errorf("marketing for a customer who stopped it: %s", got)
	}
	luz.post("/phone/"+luz.number+"/marketing", object{"value": "resume"})
	soon(t, "the template is on offer again", func() bool { return say(template("spring_sale", object{})) == "" })

	fresh := "fresh_" + luz.number
	luz.post("/templates", object{"name": fresh, "text": "Hello {{1}}, this is new."})
	soon(t, "what Meta approves is on offer by itself", func() bool {
		ana.does("GET", "/v1/conversations/"+conversation+"/templates", nil, &list)
		return offered(fresh)
	})
	if got := say(template(fresh, object{"body.1": "Luz"})); got != "" {
		t.Errorf("the new template: %s", got)
	}
}

// Cards with pictures are a message each, and their buttons lead on.
func TestEachCardIsAMessageOnThePhone(t *testing.T) {
	ines := newPhone(t)
	ines.says("Which kettles do you have?")
	card := func(picture string) string {
		wamid, _ := ines.last("the card with "+picture, func(m map[string]any) bool {
			raw, err := json.Marshal(m["interactive"])
			return err == nil && strings.Contains(string(raw), `"header":{"image":{"link":"http`) &&
				strings.Contains(string(raw), picture)
		})
		return wamid
	}
	for _, picture := range []string{"/files/copper.png", "/files/enamel.png"} {
		card(picture)
	}
	ines.taps(card("/files/travel.png"), "want-travel", "Offer for travel")
	ines.shows("Your name")
}
