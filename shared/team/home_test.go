package team_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/promise"
)

// closes ends an agent's socket: the app is closed, or its network is gone.
func (o *office) closes(name string) {
	o.T.Helper()
	o.Must(o.Store.CloseSocket(o.Ctx(), "a."+chat.ConnectionID(name), o.Now()))
	o.Streams()
}

// talks has a customer ask for a person, and an agent answer.
func (o *office) talks(name string) *chattest.Guest {
	o.T.Helper()
	g := o.Guest()
	g.Opens("/")
	g.Says("a person, please")
	o.Streams()
	_, _, err := o.Reply(o.Ctx(), who(name), g.Key(), o.ID(), chat.Text("hello"))
	o.Must(err)
	o.Streams()
	o.Pass(time.Second)
	return g
}

// Without the automatic assignment a customer waits for the whole team as soon as their agent is gone, whether they
// wrote before or after; with the promise that belongs to it.
func TestACustomerOfAnAgentWhoWentHomeWaitsForTheTeam(t *testing.T) {
	for name, writes := range map[string]func(o *office, says func()){
		"before": func(o *office, says func()) {
			says()
			o.closes("Ana")
		},
		"at once": func(o *office, says func()) {
			o.closes("Ana")
			says()
		},
		"an hour later": func(o *office, says func()) {
			o.closes("Ana")
			o.Pass(time.Hour)
			o.rings()
			says()
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, chat.AssignRules{}, "Ana", "Sam")
			for i := range 5 {
				wait := promise.Wait{From: o.Now().Add(-time.Duration(9+i) * time.Minute), Ended: o.Now().Add(-time.Minute)}
				o.Must(o.Store.AddWait(o.Ctx(), chattest.Tenant, wait))
			}
			g := o.talks("Ana")
			var asked time.Time
			writes(o, func() {
				asked = o.Now()
				g.Says("one more thing")
				o.Streams()
			})
			if o.owner(g.Key()) != "Ana" {
				t.Fatalf("at once %s has it", o.owner(g.Key()))
			}
			o.Pass(2 * time.Minute)
			o.rings()
			h := o.Head(g.Key())
			counts, err := o.QueueCounts(o.Ctx(), who("Sam"), false)
			if o.Must(err); h.Owner != chat.OwnerTeam || !h.Waits().Equal(asked) || counts.Waiting != 1 {
				t.Errorf("%s has it, the customer waits since %s, and Sam sees %d", o.owner(g.Key()), h.Waits(), counts.Waiting)
			}
			if !h.PromisedBy().After(o.Now()) {
				t.Errorf("the customer is promised %q", h.PromisedBy())
			}
		})
	}
}

// A colleague who is away for a minute, by choice for longer, or only slow, loses nothing.
func TestAColleagueWhoIsBackSoonKeepsTheirCustomers(t *testing.T) {
	for name, does := range map[string]func(o *office){
		"a minute": func(o *office) {
			o.closes("Ana")
			o.Pass(time.Minute)
			o.comes("Ana")
		},
		"by choice": func(o *office) { o.Must(o.room.SetAway(o.Ctx(), who("Ana"), true)) },
		"slow":      func(*office) {},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, chat.AssignRules{}, "Ana", "Sam")
			g := o.talks("Ana")
			g.Says("one more thing")
			o.Streams()
			does(o)
			g.Says("hello?")
			o.Streams()
			for range 60 {
				o.Pass(time.Minute)
				o.rings()
				o.Sweeps()
			}
			if o.owner(g.Key()) != "Ana" {
				t.Errorf("%s has it", o.owner(g.Key()))
			}
		})
	}
}

// Whoever gives a conversation to somebody who is not there does not hide a customer who waits.
func TestWhatIsGivenToSomebodyAtHomeIsTheTeams(t *testing.T) {
	o := newOffice(t, chat.AssignRules{}, "Ana", "Sam")
	o.closes("Sam")
	o.Pass(time.Hour)
	o.rings()
	k := o.asks()
	_, err := chat.Assign(o.Ctx(), o.Desk, who("Ana"), k, chat.Giving{To: who("Sam").ID}, o.Sees(k))
	o.Must(err)
	o.Streams()
	if o.owner(k) != "Sam" {
		t.Errorf("at once %s has it", o.owner(k))
	}
	o.Pass(2 * time.Minute)
	o.rings()
	if o.owner(k) != "team" {
		t.Errorf("%s has it", o.owner(k))
	}
}

// A wait may begin in a conversation that the team has had for long, and that nobody waited in: it is given away too.
func TestAWordInTheTeamsConversationIsGivenToSomebody(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true, Limit: 5, Answer: 5}, "Ana", "Sam")
	g := o.talks("Ana")
	_, _, err := o.Reply(o.Ctx(), who("Ana"), g.Key(), o.ID(), chat.Text("that is all"))
	o.Must(err)
	_, err = chat.Assign(o.Ctx(), o.Desk, who("Ana"), g.Key(), chat.Giving{}, o.Sees(g.Key()))
	o.Must(err)
	o.Streams()
	if h := o.Head(g.Key()); h.Owner != chat.OwnerTeam || !h.Waits().IsZero() {
		t.Fatalf("an answered conversation is with %s and waits since %s", h.Owner, h.Waits())
	}
	o.Pass(time.Minute)
	g.Says("one more thing")
	o.Streams()
	if h := o.Head(g.Key()); h.Owner != chat.OwnerAgent || h.Assignee != who("Sam").ID || h.Deadline.IsZero() {
		t.Errorf("with Sam there, %s has it until %v", h.Owner, h.Deadline)
	}
}
