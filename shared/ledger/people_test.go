package ledger_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// soFar are the figures of all that was counted so far.
func soFar(w *chattest.World) ledger.Sums {
	w.T.Helper()
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, both)
	w.Must(err)
	return f.All
}

// A person who cannot be read holds up nobody: the others are counted, and they come again after a while.
func TestOnePersonHoldsUpNobody(t *testing.T) {
	w := chattest.New(t)
	bad := asks(w, "When do you open?")
	asks(w)
	store := &hooked{Store: w.Store}
	store.visits = func(_ context.Context, who chat.VisitorID) error {
		if who == bad.Socket.Visitor {
			return chattest.ErrNetwork
		}
		return nil
	}
	keeper := keeps(w, store, w.Ledger)
	for range 2 { // the second time it is not looked at
		more, err := keeper.CatchUp(w.Ctx(), chattest.Tenant)
		if w.Must(err); more {
			t.Error("it says that more can be done now")
		}
	}
	wants(t, soFar(w), ledger.Sums{"visits": 1, "asked": 0})
	store.visits = nil
	w.Pass(11 * time.Minute)
	_, err := keeper.CatchUp(w.Ctx(), chattest.Tenant)
	w.Must(err)
	wants(t, soFar(w), ledger.Sums{"visits": 2, "asked": 1})
}

// A person who can never be read is given up after some days of trying, aloud.
func TestWhoCannotBeReadIsGivenUpAloud(t *testing.T) {
	w := chattest.New(t)
	asks(w)
	store := &hooked{Store: w.Store}
	store.visits = func(context.Context, chat.VisitorID) error { return chattest.ErrNetwork }
	keeper, aloud := keeps(w, store, w.Ledger), 0
	for range 80 {
		if _, err := keeper.CatchUp(w.Ctx(), chattest.Tenant); err != nil {
			aloud++
		}
		w.Pass(time.Hour)
	}
	if aloud != 1 {
		t.Errorf("it was said %d times", aloud)
	}
}

// A person whose reading takes too long is left for later once the time is nearly up; the part that was read by then
// counts.
func TestTimeThatIsUpLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		slow := asks(w, "When do you open?")
		asks(w)
		store := &hooked{Store: w.Store}
		store.visits = func(ctx context.Context, who chat.VisitorID) error {
			if who == slow.Socket.Visitor {
				<-ctx.Done()
			}
			return ctx.Err()
		}
		keeper := keeps(w, store, w.Ledger)
		short, cancel := context.WithTimeout(w.Ctx(), 3*time.Second)
		defer cancel()
		more, err := keeper.CatchUp(short, chattest.Tenant)
		if w.Must(err); !more {
			t.Error("it says that all is done")
		}
		wants(t, soFar(w), ledger.Sums{"visits": 1, "asked": 0})
		store.visits = nil
		_, err = keeper.CatchUp(w.Ctx(), chattest.Tenant)
		w.Must(err)
		wants(t, soFar(w), ledger.Sums{"visits": 2, "asked": 1})
	})
}

// A batch that cannot be written in the time that there is gets smaller until it can, so each run does something; then
// it grows again. Until all is done, the age of the oldest change is known.
func TestABatchFitsItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		for range 150 {
			w.Guest().Opens("/prices")
		}
		w.Pass(40 * time.Minute)
		w.Sweeps()
		store := &hooked{Store: w.Store}
		store.visitor = func(ctx context.Context) error {
			select {
			case <-ctx.Done():
			case <-time.After(100 * time.Millisecond): // of the bubble's clock
			}
			return ctx.Err()
		}
		keeper := keeps(w, store, w.Ledger)
		w.Pass(3 * time.Hour)
		had := int64(0)
		for runs := 0; had < 150; runs++ {
			if age, err := w.Keeper.Behind(w.Ctx(), chattest.Tenant); err != nil || age < 3*time.Hour || runs > 12 {
				t.Fatalf("after %d runs %d of 150 are counted, behind by %s: %v", runs, had, age, err)
			}
			short, cancel := context.WithTimeout(w.Ctx(), 1500*time.Millisecond)
			_, err := keeper.CatchUp(short, chattest.Tenant)
			cancel()
			w.Must(err)
			had = soFar(w)["visits"]
		}
		w.CatchesUp()
		if age, err := w.Keeper.Behind(w.Ctx(), chattest.Tenant); err != nil || age != 0 {
			t.Errorf("once all is done it is behind by %s: %v", age, err)
		}
	})
}

// Progress moves past notes that are all done already, once nothing older than they can come any more.
func TestProgressMovesPastDoneNotes(t *testing.T) {
	w := chattest.New(t)
	asks(w)
	w.CatchesUp()
	w.Pass(5 * time.Minute)
	w.CatchesUp()
	p, err := w.Store.Recounted(w.Ctx(), chattest.Tenant)
	if w.Must(err); p.After == "" || len(p.Done) > 0 {
		t.Errorf("the progress is %+v", p)
	}
}

// A case keeps the place of the visit in which it began, however many visits follow, and a recount agrees.
func TestACaseOfAFrequentVisitorKeepsItsVisit(t *testing.T) {
	w := chattest.New(t)
	g := asks(w, "When do you open?")
	for range 55 {
		w.Pass(time.Hour)
		g.Opens("/again")
		g.Leaves()
		w.Pass(40 * time.Minute)
		w.Sweeps()
		w.CatchesUp()
	}
	changed, err := w.Keeper.Rebuild(w.Ctx(), w.Store, chattest.Tenant)
	if w.Must(err); changed != 0 {
		t.Errorf("a recount changed %d days", changed)
	}
	asked := both
	asked.By = "landing"
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, asked)
	w.Must(err)
	for _, of := range f.By {
		if of.Value == "" && of.Sums["cases"] > 0 || of.Value == "/prices" && of.Sums["followed"] == 0 {
			t.Errorf("%q has %v", of.Value, of.Sums)
		}
	}
}

// Where messages are kept for a shorter time than visits, a recount finds no case that was not there, and takes nothing
// back that was: neither of a first case that was reopened for weeks and has lost its beginning, nor of later ones.
func TestATornLogInventsNoCase(t *testing.T) {
	w := chattest.New(t)
	w.Vault, w.Archives = w.Ledger, chattest.Archives{Vault: w.Ledger}
	retains(w, 30, 395)
	g := w.Guest()
	year := ledger.Asked{From: "2026-11-01", To: "2027-10-31"}
	for _, after := range []int{2, 2, 2, 2, 2, 2, 2, 12, 12, 12, 12, 12} {
		g.Opens("/prices")
		w.Pass(time.Minute)
		g.Says("When do you open?")
		g.PageTells(chat.GoalReached{Name: "Checkout", OrderID: string(w.ID()), Value: 20, Currency: "EUR"})
		w.Pass(time.Minute)
		g.Leaves()
		days(w, after)
		had, err := w.Books.Figures(w.Ctx(), chattest.Tenant, year)
		w.Must(err)
		changed, err := w.Keeper.Rebuild(w.Ctx(), w.Store, chattest.Tenant)
		if w.Must(err); changed != 0 {
			now, err := w.Books.Figures(w.Ctx(), chattest.Tenant, year)
			w.Must(err)
			t.Fatalf("on %s a recount changed %d days: %v, then %v", w.Now(), changed, had.All, now.All)
		}
	}
	all, err := w.Books.Figures(w.Ctx(), chattest.Tenant, year)
	w.Must(err)
	wants(t, all.All, ledger.Sums{"visits": 12, "cases": 5, "asked": 12, "goal:Checkout": 12, "goal:Checkout:7:bot": 12})
}
