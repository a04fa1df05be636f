package ledger_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
)

// The team's own visits, their cases and goals stand in no figure but the number of them, which opens their list. A
// person who is one of the team is counted again when that is taken back.
func TestTheTeamsOwnVisitsStandInNoFigure(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	buys := func(g *chattest.Guest) {
		g.Opens("/prices")
		g.Writes("Where is it?")
		w.Must(w.Track(w.Ctx(), g.Socket, chat.GoalReached{Name: "Checkout", Value: 20, Currency: "EUR"}))
		w.Pass(2 * time.Minute)
		w.Must(w.Store.CloseSocket(w.Ctx(), g.Socket.ID, w.Now()))
		w.Streams()
	}
	office, tester := w.Guest(), w.Guest()
	office.Office = true
	buys(office)
	buys(tester)
	marks := func(own bool) ledger.Sums {
		_, marked, err := chat.Insiders{Desk: w.Desk}.Mark(w.Ctx(), chattest.Ana, tester.Socket.Visitor, own)
		w.Must(err)
		for _, id := range marked {
			w.Must(w.Journal.Changed(w.Ctx(), chattest.Tenant, ledger.Change{Visitor: id, Whole: true}))
		}
		w.Pass(40 * time.Minute)
		w.Sweeps()
		w.Streams()
		w.CatchesUp()
		f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, ledger.Asked{From: "2026-11-01", To: "2026-11-30"})
		w.Must(err)
		return f.All
	}
	s := marks(true)
	if s["cost:model"] == 0 { // that is paid for the team's tests too
		t.Error("the team's tests cost nothing")
	}
	delete(s, "cost:model")
	if s["own"] != 2 || s["outcome:uncounted"] != 2 || s["cases"] != 2 || len(s) != 3 {
		t.Errorf("the figures of the team's own are %v", s)
	}
	list, err := w.Books.Rows(w.Ctx(), chattest.Tenant, ledger.Behind{
		Asked: ledger.Asked{From: "2026-11-01", To: "2026-11-30"}, Figure: "own", Limit: 10,
	})
	if w.Must(err); len(list.Rows) != 2 {
		t.Errorf("the list has %d of them", len(list.Rows))
	}
	if s := marks(false); s["own"] != 1 || s["visits"] != 1 || s["goal:Checkout"] != 1 || s["outcome:uncounted"] != 1 {
		t.Errorf("once one is no insider any more: %v", s)
	}
}

// A profile that is joined with one of the team's is of the team: their visits and leads are in no figure.
func TestAJoinedProfileOfTheTeamIsOfTheTeam(t *testing.T) {
	w := chattest.New(t)
	laptop, phone := asks(w, "When do you open?"), asks(w, "Where is it?")
	_, _, err := chat.Insiders{Desk: w.Desk}.Mark(w.Ctx(), chattest.Ana, laptop.Socket.Visitor, true)
	w.Must(err)
	joins(w, laptop, phone)
	phone.Opens("/prices")
	phone.PageTells(chat.GoalReached{Name: "Lead Captured"})
	w.Streams()
	w.Pass(time.Minute)
	phone.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{"own": 2, "visits": 0, "leads": 0, "cases": 2, "outcome:uncounted": 2})
	if rows := leadsOf(w); len(rows) != 0 {
		t.Errorf("the team's own leads are %+v", rows)
	}
}
