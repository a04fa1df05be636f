package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

func guest(w *chattest.World, mode chat.Mode) *chattest.Guest {
	g := &chattest.Guest{World: w, Bot: chattest.Fast, Mode: mode}
	g.Opens("/kettles")
	return g
}

// An agent's first words reach a visitor who has said nothing, once in a visit, whoever tries again; and from then on
// the conversation is theirs.
func TestAnAgentStartsAChatOnceInAVisit(t *testing.T) {
	w := chattest.New(t)
	g := guest(w, chat.Full)
	id := w.ID()
	m, head, err := w.StartChat(w.Ctx(), chattest.Ana, g.Socket.VisitorKey(), id, "Can I help?")
	w.Must(err)
	if !m.Starts || head.Owner != chat.OwnerAgent || head.Assignee != chattest.Ana.ID || !head.WaitingFrom.IsZero() {
		t.Errorf("%+v %+v", m, head)
	}
	pushed := 0
	for _, p := range w.Pushes[g.Socket.ID] {
		if p.Action == chat.PushMessage && p.Message.ID == id && p.Message.Starts {
			pushed++
		}
	}
	if pushed != 1 {
		t.Errorf("pushed %d times", pushed)
	}
	again, _, err := w.StartChat(w.Ctx(), chattest.Ana, g.Socket.VisitorKey(), id, "Can I help?")
	if err != nil || again.ID != id {
		t.Errorf("a repeat: %v", err)
	}
	for _, a := range []chat.Agent{chattest.Ana, chattest.Sam} {
		_, _, err := w.StartChat(w.Ctx(), a, g.Socket.VisitorKey(), w.ID(), "Hello?")
		if chat.CodeOf(err) != "started_before" {
			t.Errorf("%s writes once more: %v", a.Name, err)
		}
	}
	r := g.Says("Yes, please")
	if r.Reply != nil {
		t.Errorf("the bot answers: %+v", r.Reply)
	}
	w.Streams()
	if log := strings.Join(w.Log(g.Key()), "\n"); strings.Count(log, "Can I help?") != 1 {
		t.Errorf("%s", log)
	}
}

// Of two agents who write to a visitor at the same moment one is told that the other was first.
func TestTwoAgentsStartAChatAtOnce(t *testing.T) {
	w := chattest.New(t)
	g := guest(w, chat.Full)
	errs := make(chan error, 2)
	for _, a := range []chat.Agent{chattest.Ana, chattest.Sam} {
		go func() {
			_, _, err := w.StartChat(w.Ctx(), a, g.Socket.VisitorKey(), w.ID(), "Hello")
			errs <- err
		}()
	}
	one, other := <-errs, <-errs
	if one != nil {
		one, other = other, one
	}
	if one != nil || chat.CodeOf(other) != "started_before" {
		t.Errorf("%v, %v", one, other)
	}
}

func TestVisitorsWhoAreNotWrittenTo(t *testing.T) {
	w := chattest.New(t)
	for _, c := range []struct {
		name, code string
		make       func() chat.VisitorKey
	}{
		{"in minimal mode", "visitor_private", func() chat.VisitorKey { return guest(w, chat.Minimal).Socket.VisitorKey() }},
		{"who has left", "visitor_left", func() chat.VisitorKey {
			g := guest(w, chat.Full)
			g.Leaves()
			return g.Socket.VisitorKey()
		}},
		{"who talks", "talks_already", func() chat.VisitorKey {
			g := guest(w, chat.Full)
			g.Says("hello")
			return g.Socket.VisitorKey()
		}},
		{"who is blocked", "visitor_blocked", func() chat.VisitorKey {
			g := guest(w, chat.Full)
			_, err := w.Store.UpdateVisitor(w.Ctx(), g.Socket.VisitorKey(), func(v *chat.Visitor) error {
				v.Blocked = true
				return nil
			})
			w.Must(err)
			return g.Socket.VisitorKey()
		}},
		{"on WhatsApp", "only_on_sites", func() chat.VisitorKey {
			key := w.Writes(chat.Contact{WaID: "351900000001", BSUID: "PT.1"}, "wamid.1", "hello")
			w.Streams()
			head := w.Head(key)
			return chat.VisitorKey{Tenant: chattest.Tenant, ID: head.Visitor}
		}},
		{"nobody", "not_found", func() chat.VisitorKey { return chat.VisitorKey{Tenant: chattest.Tenant, ID: "v_nobody"} }},
	} {
		if _, _, err := w.StartChat(w.Ctx(), chattest.Ana, c.make(), w.ID(), "Hello"); chat.CodeOf(err) != c.code {
			t.Errorf("a visitor %s: %v", c.name, err)
		}
	}
}

// A visitor who comes back another day may be written to again, also after a conversation.
func TestAnotherVisitMayBeWrittenTo(t *testing.T) {
	w := chattest.New(t)
	g := guest(w, chat.Full)
	g.Says("hello")
	g.Leaves()
	w.Pass(24 * time.Hour)
	g.Opens("/cart")
	for range 2 {
		if _, _, err := w.StartChat(w.Ctx(), chattest.Ana, g.Socket.VisitorKey(), w.ID(), "Back again?"); err != nil {
			t.Fatal(err)
		}
		g.Leaves()
		w.Pass(24 * time.Hour)
		g.Opens("/cart")
	}
}
