package ledger_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// The tables of a month that cannot be read are made anew of its days, also of those for which the change had no time,
// and whether anything of the month changes or not. Until then the figures say that they are not whole.
func TestAPastMonthWhoseTablesAreLostIsFinished(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		returns(w, 8)
		other := asks(w, "When do you open?")
		had := figures(w)
		m, err := w.Store.Month(w.Ctx(), chattest.Tenant, november)
		w.Must(err)
		w.Ledger.Files[m.Sums] = w.Ledger.Files[m.Sums][:20]
		w.Pass(31 * 24 * time.Hour)
		w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: other.Socket.Visitor, Whole: true}))
		keeper := keeps(w, w.Store, slowDays(w, 3*time.Second))
		anew := func() bool {
			f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, both)
			w.Must(err)
			return f.Anew
		}
		sweeps(w, keeper)
		if got := soFar(w)["visits"]; got >= had["visits"] || !anew() {
			t.Errorf("%d visits are counted, and some more: %v", got, anew())
		}
		for range 6 {
			w.Pass(10 * time.Minute)
			sweeps(w, keeper)
		}
		wants(t, soFar(w), had)
		if age, err := keeper.Behind(w.Ctx(), chattest.Tenant); anew() || err != nil || age != 0 {
			t.Errorf("it is behind by %s: %v", age, err)
		}
	})
}
