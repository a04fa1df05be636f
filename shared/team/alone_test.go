package team_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// One that moved on from the only person who has time holds up none of those that wait behind it.
func TestOneThatMovedOnHoldsUpNoOther(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true, Limit: 1, Answer: 5}, "Ana")
	full := o.asks() // Ana is at her limit
	_, _, err := o.Reply(o.Ctx(), who("Ana"), full, o.ID(), chat.Text("hello"))
	o.Must(err)
	o.comes("Olu")
	o.Pass(time.Second)
	first := o.asks()
	if o.owner(first) != "Olu" {
		t.Fatalf("%s has it", o.owner(first))
	}
	o.Pass(6 * time.Minute)
	var behind []chat.ConversationKey
	for range 2 {
		behind = append(behind, o.asks()) // Olu is at her limit too
		o.Pass(time.Second)
	}
	o.rings()
	if h := o.Head(first); h.Owner != chat.OwnerTeam || h.Raised() {
		t.Errorf("the first one: %+v", h)
	}
	if got := o.owner(behind[0]); got != "Olu" {
		o.Pass(time.Minute)
		o.Must(chat.TeamChanged(o.Ctx(), o.Desk, chattest.Tenant, ""))
		t.Errorf("the second one has %s, later %s", got, o.owner(behind[0]))
	}
	_, err = o.Desk.Close(o.Ctx(), who("Ana"), full, o.Sees(full))
	o.Must(err)
	o.Streams()
	if got := o.owner(first); got != "Ana" {
		t.Errorf("once Ana has time, %s has the first one", got)
	}
}

// A lone agent's conversation that moved on has nobody to go to: it stands at the top, a lead is told, and those behind
// it are given to her.
func TestALoneAgentsConversationIsRaised(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true, Limit: 1, Answer: 5}, "Ana")
	lead := chat.Socket{ID: "a.lead", Tenant: chattest.Tenant, Agent: &chattest.Olu, Opened: o.Now()}
	o.Must(o.Store.OpenSocket(o.Ctx(), lead))
	o.Must(o.View(o.Ctx(), lead, ""))
	first := o.asks()
	o.Pass(time.Second)
	second := o.asks()
	o.Pass(6 * time.Minute)
	o.rings()
	if h := o.Head(first); !h.Raised() {
		t.Errorf("the first one: %+v", h)
	}
	if o.owner(second) != "Ana" {
		t.Errorf("the second one has %s", o.owner(second))
	}
	told := 0
	for _, p := range o.Pushes["a.lead"] {
		if p.Action == chat.PushRaised && p.Conversation == first.ID {
			told++
		}
	}
	if told == 0 {
		t.Errorf("the lead was told %+v", o.Pushes["a.lead"])
	}
}

// What she only gave to the team waits for somebody else, without an alarm.
func TestALoneAgentMayGiveOneToTheTeam(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true}, "Ana")
	k := o.asks()
	_, err := chat.Assign(o.Ctx(), o.Desk, who("Ana"), k, chat.Giving{}, o.Sees(k))
	o.Must(err)
	o.Streams()
	if h := o.Head(k); h.Owner != chat.OwnerTeam || h.Raised() {
		t.Errorf("%+v", h)
	}
	o.Pass(time.Minute)
	o.Must(chat.TeamChanged(o.Ctx(), o.Desk, chattest.Tenant, ""))
	if h := o.Head(k); h.Owner != chat.OwnerTeam || h.Raised() {
		t.Errorf("a minute later %+v", h)
	}
	o.comes("Sam")
	if o.owner(k) != "Sam" {
		t.Errorf("%s has it", o.owner(k))
	}
}

// A case begins without the history of the one before.
func TestANewCaseIsGivenToAnybody(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true}, "Ana")
	g := o.Guest()
	g.Opens("/")
	g.Says("a person, please")
	o.Streams()
	_, err := chat.Assign(o.Ctx(), o.Desk, who("Ana"), g.Key(), chat.Giving{}, o.Sees(g.Key()))
	o.Must(err)
	_, err = o.Desk.Close(o.Ctx(), who("Ana"), g.Key(), o.Sees(g.Key()))
	o.Must(err)
	o.Pass(10 * 24 * time.Hour)
	g.Opens("/")
	g.Says("a person, please")
	o.Streams()
	if o.owner(g.Key()) != "Ana" {
		t.Errorf("%s has it", o.owner(g.Key()))
	}
}
