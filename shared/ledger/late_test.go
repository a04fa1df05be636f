package ledger_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/storetest"
)

// stuck is a store that gives no answer for one month.
type stuck struct {
	storetest.Store
	month string
}

func (s *stuck) Month(ctx context.Context, t chat.TenantID, month string) (ledger.Month, error) {
	if month == s.month {
		<-ctx.Done()
		return ledger.Month{}, ctx.Err()
	}
	return s.Store.Month(ctx, t, month)
}

// Somebody whose lines never fit the time is tried a few times, some time apart, and given up aloud. Meanwhile all
// others are counted.
func TestAWriteThatNeverFitsItsTimeHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		old := asks(w, "When do you open?")
		w.Pass(31 * 24 * time.Hour)
		w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: old.Socket.Visitor, Whole: true}))
		asks(w)
		keeper, given := keeps(w, &stuck{w.Store, november}, w.Ledger), 0
		catches := func() {
			short, cancel := context.WithTimeout(w.Ctx(), 3*time.Second)
			defer cancel()
			if _, err := keeper.CatchUp(short, chattest.Tenant); err != nil {
				given++
			}
		}
		for range 16 {
			catches()
		}
		f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, ledger.Asked{From: "2026-12-01", To: "2026-12-31"})
		w.Must(err)
		wants(t, f.All, ledger.Sums{"visits": 1})
		for range 400 {
			w.Pass(15 * time.Minute)
			catches()
		}
		if age, err := w.Keeper.Behind(w.Ctx(), chattest.Tenant); given == 0 || err != nil || age != 0 {
			t.Errorf("given up %d times, behind by %s: %v", given, age, err)
		}
	})
}

// returns has a guest come once a day, so that each of some days has lines of theirs.
func returns(w *chattest.World, days int) *chattest.Guest {
	g := asks(w, "When do you open?")
	for range days - 1 {
		w.Pass(24 * time.Hour)
		g.Opens("/again")
		w.Pass(time.Minute)
		g.Leaves()
		w.Pass(time.Minute)
		w.Sweeps()
	}
	w.CatchesUp()
	return g
}

func dayFiles(w *chattest.World) (n int) {
	for path := range w.Ledger.Files {
		if strings.Contains(path, "/days/") {
			n++
		}
	}
	return n
}

// A month that takes longer than one call gets on by days, and comes to an end. Files of a try whose time was up go.
func TestAnErasureOfALargeMonthGetsOnByDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		g := returns(w, 8)
		files, reads, had := &flaky{Files: w.Ledger}, 0, dayFiles(w)
		slow := func(path string) error {
			if reads++; strings.Contains(path, "/days/") {
				<-time.After(9 * time.Second) // of the bubble's clock
			}
			return nil
		}
		files.get = slow
		keeper, from := keeps(w, w.Store, files), ""
		for calls := 0; ; calls++ {
			short, cancel := context.WithTimeout(w.Ctx(), 20*time.Second)
			next, err := keeper.Erase(short, chattest.Tenant, g.Socket.Visitor, from)
			cancel()
			if n := dayFiles(w); n > had {
				t.Fatalf("after %s there are %d files of %d days", next, n, had)
			}
			if err == nil && next == "" {
				break
			}
			if calls > 8 || next <= from && from != "" {
				t.Fatalf("call %d goes on at %q after %q: %v", calls, next, from, err)
			}
			from = next
		}
		namesNobody(t, w, g)
	})
}

// A day that cannot be read holds up its own people alone, until a recount keeps its sums and goes on; or makes it
// anew, if the tables of the month cannot be read either.
func TestAnUnreadableFileHoldsUpNobodyElse(t *testing.T) {
	for _, tables := range []bool{true, false} {
		w := chattest.New(t)
		before := returns(w, 2)
		m, err := w.Store.Month(w.Ctx(), chattest.Tenant, november)
		w.Must(err)
		had := figures(w)
		w.Ledger.Files[m.Days["2026-11-22"]] = w.Ledger.Files[m.Days["2026-11-22"]][:20]
		if !tables {
			w.Ledger.Files[m.Sums] = w.Ledger.Files[m.Sums][:20]
		}
		w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: before.Socket.Visitor, Whole: true}))
		w.Pass(24 * time.Hour)
		asks(w)
		w.CatchesUp()
		if got := soFar(w)["visits"]; got < 2 { // that of the day before, and the new one
			t.Errorf("%d visits are counted", got)
		}
		_, err = w.Keeper.Rebuild(w.Ctx(), w.Store, chattest.Tenant)
		w.Must(err)
		if w.Ledger.Files[m.Days["2026-11-22"]] != "" {
			t.Error("the file is still there")
		}
		wants(t, figures(w), ledger.Sums{"visits": had["visits"] + 1, "cases": had["cases"]})
	}
}

// A visit that became a sum for want of room is counted once, also if its order is told afterwards.
func TestAVisitAmongTheSumsOfAFullDayCountsOnce(t *testing.T) {
	w := chattest.New(t)
	w.Keeper.MaxDay = 12_000
	var last *chattest.Guest
	for range 60 {
		last = asks(w)
		w.CatchesUp()
	}
	had := figures(w)
	w.Must(last.ServerTells(chat.GoalReached{Name: "Checkout", OrderID: "1", Value: 20, Currency: "EUR"}))
	w.Streams()
	wants(t, figures(w), ledger.Sums{
		"visits": had["visits"], "timed": had["timed"], "seconds": had["seconds"], "goal:Checkout": 1,
		"value:Checkout:EUR": 2000,
	})
	w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: last.Socket.Visitor, Whole: true}))
	wants(t, figures(w), ledger.Sums{"visits": had["visits"], "goal:Checkout": 1})
	agreesWithARebuild(w)
}
