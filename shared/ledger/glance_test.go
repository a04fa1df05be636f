package ledger_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// glances has somebody look at figures, for whom changes are worked off within three seconds.
func glances(w *chattest.World, k *ledger.Keeper) {
	w.T.Helper()
	short, cancel := context.WithTimeout(w.Ctx(), 3*time.Second)
	defer cancel()
	_, err := k.Glance(short, chattest.Tenant)
	w.Must(err)
}

// sweeps works off a batch in the time that the sweep has for a team.
func sweeps(w *chattest.World, k *ledger.Keeper) {
	w.T.Helper()
	short, cancel := context.WithTimeout(w.Ctx(), 8*time.Second)
	defer cancel()
	_, err := k.CatchUp(short, chattest.Tenant)
	w.Must(err)
}

// waiting are the notes that were parked.
func waiting(w *chattest.World) (parked []ledger.Change) {
	w.T.Helper()
	all, err := w.Store.Recounts(w.Ctx(), chattest.Tenant, "", 1000)
	w.Must(err)
	for _, c := range all {
		if c.Tries > 0 {
			parked = append(parked, c)
		}
	}
	return parked
}

// An open page for which the files of days take too long does not slow the sweep down: neither is its batch smaller
// afterwards, nor is anybody parked, and what the sweep did while somebody looked stays done.
func TestAnOpenPageDoesNotSlowTheSweepDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		files := &flaky{Files: w.Ledger}
		files.put = func(ctx context.Context, path string) error {
			if strings.Contains(path, "/days/") {
				return takes(ctx, 3500*time.Millisecond)
			}
			return nil
		}
		keeper, people := keeps(w, w.Store, files), int64(0)
		for range 4 {
			for range 20 {
				w.Guest().Opens("/prices")
				people++
			}
			w.Pass(40 * time.Minute)
			w.Sweeps()
			for range 10 {
				glances(w, keeper)
			}
			p, err := w.Store.Recounted(w.Ctx(), chattest.Tenant)
			if w.Must(err); p.Batch != 0 || len(waiting(w)) > 0 {
				t.Fatalf("after a page the batch is %d, and %v are parked", p.Batch, waiting(w))
			}
			page := make(chan bool)
			go func() {
				defer close(page)
				for range 3 {
					glances(w, keeper)
				}
			}()
			sweeps(w, keeper)
			<-page
			wants(t, soFar(w), ledger.Sums{"visits": people})
		}
		if age, err := keeper.Behind(w.Ctx(), chattest.Tenant); err != nil || age != 0 {
			t.Errorf("it is behind by %s: %v", age, err)
		}
	})
}

// Somebody who looks at figures sees today's, however many days of a frequent visitor are made anew with them.
func TestDaysOfTodayAreWrittenFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		g := returns(w, 8)
		w.Pass(24 * time.Hour)
		g.Opens("/again")
		w.Pass(time.Minute)
		g.Leaves()
		w.Pass(time.Minute)
		w.Sweeps()
		w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: g.Socket.Visitor, Whole: true}))
		files := &flaky{Files: w.Ledger}
		files.get = func(path string) error {
			if strings.Contains(path, "/days/") {
				<-time.After(time.Second) // of the bubble's clock
			}
			return nil
		}
		glances(w, keeps(w, w.Store, files))
		wants(t, soFar(w), ledger.Sums{"visits": 9})
		if parked := waiting(w); len(parked) > 0 {
			t.Errorf("%v are parked", parked)
		}
	})
}
