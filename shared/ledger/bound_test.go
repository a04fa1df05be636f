package ledger_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// A day's file does not grow without end: visits in which nothing happened become sums, which are there once, also if
// their people are noted again; the cases of the day keep their lines, and the page hears of it.
func TestADaysFileHasABound(t *testing.T) {
	w := chattest.New(t)
	w.Keeper.MaxDay = 12_000
	g := asks(w, "When do you open?")
	for range 60 {
		asks(w)
		w.CatchesUp()
	}
	asks(w, "When do you open?")
	is := figures(w)
	wants(t, is, ledger.Sums{"cases": 2, "asked": 2, "full": 1})
	if n := is["visits"]; n < 20 || n >= 62 {
		t.Errorf("%d visits of 62 are counted", n)
	}
	m, err := w.Store.Month(w.Ctx(), chattest.Tenant, november)
	w.Must(err)
	if n := len(unpacked(w, m.Days["2026-11-22"])); n > 12_000 {
		t.Errorf("the file has %d bytes", n)
	}
	agreesWithARebuild(w)
	w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: g.Socket.Visitor, Whole: true}))
	wants(t, figures(w), is)
	list, err := w.Books.Rows(w.Ctx(), chattest.Tenant, ledger.Behind{Asked: both, Figure: "cases"})
	if w.Must(err); len(list.Rows) != 2 {
		t.Errorf("the list has %d cases", len(list.Rows))
	}
}

// A day full of talk takes no more of it; its lines stay, and change.
func TestADayFullOfTalkKeepsWhatItHas(t *testing.T) {
	w := chattest.New(t)
	w.Keeper.MaxDay = 12_000
	for range 40 {
		asks(w, "When do you open?")
		w.CatchesUp()
	}
	is := figures(w)
	if n := is["cases"]; n < 10 || n >= 40 || is["full"] != 1 {
		t.Errorf("%d cases of 40 are counted, full days: %d", n, is["full"])
	}
	w.Pass(26 * time.Hour)
	w.Sweeps()
	now := figures(w)
	wants(t, now, ledger.Sums{"cases": is["cases"], "visits": is["visits"]})
	if now["outcome:answered"] == 0 {
		t.Errorf("no case ended: %v", now)
	}
	agreesWithARebuild(w)
}

// A day that nobody can read holds up no erasure: it leaves sums of everybody, and names nobody any more.
func TestAnErasureGoesPastADayThatCannotBeRead(t *testing.T) {
	w := chattest.New(t)
	g := asks(w, "When do you open?")
	w.CatchesUp()
	w.Pass(26 * time.Hour)
	w.Sweeps()
	g.Opens("/again")
	w.Pass(time.Minute)
	g.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	had := figures(w)
	m, err := w.Store.Month(w.Ctx(), chattest.Tenant, november)
	w.Must(err)
	broken := m.Days["2026-11-22"]
	w.Ledger.Files[broken] = w.Ledger.Files[broken][:40]
	erases(w, g)
	if w.Ledger.Files[broken] != "" {
		t.Error("the file is still there")
	}
	namesNobody(t, w, g)
	wants(t, figures(w), ledger.Sums{"visits": had["visits"], "cases": had["cases"], "asked": had["asked"]})
	m, err = w.Store.Month(w.Ctx(), chattest.Tenant, november)
	w.Must(err)
	if day := unpacked(w, m.Days["2026-11-22"]); !strings.Contains(day, `"lines":null`) {
		t.Errorf("the day has %s", day)
	}
}
