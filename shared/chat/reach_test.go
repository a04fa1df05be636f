package chat_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
)

// checkout is one telling of the goal Checkout.
func checkout(order string, value float64) chat.GoalReached {
	g := chat.GoalReached{Name: "Checkout", OrderID: order, Value: value}
	if value > 0 {
		g.Currency = "EUR"
	}
	return g
}

// tells has the tenant's server tell of a goal of the guest.
func (g *guest) serverTells(goal chat.GoalReached) error {
	return g.o.ReachByServer(g.o.ctx(), tenant, chat.ServerGoal{GoalReached: goal, Visitor: g.socket.Visitor})
}

func (g *guest) pageTells(goal chat.GoalReached) {
	g.o.t.Helper()
	g.o.must(g.o.Track(g.o.ctx(), g.socket, goal))
}

// goals are a visit's, as short texts, and as its log has them too.
func (o *office) goals(k chat.SessionKey) string {
	o.t.Helper()
	s, err := o.Store.Session(o.ctx(), k)
	o.must(err)
	log, err := o.Store.Events(o.ctx(), k, 100)
	o.must(err)
	told, logged := map[string]bool{}, map[string]bool{}
	text := ""
	for _, g := range s.Goals {
		line := fmt.Sprintf("%s:%v:%v ", g.OrderID, g.Value, g.Verified)
		text, told[line] = text+line, true
	}
	for _, e := range log {
		if e.Goal != nil {
			logged[fmt.Sprintf("%s:%v:%v ", e.Goal.OrderID, e.Goal.Value, e.Goal.Verified)] = true
		}
	}
	if fmt.Sprint(told) != fmt.Sprint(logged) {
		o.t.Errorf("the visit has %v, its log %v", told, logged)
	}
	return text
}

// A recount from the log changes nothing.
func (o *office) recounts() {
	o.t.Helper()
	o.streams()
	done, err := o.Rebuild(o.ctx(), tenant)
	o.must(err)
	if done.MendedSessions+done.MendedCounters > 0 {
		o.t.Errorf("a recount differs: %+v", done)
	}
}

// What a page and a server tell of one order is one Checkout with the server's word, in
// whatever order they tell it, and whichever of them knows its number.
func TestAPageAndAServerTellOfOneOrder(t *testing.T) {
	for _, c := range []struct {
		page, server chat.GoalReached
		want         string
	}{
		{checkout("A", 1), checkout("A", 99), "A:99:true "},
		{checkout("", 1), checkout("A", 99), "A:99:true "},
		{checkout(" A ", 1), checkout("A", 99), "A:99:true "},
		{checkout("A", 1), checkout("", 99), "A:99:true "},
		{checkout("", 0), checkout("", 99), ":99:true "},
		{checkout("B", 1), checkout("A", 99), "both"},
	} {
		for _, pageFirst := range []bool{true, false} {
			o := newOffice(t)
			amara := o.guest()
			amara.opens("/")
			for i := range 4 { // each comes twice
				if (i%2 == 0) == pageFirst {
					amara.pageTells(c.page)
				} else {
					o.must(amara.serverTells(c.server))
				}
			}
			got := o.goals(amara.socket.SessionKey())
			if c.want == "both" && len(amara.session().Goals) == 2 {
				got = "both"
			}
			if got != c.want {
				t.Errorf("page %+v, server %+v, page first %v: %s, want %s", c.page, c.server, pageFirst, got, c.want)
			}
			o.recounts()
			if n := sum(o, t)["goal:Checkout"]; n != int64(len(amara.session().Goals)) {
				t.Errorf("page %+v, server %+v: counted %d", c.page, c.server, n)
			}
		}
	}
}

// Order numbers that a stranger tells of in advance are the buyer's as soon as the server says so.
func TestAStrangerGainsNothingByOrderNumbers(t *testing.T) {
	o := newOffice(t)
	stranger, buyer := o.guest(), o.guest()
	stranger.opens("/")
	buyer.opens("/")
	for _, order := range []string{"7", "8", "9"} {
		stranger.pageTells(checkout(order, 1))
	}
	o.streams()
	for _, order := range []string{"7", "8"} {
		buyer.pageTells(checkout(order, 1)) // is told no more than the stranger
		for range 2 {
			o.must(buyer.serverTells(checkout(order, 99)))
		}
		stranger.pageTells(checkout(order, 1))
	}
	if got := o.goals(stranger.socket.SessionKey()); got != "9:1:false " {
		t.Errorf("the stranger has %s", got)
	}
	if got := o.goals(buyer.socket.SessionKey()); got != "7:99:true 8:99:true " {
		t.Errorf("the buyer has %s", got)
	}
	if err := stranger.serverTells(checkout("7", 99)); code(err) != "order_counted" {
		t.Errorf("an order that is a buyer's already: %v", err)
	}
	o.recounts()
	if n := sum(o, t)["goal:Checkout"]; n != 3 {
		t.Errorf("counted are %d", n)
	}
}

// What a server said without a number stays when the number that a page added is another's.
func TestAStrangersOwnOrderStays(t *testing.T) {
	o := newOffice(t)
	stranger, buyer := o.guest(), o.guest()
	stranger.opens("/")
	buyer.opens("/")
	stranger.pageTells(checkout("7", 1))
	o.must(stranger.serverTells(checkout("", 20)))
	o.must(buyer.serverTells(checkout("7", 99)))
	if a, b := o.goals(stranger.socket.SessionKey()), o.goals(buyer.socket.SessionKey()); a != ":20:true " || b != "7:99:true " {
		t.Errorf("the stranger has %q, the buyer %q", a, b)
	}
	o.recounts()
}

// A payment that is told of in a later visit counts where the page told of it.
func TestAPaymentIsToldOfLater(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	first := amara.socket.SessionKey()
	amara.pageTells(checkout("A", 1))
	amara.leaves()
	o.pass(time.Hour)
	o.sweeps()
	o.must(amara.serverTells(checkout("B", 5))) // between two visits: the latest one
	amara.opens("/")
	o.must(amara.serverTells(checkout("A", 99)))
	amara.pageTells(checkout("A", 1)) // the page is loaded again
	if got := o.goals(first); got != "A:99:true B:5:true " {
		t.Errorf("the first visit has %s", got)
	}
	if got := o.goals(amara.socket.SessionKey()); got != "" {
		t.Errorf("the second visit has %s", got)
	}
	o.recounts()
}

// A server is told the truth: nothing is answered as counted that is not.
func TestAServerIsToldWhatCounts(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	o.must(amara.serverTells(checkout("", 20)))
	o.must(amara.serverTells(checkout("A", 99)))
	for what, c := range map[string]struct {
		goal chat.GoalReached
		who  chat.VisitorID
		code string
	}{
		"the same again":        {checkout("A", 99), amara.socket.Visitor, ""},
		"another value":         {checkout("A", 98), amara.socket.Visitor, "goal_counted"},
		"without a number":      {checkout("", 21), amara.socket.Visitor, "goal_counted"},
		"an unknown goal":       {chat.GoalReached{Name: "Free Kettle"}, amara.socket.Visitor, "unknown_goal"},
		"somebody unknown":      {checkout("B", 1), "v_nobody", "not_found"},
		"a visit that is gone ": {checkout("B", 1), "v_gone", "no_visit"},
	} {
		if c.who == "v_gone" {
			o.must(o.Store.AddVisitor(o.ctx(), chat.Visitor{Tenant: tenant, ID: "v_gone", FirstSeen: o.Now()}))
		}
		if err := o.ReachByServer(o.ctx(), tenant, chat.ServerGoal{GoalReached: c.goal, Visitor: c.who}); code(err) != c.code {
			t.Errorf("%s: %v, want %q", what, err, c.code)
		}
	}
	if got := o.goals(amara.socket.SessionKey()); got != ":20:true A:99:true " {
		t.Errorf("counted are %s", got)
	}
}

// Whatever is cut off between, and however many tell it at once, an order counts once.
func TestAnOrderCountsOnceWhateverFails(t *testing.T) {
	for _, fault := range []memory.Fault{memory.Fail, memory.FailStored, memory.Conflict} {
		o := newOffice(t)
		stranger, buyer := o.guest(), o.guest()
		stranger.opens("/")
		buyer.opens("/")
		stranger.pageTells(checkout("A", 1))
		failed := false
		o.store.Inject = func(method string) memory.Fault {
			if method != "Count" || failed {
				return memory.None
			}
			failed = true
			return fault
		}
		if err := buyer.serverTells(checkout("A", 99)); err != nil {
			o.must(buyer.serverTells(checkout("A", 99)))
		}
		if a, b := o.goals(stranger.socket.SessionKey()), o.goals(buyer.socket.SessionKey()); !failed || a != "" || b != "A:99:true " {
			t.Errorf("fault %v: the stranger has %q, the buyer %q", fault, a, b)
		}
		o.recounts()
	}
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() { _ = amara.serverTells(checkout("A", 99)) })
		wait.Go(func() { _ = o.Track(t.Context(), amara.socket, checkout("", 1)) })
	}
	wait.Wait()
	o.must(amara.serverTells(checkout("A", 99)))
	if got := o.goals(amara.socket.SessionKey()); got != "A:99:true " {
		t.Errorf("told many times at once: %s", got)
	}
}
