package chat_test

import (
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// checkout is one report of the goal Checkout.
func checkout(order string, value float64) chat.GoalReached {
	g := chat.GoalReached{Name: "Checkout", OrderID: order, Value: value}
	if value > 0 {
		g.Currency = "EUR"
	}
	return g
}

// A page's and a server's reports of one order are one Checkout with the server's value, whether the page or
// the server comes first, and knows the order's number.
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
			w := chattest.New(t)
			amara := w.Guest()
			amara.Opens("/")
			for i := range 4 { // each comes twice
				if (i%2 == 0) == pageFirst {
					amara.PageTells(c.page)
				} else {
					w.Must(amara.ServerTells(c.server))
				}
			}
			got := w.GoalsOf(amara.Socket.VisitKey())
			if c.want == "both" && len(amara.Visit().Goals) == 2 {
				got = "both"
			}
			if got != c.want {
				t.Errorf("page %+v, server %+v, page first %v: %s, want %s", c.page, c.server, pageFirst, got, c.want)
			}
			w.Recounts()
			if n := sum(w, t)["goal:Checkout"]; n != int64(len(amara.Visit().Goals)) {
				t.Errorf("page %+v, server %+v: counted %d", c.page, c.server, n)
			}
		}
	}
}

// Order numbers that a stranger tells of in advance are the buyer's as soon as the server says so.
func TestAStrangerGainsNothingByOrderNumbers(t *testing.T) {
	w := chattest.New(t)
	stranger, buyer := w.Guest(), w.Guest()
	stranger.Opens("/")
	buyer.Opens("/")
	for _, order := range []string{"7", "8", "9"} {
		stranger.PageTells(checkout(order, 1))
	}
	w.Streams()
	for _, order := range []string{"7", "8"} {
		buyer.PageTells(checkout(order, 1)) // is told no more than the stranger
		for range 2 {
			w.Must(buyer.ServerTells(checkout(order, 99)))
		}
		stranger.PageTells(checkout(order, 1))
	}
	if got := w.GoalsOf(stranger.Socket.VisitKey()); got != "9:1:false " {
		t.Errorf("the stranger has %s", got)
	}
	if got := w.GoalsOf(buyer.Socket.VisitKey()); got != "7:99:true 8:99:true " {
		t.Errorf("the buyer has %s", got)
	}
	if err := stranger.ServerTells(checkout("7", 99)); chattest.Code(err) != "order_counted" {
		t.Errorf("an order that is a buyer's already: %v", err)
	}
	w.Recounts()
	if n := sum(w, t)["goal:Checkout"]; n != 3 {
		t.Errorf("counted are %d", n)
	}
}

// A goal that a server reported without a number stays when the number that a page added belongs to another
// visitor.
func TestAStrangersOwnOrderStays(t *testing.T) {
	w := chattest.New(t)
	stranger, buyer := w.Guest(), w.Guest()
	stranger.Opens("/")
	buyer.Opens("/")
	stranger.PageTells(checkout("7", 1))
	w.Must(stranger.ServerTells(checkout("", 20)))
	w.Must(buyer.ServerTells(checkout("7", 99)))
	if a, b := w.GoalsOf(stranger.Socket.VisitKey()),
		w.GoalsOf(buyer.Socket.VisitKey()); a != ":20:true " || b != "7:99:true " {
		t.Errorf("the stranger has %q, the buyer %q", a, b)
	}
	w.Recounts()
}

// A payment that is told of in a later visit counts where the page told of it.
func TestAPaymentIsToldOfLater(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	first := amara.Socket.VisitKey()
	amara.PageTells(checkout("A", 1))
	amara.Leaves()
	w.Pass(time.Hour)
	w.Sweeps()
	w.Must(amara.ServerTells(checkout("B", 5))) // between two visits: the latest one
	amara.Opens("/")
	w.Must(amara.ServerTells(checkout("A", 99)))
	amara.PageTells(checkout("A", 1)) // the page is loaded again
	if got := w.GoalsOf(first); got != "A:99:true B:5:true " {
		t.Errorf("the first visit has %s", got)
	}
	if got := w.GoalsOf(amara.Socket.VisitKey()); got != "" {
		t.Errorf("the second visit has %s", got)
	}
	w.Recounts()
}

// A server is told the truth: a goal that does not count is never answered as counted.
func TestAServerIsToldWhatCounts(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	w.Must(amara.ServerTells(checkout("", 20)))
	w.Must(amara.ServerTells(checkout("A", 99)))
	for what, c := range map[string]struct {
		goal chat.GoalReached
		who  chat.VisitorID
		code string
	}{
		"the same again":        {checkout("A", 99), amara.Socket.Visitor, ""},
		"another value":         {checkout("A", 98), amara.Socket.Visitor, "goal_counted"},
		"without a number":      {checkout("", 21), amara.Socket.Visitor, "goal_counted"},
		"an unknown goal":       {chat.GoalReached{Name: "Free Kettle"}, amara.Socket.Visitor, "unknown_goal"},
		"somebody unknown":      {checkout("B", 1), "v_nobody", "not_found"},
		"a visit that is gone ": {checkout("B", 1), "v_gone", "no_visit"},
	} {
		if c.who == "v_gone" {
			w.Must(w.Store.AddVisitor(w.Ctx(), chat.Visitor{Tenant: chattest.Tenant, ID: "v_gone", FirstSeen: w.Now()}))
		}
		if err := w.ReachByServer(w.Ctx(), chattest.Tenant,
			chat.ServerGoal{GoalReached: c.goal, Visitor: c.who}); chattest.Code(err) != c.code {
			t.Errorf("%s: %v, want %q", what, err, c.code)
		}
	}
	if got := w.GoalsOf(amara.Socket.VisitKey()); got != ":20:true A:99:true " {
		t.Errorf("counted are %s", got)
	}
}

// An order counts once, at any fault and with any number of reports at once.
func TestAnOrderCountsOnceWhateverFails(t *testing.T) {
	for _, fault := range []memory.Fault{memory.Fail, memory.FailStored, memory.Conflict} {
		w := chattest.New(t)
		stranger, buyer := w.Guest(), w.Guest()
		stranger.Opens("/")
		buyer.Opens("/")
		stranger.PageTells(checkout("A", 1))
		failed := false
		w.Memory.Inject = func(method string) memory.Fault {
			if method != "Count" || failed {
				return memory.None
			}
			failed = true
			return fault
		}
		if err := buyer.ServerTells(checkout("A", 99)); err != nil {
			w.Must(buyer.ServerTells(checkout("A", 99)))
		}
		if a, b := w.GoalsOf(stranger.Socket.VisitKey()),
			w.GoalsOf(buyer.Socket.VisitKey()); !failed || a != "" || b != "A:99:true " {
			t.Errorf("fault %v: the stranger has %q, the buyer %q", fault, a, b)
		}
		w.Recounts()
	}
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() { _ = amara.ServerTells(checkout("A", 99)) })
		wait.Go(func() { _ = w.Track(t.Context(), amara.Socket, checkout("", 1)) })
	}
	wait.Wait()
	w.Must(amara.ServerTells(checkout("A", 99)))
	if got := w.GoalsOf(amara.Socket.VisitKey()); got != "A:99:true " {
		t.Errorf("told many times at once: %s", got)
	}
}
