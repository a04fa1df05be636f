package faults

import (
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// mailed has a visitor go away with an e-mail address, come back by the link on another device, and wait for a second
// mail, which bounces. Another one's owner ends all mail.
func mailed(t *testing.T, h *host.Host) {
	ctx := t.Context()
	v, first := goesAway(t, h, "amara@mail.test")
	for range 2 { // a scanner
		var sight struct{ State string }
		status, err := h.Link(ctx, "look", host.Object{"link": first}, &sight)
		if err != nil || status != 200 || sight.State != "good" {
			t.Fatalf("the link is %q, %d, %v", sight.State, status, err)
		}
	}
	var back struct{ Address string }
	status, err := h.Link(ctx, "use", host.Object{"link": first, "press": "one"}, &back)
	if err != nil || status != 200 {
		t.Fatalf("the link is refused: %d, %v", status, err)
	}
	device := h.Visitor(host.FastSite)
	_, code, _ := strings.Cut(back.Address, "#botifire_")
	brings := host.Object{"code": code, "site": host.FastSite, "browser": "phone"}
	var offer, in struct{ Address, Token string }
	status, err = h.Link(ctx, "offer", brings, &offer)
	if err != nil || status != 200 || offer.Address != "a…@mail.test" {
		t.Fatalf("the widget asks %+v, %d, %v", offer, status, err)
	}
	if status, err := h.Link(ctx, "enter", brings, &in); err != nil || status != 200 {
		t.Fatalf("the code is refused: %d, %v", status, err)
	}
	device.Token = in.Token
	must(t, device.Arrive(ctx, "/"))
	if device.Conversation != v.Conversation || device.Token == v.Token {
		t.Errorf("the device has the conversation %s, and the first one had %s", device.Conversation, v.Conversation)
	}
	if status, err := h.Link(ctx, "renew", host.Object{"link": first}, nil); err != nil || status != 200 {
		t.Errorf("no new link: %d, %v", status, err)
	}
	h.Drain(ctx)
	if l := h.Mails()[len(h.Mails())-1]; l.To != "amara@mail.test" || linkIn(l.Text) == first {
		t.Errorf("the mail with a new link is %+v", l)
	}
	h.Told(fmt.Sprintf(`{"eventType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":`+
		`"amara@mail.test"}]},"mail":{"tags":{"tenant":[%q],"conversation":[%q]}}}`, host.Tenant, v.Conversation))
	h.Drain(ctx)
	var refused struct{ Code string }
	status, err = h.Link(ctx, "renew", host.Object{"link": first}, &refused)
	if err != nil || status != 409 || refused.Code != "mail_ended" {
		t.Errorf("a new link to an address that bounced: %d %s, %v", status, refused.Code, err)
	}
	_, second := goesAway(t, h, "bruno@mail.test")
	_, stop, _ := strings.Cut(h.Mails()[len(h.Mails())-1].Text, "#stop=")
	stop, _, _ = strings.Cut(stop, "\n")
	if status, err := h.Link(ctx, "stop", host.Object{"link": stop, "notMe": true}, nil); err != nil || status != 200 {
		t.Errorf("mail is not stopped: %d, %v", status, err)
	}
	if status, err := h.Link(ctx, "use", host.Object{"link": second, "press": "two"}, nil); err != nil || status != 404 {
		t.Errorf("a link of a stopped address: %d, %v", status, err)
	}
}

// goesAway has a visitor ask for a person, leave an address and go; and an agent answer. It returns the link.
func goesAway(t *testing.T, h *host.Host, address string) (*host.Visitor, string) {
	ctx := t.Context()
	v := h.Visitor(host.FastSite)
	must(t, v.Arrive(ctx, "/"))
	_, err := v.Say(ctx, "Talk to a person")
	must(t, err)
	answer, err := v.Ask(ctx, host.Object{
		"action": "mail", "address": address, "page": host.Origin + "/kettles", "locale": "en",
	})
	if must(t, err); answer.Code != "" {
		t.Fatalf("the address is refused: %s", answer.Code)
	}
	must(t, v.Leave(ctx))
	at := "/v1/conversations/" + string(v.Conversation)
	must(t, agentActs(ctx, h, at, "take-over"))
	status, err := h.Call(ctx, ana, "POST", at+"/messages",
		host.Object{"id": chat.MessageID(newID()), "kind": "text", "text": "Here I am."}, nil)
	if err != nil || status >= 300 {
		t.Fatalf("the answer: %d, %v", status, err)
	}
	h.Drain(ctx)
	mails := h.Mails()
	if len(mails) == 0 || mails[len(mails)-1].To != address || strings.Contains(mails[len(mails)-1].Text, "Here I am") {
		t.Fatalf("the mails are %+v", mails)
	}
	return v, linkIn(mails[len(mails)-1].Text)
}

// linkIn is the link of a letter.
func linkIn(text string) string {
	_, link, _ := strings.Cut(text, "#go=")
	link, _, _ = strings.Cut(link, "\n")
	return link
}
