package ledger_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// A lead of long ago moves its figures, however often its person came back since.
func TestAnOldLeadOfAFrequentVisitorMovesItsFigures(t *testing.T) {
	w := chattest.New(t)
	g := captures(w)
	for range 60 {
		w.Pass(12 * time.Hour)
		g.Opens("/again")
		w.Pass(time.Minute)
		g.Leaves()
		w.Pass(time.Minute)
		w.Sweeps()
	}
	wants(t, figures(w), ledger.Sums{"visits": 61, "leads": 1, "leads:new": 1})
	l, state := leadsOf(w)[0], chat.QualifiedLead
	room := ledger.NewLeads(w.Desk, w.Store, w.Journal)
	_, err := room.Change(w.Ctx(), chattest.Ana, l.Visit, ledger.LeadEdit{State: &state, Version: l.Version})
	w.Must(err)
	wants(t, figures(w), ledger.Sums{"visits": 61, "leads": 1, "leads:new": 0, "leads:qualified": 1})
	agreesWithARebuild(w)
}

// A recount of a conversation that is too long to be read to its beginning takes no known fact back.
func TestARecountKeepsWhatAVeryLongLogTold(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/prices")
	g.Says("When do you open?")
	g.PageTells(chat.GoalReached{Name: "Checkout", OrderID: "1"})
	w.Pass(time.Minute)
	g.Leaves()
	w.Pass(33 * 24 * time.Hour)
	w.Sweeps()
	had := ledger.Sums{"visits": 1, "asked": 1, "answered": 1, "askers:7": 1, "goal:Checkout:7:bot": 1}
	wants(t, figures(w), had)
	g.Opens("/again")
	for range 4100 {
		w.Pass(10 * time.Second)
		g.Writes("And when do you close?")
	}
	w.Pass(time.Minute)
	g.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	had["visits"], had["asked"] = 2, 2 // the few answers to the second visit are too far back
	wants(t, figures(w), had)
	if log, err := w.Store.Since(w.Ctx(), g.Key(), "", 10_000); err != nil || len(log) < 4100 {
		t.Fatalf("the log has %d messages, %v", len(log), err)
	}
	agreesWithARebuild(w)
}
