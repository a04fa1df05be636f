package team_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/team"
)

// advised is a bot whose model read a hint and found no answer all the same.
func advised(q chat.Question) (chat.Answer, error) {
	a, err := lost(q)
	if q.Hint != nil {
		a.Hint = q.Hint.ID
	}
	return a, err
}

// hinting is a question that waits for a person after a hint of Ana's.
func hinting(t *testing.T) (*chattest.World, *team.Team, *chattest.Guest, chat.MessageID) {
	t.Helper()
	w, room := holding(t, chat.HoldSends, "a1", chattest.Ana.ID)
	w.Think = advised
	g := w.Guest()
	g.Opens("/")
	g.Says("hello")
	w.Pass(time.Minute)
	rings(w, room)
	_, err := chat.GiveHint(w.Ctx(), w.Desk, chattest.Ana, g.Key(), w.ID(), "", chat.Hint{Entry: "e_1", Title: "Parcels"})
	w.Must(err)
	w.Pass(time.Second)
	return w, room, g, g.Says("do you ship to the moon?").Message.ID
}

// Who decides about an answer that waits has a part in it, though a colleague gave the bot a hint for it; and the hint
// is gone with that answer, also if nothing is said.
func TestADecisionAboutAHintedAnswer(t *testing.T) {
	for _, act := range []team.Act{team.Send, team.Change, team.Drop} {
		w, room, g, id := hinting(t)
		for range 2 { // a repeat is harmless
			a1 := chat.Agent{Tenant: chattest.Tenant, ID: "a1", Name: "a1", Role: chat.RoleAgent}
			reply, err := room.Decide(w.Ctx(), a1, g.Key(), id, act, "Not yet.")
			if err != nil || reply.Part != "a1" {
				t.Errorf("%s: %v, and the part is of %q", act, err, reply.Part)
			}
		}
		if h := w.Head(g.Key()); h.Hint != "" {
			t.Errorf("%s: the hint lives on", act)
		}
	}
}

// An answer that went out by itself is its hinter's part, and nobody reads that its hinter was faster.
func TestAHintedAnswerGoesOutByItself(t *testing.T) {
	w, room, g, id := hinting(t)
	rings(w, room)
	if reply := w.Message(g.Key(), chat.ReplyTo(id)); reply.Part != chattest.Ana.ID || w.Head(g.Key()).Hint != "" {
		t.Errorf("the part is of %q, and %q waits", reply.Part, w.Head(g.Key()).Hint)
	}
	for _, who := range []chat.AgentID{"a1", chattest.Ana.ID} {
		a := chat.Agent{Tenant: chattest.Tenant, ID: who, Role: chat.RoleAgent}
		_, err := room.Decide(w.Ctx(), a, g.Key(), id, team.Drop, "")
		if err == nil || !strings.Contains(err.Error(), "The time was over") {
			t.Errorf("%s reads %v", who, err)
		}
	}
}

// A hint that is given while an answer waits is for the next one, and its hinter has no part in this one.
func TestALaterHintServesTheNextAnswer(t *testing.T) {
	w, room, g, id := hinting(t)
	other := chat.Hint{Entry: "e_2", Title: "Bicycles"}
	next, err := chat.GiveHint(w.Ctx(), w.Desk, chattest.Sam, g.Key(), w.ID(), "", other)
	w.Must(err)
	rings(w, room)
	if reply := w.Message(g.Key(), chat.ReplyTo(id)); reply.Part != chattest.Ana.ID || w.Head(g.Key()).Hint != next.ID {
		t.Errorf("the part is of %q, and %q waits", reply.Part, w.Head(g.Key()).Hint)
	}
}
