package faults

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// notified has a visitor turn away who wants to be notified, and an agent answer twice. However it is disturbed, one
// notification goes at most: one whose outcome is not known may have gone.
func notified(ctx context.Context, h *host.Host) ([]string, error) {
	if err := h.Notifies(ctx, true); err != nil {
		return nil, err
	}
	v, err := subscribes(ctx, h)
	if err != nil {
		return nil, err
	}
	before := len(answered(h))
	at := "/v1/conversations/" + string(v.Conversation)
	if err := agentActs(ctx, h, at, "take-over"); err != nil {
		return nil, err
	}
	for _, text := range []string{"SECRET one", "SECRET two"} {
		pause()
		body := host.Object{"id": newID(), "kind": "text", "text": text}
		if err := agentDoes(ctx, h, "POST", at+"/messages", body, nil); err != nil {
			return nil, err
		}
		h.Drain(ctx)
	}
	for range 3 { // a task that failed or was refused comes again later
		h.Pass(10 * time.Minute)
		h.Drain(ctx)
	}
	if n := len(answered(h)) - before; n > 1 {
		return nil, fmt.Errorf("one burst made %d notifications", n)
	}
	if err := h.Notifies(ctx, false); err != nil {
		return nil, err
	}
	return ending(ctx, h, v)
}

// answered are the notifications that visitors' browsers got.
func answered(h *host.Host) []string {
	return slices.DeleteFunc(h.Hooks(), func(body string) bool { return !strings.Contains(body, "answered you") })
}

// subscribes is a visitor who asks for a person, wants to be notified, and turns to another tab.
func subscribes(ctx context.Context, h *host.Host) (*host.Visitor, error) {
	to, err := h.Subscription()
	if err != nil {
		return nil, err
	}
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	if _, err := v.Say(ctx, "I want to speak to a person"); err != nil {
		return nil, err
	}
	answer, err := v.Ask(ctx, host.Object{
		"action": "notify", "subscription": to, "page": host.Origin + "/kettles", "locale": "en",
	})
	if err == nil && answer.Code != "" {
		err = fmt.Errorf("the subscription is refused: %s", answer.Code)
	}
	if err == nil {
		_, err = v.Ask(ctx, host.Object{"action": "ping", "visible": false})
	}
	h.Drain(ctx)
	return v, err
}

// aboutBrowsers are the calls that file a notification and send it: other scenes disturb the rest.
func aboutBrowsers(c host.Call) bool {
	return c.Function == "mail-work" || bytes.Contains(c.Body, []byte(`"notify"`))
}

// A visitor is notified by functions as they are built, without a word of the conversation; a subscription that is gone
// is forgotten; and where nobody is subscribed, an answer costs no write and no call.
func TestAVisitorIsNotified(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	must(t, h.Notifies(ctx, true))
	v, err := subscribes(ctx, h)
	must(t, err)
	at := "/v1/conversations/" + string(v.Conversation)
	must(t, agentActs(ctx, h, at, "take-over"))
	says := func(at string) {
		t.Helper()
		pause()
		body := host.Object{"id": newID(), "kind": "text", "text": "SECRET"}
		must(t, agentDoes(ctx, h, "POST", at+"/messages", body, nil))
		h.Drain(ctx)
	}
	says(at)
	got := answered(h)
	if len(got) != 1 || strings.Contains(got[0], "SECRET") || !strings.Contains(got[0], "Ana answered you") ||
		!strings.Contains(got[0], host.Origin+"/kettles#botifire_chat") {
		t.Fatalf("the browser got %q", got)
	}
	other := h.Visitor(host.FastSite)
	must(t, other.Arrive(ctx, "/"))
	_, err = other.Say(ctx, "I want to speak to a person")
	must(t, err)
	must(t, other.Leave(ctx))
	h.Drain(ctx)
	at = "/v1/conversations/" + string(other.Conversation)
	must(t, agentActs(ctx, h, at, "take-over"))
	h.Reset()
	says(at)
	for _, c := range h.Calls() {
		if c.Function == "mail-work" || c.Function == "relay" && strings.Contains(string(c.Body), `"notify"`) {
			t.Errorf("of a visitor who is not subscribed %s calls %s", c.Function, c.Op)
		}
	}
	if n := len(answered(h)); n != 1 {
		t.Errorf("%d notifications went", n)
	}
}

// A browser whose subscription has ended is forgotten.
func TestASubscriptionThatEndedIsForgotten(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	must(t, h.Notifies(ctx, true))
	v, err := subscribes(ctx, h)
	must(t, err)
	h.Disturb(func(c host.Call) host.Fault {
		if c.Op == "hook" {
			return host.Gone
		}
		return host.Pass
	})
	at := "/v1/conversations/" + string(v.Conversation)
	must(t, agentActs(ctx, h, at, "take-over"))
	must(t, agentDoes(ctx, h, "POST", at+"/messages",
		host.Object{"id": newID(), "kind": "text", "text": "Here I am."}, nil))
	h.Drain(ctx)
	head, err := h.Store.Head(ctx, v.Key())
	must(t, err)
	visitor, err := h.Store.Visitor(ctx, chat.VisitorKey{Tenant: host.Tenant, ID: head.Visitor})
	must(t, err)
	if len(visitor.Browsers) != 0 || len(answered(h)) != 0 {
		t.Errorf("left are %d browsers, %d notifications went", len(visitor.Browsers), len(answered(h)))
	}
}
