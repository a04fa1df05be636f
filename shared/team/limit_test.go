package team_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/team"
)

// load is how many open conversations an agent has.
func (o *office) load(name string) int {
	o.T.Helper()
	n, _, err := o.Memory.CountWork(o.Ctx(), chattest.Tenant, who(name).ID)
	o.Must(err)
	return n
}

// An agent who snoozes all and gets others is not over her limit when they wake: somebody else gets those.
func TestWhatWakesFillsNobodyBeyondTheLimit(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true, Limit: 3}, "Ana")
	var first []chat.ConversationKey
	for range 3 {
		first = append(first, o.asks())
	}
	for _, k := range first {
		o.snoozes("Ana", k, 2*time.Hour)
	}
	o.Pass(time.Minute)
	for range 3 {
		o.asks()
	}
	if n := o.load("Ana"); n != 3 {
		t.Fatalf("she has %d", n)
	}
	o.Pass(2 * time.Hour)
	o.Sweeps()
	if n := o.load("Ana"); n != 3 {
		t.Errorf("after the snooze she has %d", n)
	}
	o.comes("Sam")
	if n := o.load("Sam"); n != 3 {
		t.Errorf("Sam got %d of those that woke", n)
	}
}

// One that wakes below the limit stays with its agent.
func TestWhatWakesStaysWithItsAgent(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true, Limit: 1}, "Ana", "Sam")
	k := o.asks()
	had := o.owner(k)
	o.snoozes(had, k, time.Hour)
	o.Pass(time.Hour)
	o.Sweeps()
	if o.owner(k) != had {
		t.Errorf("%s had it, and now %s", had, o.owner(k))
	}
}

// Two customers who come back at once do not both go to somebody who has time for one: the list of what she has may be
// behind.
func TestTwoWhoComeBackAtOnceFillNobodyBeyondTheLimit(t *testing.T) {
	o := newOffice(t, chat.AssignRules{Auto: true, Limit: 1}, "Ana")
	var back []*chattest.Guest
	for range 2 {
		g := o.talks("Ana")
		_, err := o.Desk.Close(o.Ctx(), who("Ana"), g.Key(), o.Sees(g.Key()))
		o.Must(err)
		back = append(back, g)
	}
	o.Pass(time.Minute)
	o.Colleagues = team.New(o.Desk, late{o.Memory})
	for _, g := range back {
		g.Says("it is about that again")
	}
	if n := o.load("Ana"); n != 1 {
		t.Errorf("she has %d", n)
	}
}

// What an agent gives to the team does not come straight back, though she has the fewest.
func TestWhatIsGivenToTheTeamGoesToSomebodyElse(t *testing.T) {
	for _, lead := range []bool{false, true} {
		o := newOffice(t, chat.AssignRules{Auto: true}, "Ana")
		k := o.asks()
		o.comes("Sam")
		for range 3 {
			one := o.asks()
			_, err := chat.Assign(o.Ctx(), o.Desk, who("Sam"), one, chat.Giving{To: who("Sam").ID}, o.Sees(one))
			o.Must(err)
		}
		o.Pass(time.Minute)
		giver := who("Ana")
		if lead { // who takes it away from her
			giver = chattest.Olu
		}
		_, err := chat.Assign(o.Ctx(), o.Desk, giver, k, chat.Giving{Note: "about the refund"}, o.Sees(k))
		o.Must(err)
		o.Streams()
		if had := o.owner(k); had != "Sam" {
			t.Errorf("%s has it", had)
		}
	}
}
