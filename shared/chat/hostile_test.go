package chat_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
)

// A visit that cannot be written is in nobody's way: others end, and it comes again later.
func TestTheSweepGoesOnPastWhatFails(t *testing.T) {
	o := newOffice(t)
	full, other := o.guest(), o.guest()
	full.opens("/")
	full.leaves()
	o.pass(time.Second)
	other.opens("/")
	other.leaves()
	o.pass(chat.CloseGrace + time.Second)
	first := true
	o.store.Inject = func(method string) memory.Fault {
		if method == "Fold" && first {
			first = false
			return memory.Fail
		}
		return memory.None
	}
	if _, err := o.Sweep(o.ctx(), 100); err == nil {
		t.Error("the sweep keeps the failure to itself")
	}
	if is, was := other.session(), full.session(); is.Live() || !was.Live() {
		t.Error("one visit that fails stopped the next")
	}
	due, err := o.Store.Due(o.ctx(), o.Now().Add(time.Second), 10)
	o.must(err)
	if len(due) != 0 {
		t.Errorf("what failed is first again: %v", due)
	}
	o.store.Inject = nil
	o.pass(5 * time.Minute)
	o.sweeps()
	if s := full.session(); s.Live() {
		t.Error("nobody came back to what failed")
	}
}

// Erasing needs no write that can fail for size.
func TestErasingAFullVisit(t *testing.T) {
	o := newOffice(t)
	o.Vault = newVault()
	full := o.guest()
	full.opens("/")
	full.leaves()
	o.store.Inject = func(method string) memory.Fault {
		if method == "Fold" {
			return memory.Fail
		}
		return memory.None
	}
	_, err := o.Erase(o.ctx(), olu, full.socket.Visitor)
	o.must(err)
	visits, _ := o.Store.SessionsOf(o.ctx(), full.socket.VisitorKey(), 10)
	if len(visits) != 0 {
		t.Errorf("left are %+v", visits)
	}
}

// However a stranger fills a profile, the team can block, correct and name them.
func TestAProfileIsBounded(t *testing.T) {
	o := newOffice(t)
	g := o.guest()
	g.opens("/")
	for i := range 80 {
		o.must(o.Attributes(o.ctx(), g.socket, map[string]string{
			fmt.Sprintf("field%d", i): strings.Repeat("<", chat.MaxFieldValue), "BAD <b>\u202e": "x", strings.Repeat("n", 3000): "x",
		}))
	}
	v, err := o.Store.Visitor(o.ctx(), g.socket.VisitorKey())
	o.must(err)
	raw, _ := json.Marshal(v)
	if len(raw) > 100<<10 || len(v.Profile) == 0 {
		t.Errorf("the profile has %d bytes in %d fields", len(raw), len(v.Profile))
	}
	for field := range v.Profile {
		if !strings.HasPrefix(field, "field") {
			t.Errorf("kept was a field %.40q", field)
		}
	}
	yes := true
	if v, err = o.ChangeVisitor(o.ctx(), ana, v.ID, nil, &yes); err != nil || !v.Blocked {
		t.Errorf("blocking: %v", err)
	}
}

// Goals of a customer's bot are only those that the tenant has: each name is a column of counters.
func TestABotsGoalsAreTheTenants(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) {
		a := chat.Answer{Bubbles: []chat.Body{chat.Text("yes")}}
		for i := range 3 {
			a.Effects.Goals = append(a.Effects.Goals, chat.GoalReached{Name: fmt.Sprint("made up ", i)})
		}
		a.Effects.Goals = append(a.Effects.Goals, chat.GoalReached{Name: "Checkout"})
		return a, nil
	}
	g := o.guest()
	g.bot = slow
	g.opens("/")
	said := g.says("hello")
	o.must(o.Answer(o.ctx(), chat.Task{Tenant: tenant, Conversation: g.key().ID, Message: said.Message.ID}, true))
	o.streams()
	if goals := g.session().Goals; len(goals) != 1 || goals[0].Name != "Checkout" {
		t.Errorf("the goals are %+v", goals)
	}
}

// A visit has a bound, in whatever order goals come.
func TestAVisitsGoalsAreBounded(t *testing.T) {
	o := newOffice(t)
	g := o.guest()
	g.opens("/")
	for i := range 2 * chat.MaxReached {
		_ = o.Track(o.ctx(), g.socket, chat.GoalReached{Name: "Checkout", OrderID: fmt.Sprint(strings.Repeat("<", 95), i), Currency: "EUR", Value: 1e12})
	}
	if n := len(g.session().Goals); n != chat.MaxUnverified {
		t.Errorf("a page told of %d goals", n)
	}
	if err := g.serverTells(checkout("paid", 80)); err != nil {
		t.Errorf("a page that tells too much keeps out what the server says: %v", err)
	}
	for i := range 2 * chat.MaxReached {
		_ = g.serverTells(checkout(fmt.Sprint(strings.Repeat("<", 95), "s", i), 80))
	}
	s := g.session()
	if raw, _ := json.Marshal(s); len(s.Goals) != chat.MaxReached || len(raw) > 100<<10 {
		t.Errorf("the visit has %d goals in %d bytes", len(s.Goals), len(raw))
	}
}

// A broken form that was stored is read as one without fields.
func TestAStoredFormWithoutFields(t *testing.T) {
	raw, err := json.Marshal(chat.Body{Kind: chat.KindForm, Form: &chat.Form{ID: "f"}})
	if err != nil || !strings.Contains(string(raw), `"fields":[]`) {
		t.Errorf("%s %v", raw, err)
	}
}
