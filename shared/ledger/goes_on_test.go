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

// blocked is a world with somebody who came on some days, and whose case of the first one is not counted any more. Only
// that day changes.
func blocked(t *testing.T, days int) (*chattest.World, *chattest.Guest) {
	w := chattest.New(t)
	g, is := returns(w, days), true
	_, err := w.ChangeVisitor(w.Ctx(), chattest.Olu, g.Socket.Visitor, nil, &is)
	w.Must(err)
	return w, g
}

// slowDays are files of which each day takes some time to be read, of a bubble's clock.
func slowDays(w *chattest.World, long time.Duration) *flaky {
	files := &flaky{Files: w.Ledger}
	files.get = func(path string) error {
		if strings.Contains(path, "/days/") {
			<-time.After(long)
		}
		return nil
	}
	return files
}

// Somebody whose lines never fit one try is counted in several, each of which goes on where the one before stopped.
// However many they are, nobody is given up who gets on.
func TestAPersonOfManyDaysGetsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, g := blocked(t, 40)
		w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: g.Socket.Visitor, Whole: true}))
		keeper := keeps(w, w.Store, slowDays(w, 3*time.Second))
		for range 100 {
			sweeps(w, keeper)
			w.Pass(15 * time.Minute)
		}
		wants(t, soFar(w), ledger.Sums{"visits": 40, "cases": 1, "outcome:uncounted": 1})
		if age, err := keeper.Behind(w.Ctx(), chattest.Tenant); err != nil || age != 0 {
			t.Errorf("it is behind by %s: %v", age, err)
		}
	})
}

// A recount goes through all days, also if the first ones are as they should be, and take all the time of a step.
func TestARecountOfManyDaysGetsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := blocked(t, 8)
		changed, err := keeps(w, w.Store, slowDays(w, 9*time.Second)).Rebuild(w.Ctx(), w.Store, chattest.Tenant)
		if err != nil || changed != 1 {
			t.Errorf("%d days changed: %v", changed, err)
		}
		wants(t, soFar(w), ledger.Sums{"visits": 8, "cases": 1, "outcome:uncounted": 1})
	})
}

// A day whose file could not be stored is not in the figures either, and is once it could.
func TestADayThatIsNotStoredIsInNoFigure(t *testing.T) {
	w := chattest.New(t)
	asks(w, "When do you open?")
	files := &flaky{Files: w.Ledger}
	files.put = func(_ context.Context, path string) error {
		if strings.Contains(path, "/days/") {
			return chattest.ErrNetwork
		}
		return nil
	}
	_, err := keeps(w, w.Store, files).CatchUp(w.Ctx(), chattest.Tenant)
	w.Must(err)
	wants(t, soFar(w), ledger.Sums{"visits": 0})
	w.Pass(time.Hour)
	wants(t, figures(w), ledger.Sums{"visits": 1, "cases": 1})
}
