package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamotest"
	"github.com/oklog/ulid/v2"
)

// newCloud is a small cloud with the company in it.
func newCloud(t testing.TB, options ...dynamotest.Option) *host.Host {
	t.Helper()
	h, err := furnished(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	return h
}

func furnished(ctx context.Context, options ...dynamotest.Option) (*host.Host, error) {
	h, err := host.New(ctx, options...)
	if err != nil {
		return nil, err
	}
	if err := h.Furnish(ctx); err != nil {
		h.Close()
		return nil, err
	}
	return h, nil
}

var ana = host.Ana

func newID() string { return ulid.Make().String() }

// scene is a short story with its clients, which repeat everything that was not answered. It
// returns the lines that must be the same however the story was disturbed.
type scene struct {
	name string
	play func(ctx context.Context, h *host.Host) ([]string, error)
	only []string // functions whose calls are disturbed, one by one; empty means all

	when func(host.Call) bool // a further limit, where other tests disturb the rest
}

func (s scene) disturbs(c host.Call) bool {
	return c.Function != "setup" && (len(s.only) == 0 || slices.Contains(s.only, c.Function)) &&
		(s.when == nil || s.when(c))
}

var scenes = []scene{
	{name: "a publication", play: published, only: []string{"admin-knowledge", "relay", "knowledge-work", "embed"}},
	{name: "a publication that changes an answer", play: changed, only: []string{
		"admin-knowledge", "relay", "knowledge-work",
	}},
	{name: "a question by meaning", play: judged, only: []string{"widget-message"}},
	{name: "words on an answer", play: verdicts, only: []string{"widget-message", "admin-inbox"}},
	{name: "answers that wait", play: heldAnswers, only: []string{
		"widget-message", "relay", "visit-end", "admin-inbox",
	}, when: aboutHolds},
	{name: "an assignment", play: assignment, only: []string{"relay", "visit-end", "agent-message"}},
	{name: "an import", play: importedFile, only: []string{"admin-knowledge", "relay", "knowledge-work"}},
	{name: "pages that are read again", play: readAgain, only: []string{"sweep", "relay", "knowledge-work"}},
	{name: "a chat with the fast bot", play: fastChat},
	{name: "a chat with the slow bot", play: slowChat},
	{name: "a question to a model", play: advised, only: []string{"answer"}},
	{name: "a channel that is told", play: told, only: []string{"relay", "mail-work"}, when: aboutNotices},
	{name: "a device that is told", play: pushed, only: []string{"relay", "mail-work"}, when: aboutNotices},
	{name: "a visitor who is notified", play: notified, only: []string{"relay", "mail-work"}, when: aboutBrowsers},
	{name: "a takeover", play: takeover},
	{name: "a customer who falls silent", play: returned, only: []string{"admin-inbox", "relay", "visit-end", "sweep"}},
	{name: "a chat that an agent starts", play: startedChat, only: []string{"admin-inbox", "relay"}},
	{name: "a visit that ends", play: visit},
	{name: "visits that end at once", play: visitsAtOnce, only: []string{"relay", "visit-end"}},
	{name: "a visit whose tabs are lost", play: lostVisit, only: []string{"widget-message", "relay", "sweep"}},
	{name: "a visit of many tabs", play: manyTabs, only: []string{"widget-message"}},
	{name: "a user in two browsers", play: loggedIn, only: []string{"widget-message"}},
	{name: "an order", play: order, only: []string{"server-api", "widget-message", "relay"}},
	{name: "a WhatsApp exchange", play: phone},
	// Other scenes cover sending.
	{name: "every kind on WhatsApp", play: kinds, only: []string{"whatsapp-webhook", "relay", "whatsapp-media"}},
	{name: "a Flow on WhatsApp", play: flowStory, only: []string{
		"whatsapp-flow", "whatsapp-send", "whatsapp-webhook",
		"relay",
	}},
	{name: "a large delivery", play: largeDelivery, only: []string{"whatsapp-webhook", "whatsapp-delivery"}},
	{name: "an erasure while a delivery waits", play: erasedMeanwhile, only: []string{
		"admin-privacy", "sweep", "whatsapp-delivery",
	}, when: aboutDeliveries},
	{name: "an agent's socket", play: agentSocket},
}

// fastChat opens the chat, taps a button, fills in a form, and asks something that the bot does not
// know.
func fastChat(ctx context.Context, h *host.Host) ([]string, error) {
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	greeting, err := v.Ask(ctx, host.Object{"action": "open", "id": newID()})
	if err != nil {
		return nil, err
	}
	pause()
	tap, err := v.Ask(ctx, host.Object{
		"action": "click", "id": newID(),
		"click": host.Object{"message": greeting.Message.ID, "option": "offer"},
	})
	if err != nil {
		return nil, err
	}
	h.Drain(ctx)
	if err := v.Sync(ctx); err != nil {
		return nil, err
	}
	form := chat.ReplyTo(tap.Message.ID)
	pause()
	if _, err := v.Ask(ctx, host.Object{"action": "form", "id": newID(), "submission": host.Object{
		"message": form, "form": "lead", "values": host.Object{"name": "Amara", "email": "amara@mail.test"},
	}}); err != nil {
		return nil, err
	}
	pause()
	if _, err := v.Say(ctx, "Do you sell saddles for zebras?"); err != nil {
		return nil, err
	}
	return ending(ctx, h, v)
}

// slowChat asks a customer's own bot twice, the second time before the first answer.
func slowChat(ctx context.Context, h *host.Host) ([]string, error) {
	v := h.Visitor(host.SlowSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	for _, text := range []string{"Hello?", "Anybody?"} {
		if _, err := v.Say(ctx, text); err != nil {
			return nil, err
		}
		pause()
	}
	return ending(ctx, h, v)
}

// takeover has an agent step in, answer, and hand back.
func takeover(ctx context.Context, h *host.Host) ([]string, error) {
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	if _, err := v.Say(ctx, "When do you open?"); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	at := "/v1/conversations/" + string(v.Conversation)
	for _, step := range []struct {
		path string
		body any
	}{
		{"/take-over", nil},
		{"/messages", host.Object{"id": newID(), "kind": "text", "text": "A person here."}},
		{"", nil},
		{"/messages", host.Object{"id": newID(), "kind": "text", "text": "Anything else?"}},
		{"/hand-back", nil},
	} {
		pause()
		if step.path == "" {
			if _, err := v.Say(ctx, "Thank you! When do you open?"); err != nil {
				return nil, err
			}
			continue
		}
		if step.body == nil {
			if err := agentActs(ctx, h, at, step.path[1:]); err != nil {
				return nil, err
			}
			continue
		}
		if err := agentDoes(ctx, h, "POST", at+step.path, step.body, nil); err != nil {
			return nil, err
		}
	}
	pause()
	if _, err := v.Say(ctx, "How long does delivery take?"); err != nil {
		return nil, err
	}
	return ending(ctx, h, v)
}

// startedChat has an agent write first to a visitor, who answers.
func startedChat(ctx context.Context, h *host.Host) ([]string, error) {
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	socket, err := h.Store.Socket(ctx, chat.ConnectionID("v."+v.Conn()))
	if err != nil {
		return nil, err
	}
	at := "/v1/visitors/" + string(socket.Visitor) + "/chat"
	if err := agentDoes(ctx, h, "POST", at, host.Object{"id": newID(), "text": "Can I help?"}, nil); err != nil {
		return nil, err
	}
	pause()
	if _, err := v.Say(ctx, "Yes, please"); err != nil {
		return nil, err
	}
	return ending(ctx, h, v)
}

// visit looks at three pages and leaves; then the sweep closes the visit.
func visit(ctx context.Context, h *host.Host) ([]string, error) {
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	for _, page := range []string{"/kettles", "/cart"} {
		pause()
		if _, err := v.Ask(ctx, host.Object{"action": "page", "page": host.Object{
			"url":   host.Origin + page,
			"title": page,
		}}); err != nil {
			return nil, err
		}
	}
	pause()
	if _, err := v.Ask(ctx, host.Object{"action": "track", "goal": host.Object{
		"name": "Checkout", "orderId": newID(),
		"value": 12, "currency": "EUR",
	}}); err != nil {
		return nil, err
	}
	socket, err := h.Store.Socket(ctx, chat.ConnectionID("v."+v.Conn()))
	if err != nil {
		return nil, err
	}
	for range 3 { // API Gateway may repeat $disconnect
		if err = v.Leave(ctx); err == nil {
			break
		}
	}
	h.Drain(ctx)
	if err := h.Elapse(ctx, time.Minute); err != nil {
		return nil, err
	}
	s, err := h.Store.Visit(ctx, socket.VisitKey())
	if err != nil {
		return nil, err
	}
	events, err := chat.Log(ctx, h.Store, &s, 100)
	if err != nil {
		return nil, err
	}
	goals := []string{}
	for _, g := range s.Goals {
		goals = append(goals, fmt.Sprint(g.Name, " ", g.WithoutHuman))
	}
	trail := 0
	for _, e := range events {
		if e.Kind == chat.PageEvent {
			trail++
		}
	}
	folded, _ := json.Marshal(s.Folded)
	facts, _ := json.Marshal(s.Facts())
	lines := []string{
		fmt.Sprint("live ", s.Live(), ", ended by ", s.EndReason, ", goals ", goals),
		fmt.Sprint("folded as it is: ", string(folded) == string(facts)),
		fmt.Sprint("pages counted as in the log: ", s.Facts().Pages == trail, ", at least 3: ", trail >= 3),
	}
	return lines, nil
}
