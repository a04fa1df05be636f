package ledger_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/views"
)

// captures has a guest reach the goal that makes leads, and leave.
func captures(w *chattest.World) *chattest.Guest {
	g := w.Guest()
	g.Opens("/prices")
	w.Must(w.Track(w.Ctx(), g.Socket, chat.GoalReached{Name: "Lead Captured", Value: 50, Currency: "EUR"}))
	w.Streams()
	w.Pass(time.Minute)
	g.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	return g
}

func leadsOf(w *chattest.World) []views.LeadRow {
	list, err := views.New(w.Desk, w.Store).Leads(w.Ctx(), chattest.Ana, views.LeadQuery{})
	w.Must(err)
	return list.Rows
}

// Junk is worth nothing, whatever its page or somebody said.
func TestJunkIsWorthNothing(t *testing.T) {
	w := chattest.New(t)
	captures(w)
	room, junk, worth := ledger.NewLeads(w.Desk, w.Store, w.Journal), chat.JunkLead, 80.0
	currency := "EUR"
	row := leadsOf(w)[0]
	l, err := room.Change(w.Ctx(), chattest.Olu, row.Visit,
		ledger.LeadEdit{Value: &worth, Currency: &currency, Version: row.Version})
	w.Must(err)
	wants(t, figures(w), ledger.Sums{"leads": 1, "leads:worth:EUR": 8000})
	_, err = room.Change(w.Ctx(), chattest.Olu, row.Visit, ledger.LeadEdit{State: &junk, Version: l.Version})
	w.Must(err)
	wants(t, figures(w), ledger.Sums{"leads": 1, "leads:junk": 1, "leads:worth:EUR": 0, "leads:claim:EUR": 0})
}

// A goal for leads makes one lead of its visit, however often the stream says so and however the team changed it since.
func TestAGoalMakesOneLead(t *testing.T) {
	w := chattest.New(t)
	captures(w)
	room := ledger.NewLeads(w.Desk, w.Store, w.Journal)
	rows := leadsOf(w)
	if len(rows) != 1 || rows[0].State != chat.NewLead || rows[0].Value != 50 || rows[0].Goal != "Lead Captured" {
		t.Fatalf("the leads are %+v", rows)
	}
	w.Must(w.Store.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = append(r.Members, chat.Member{ID: chattest.Ana.ID, Role: chat.RoleAgent})
		return nil
	}))
	state, owner := chat.QualifiedLead, chattest.Ana.ID
	l, err := room.Change(w.Ctx(), chattest.Ana, rows[0].Visit,
		ledger.LeadEdit{State: &state, Owner: &owner, Version: rows[0].Version})
	w.Must(err)
	_, err = room.Change(w.Ctx(), chattest.Sam, l.Visit, ledger.LeadEdit{State: &state, Version: rows[0].Version})
	if chat.KindOf(err) != chat.Conflict {
		t.Errorf("two people change it at once: %v", err)
	}
	for _, c := range w.Memory.Changes { // the stream repeats
		w.Must(w.Journal.Note(w.Ctx(), c))
	}
	if rows = leadsOf(w); len(rows) != 1 || rows[0].State != chat.QualifiedLead || rows[0].Owner != owner {
		t.Errorf("after a repeat the leads are %+v", rows)
	}
	wants(t, figures(w), ledger.Sums{"leads": 1, "leads:qualified": 1, "leads:new": 0, "leads:claim:EUR": 5000})
}

// The worth that a page claims for a lead stands apart until a server tells it. Once a person has set it, nobody else
// changes it. A stream that repeats an old visit takes nothing back.
func TestAServersWordReplacesAClaimedWorth(t *testing.T) {
	w := chattest.New(t)
	g := captures(w)
	wants(t, figures(w), ledger.Sums{"leads": 1, "leads:claim:EUR": 5000, "leads:worth:EUR": 0})
	again := len(w.Memory.Changes)
	w.Must(g.ServerTells(chat.GoalReached{Name: "Lead Captured", Value: 480, Currency: "EUR"}))
	w.Streams()
	told := ledger.Sums{"leads": 1, "leads:claim:EUR": 0, "leads:worth:EUR": 48000}
	wants(t, figures(w), told)
	for _, c := range w.Memory.Changes[:again] {
		w.Must(w.Journal.Note(w.Ctx(), c))
	}
	wants(t, figures(w), told)
	room, l := ledger.NewLeads(w.Desk, w.Store, w.Journal), leadsOf(w)[0]
	state, value := chat.ContactedLead, 480.0
	l.Lead, _ = room.Change(w.Ctx(), chattest.Ana, l.Visit,
		ledger.LeadEdit{State: &state, Value: &value, Version: l.Version})
	if !l.Verified || l.Set {
		t.Errorf("who changes the state has set the value: %+v", l.Lead)
	}
	value = 300
	_, err := room.Change(w.Ctx(), chattest.Ana, l.Visit, ledger.LeadEdit{Value: &value, Version: l.Version})
	w.Must(err)
	for _, c := range w.Memory.Changes {
		w.Must(w.Journal.Note(w.Ctx(), c))
	}
	wants(t, figures(w), ledger.Sums{"leads:contacted": 1, "leads:claim:EUR": 0, "leads:worth:EUR": 30000})
	agreesWithARebuild(w)
}

// A lead whose order is another visit's, as a server says, is worth nothing more.
func TestALostOrderIsNoWorth(t *testing.T) {
	w := chattest.New(t)
	order := chat.GoalReached{Name: "Lead Captured", OrderID: "7", Value: 50, Currency: "EUR"}
	claims := w.Guest()
	claims.Opens("/prices")
	claims.PageTells(order)
	w.Streams()
	w.Pass(time.Minute)
	claims.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{"leads": 1, "leads:claim:EUR": 5000})
	buys := w.Guest()
	buys.Opens("/prices")
	w.Must(buys.ServerTells(order))
	w.Streams()
	buys.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{"leads": 2, "leads:claim:EUR": 0, "leads:worth:EUR": 5000})
}

// A person of the team makes somebody's latest visit a lead, once.
func TestALeadIsMadeByHandOnce(t *testing.T) {
	w := chattest.New(t)
	g := asks(w, "When do you open?")
	room := ledger.NewLeads(w.Desk, w.Store, w.Journal)
	for range 2 {
		l, err := room.Add(w.Ctx(), chattest.Ana, g.Socket.Visitor)
		if w.Must(err); l.By != chattest.Ana.ID || l.Version != 1 {
			t.Errorf("the lead is %+v", l)
		}
	}
	if rows := leadsOf(w); len(rows) != 1 || rows[0].Visitor != g.Socket.Visitor {
		t.Errorf("the leads are %+v", rows)
	}
	wants(t, figures(w), ledger.Sums{"leads": 1, "leads:new": 1})
}

// An erasure takes the leads of a person with it, and a stream that repeats brings none back.
func TestAnErasureTakesLeads(t *testing.T) {
	w := chattest.New(t)
	g := captures(w)
	captures(w)
	again := len(w.Memory.Changes)
	job := erases(w, g)
	w.Pass(2 * time.Minute)
	for _, c := range w.Memory.Changes[:again] {
		w.Must(w.Journal.Note(w.Ctx(), c))
	}
	goesOn(w, job)
	for _, l := range leadsOf(w) {
		if l.Visitor == g.Socket.Visitor {
			t.Error("the lead of an erased person is listed")
		}
	}
	if n := len(leadsOf(w)); n != 1 {
		t.Errorf("%d leads are left", n)
	}
}

// Viewers read no contact data in the list of leads.
func TestViewersReadLeadsMasked(t *testing.T) {
	w := chattest.New(t)
	g := captures(w)
	room := ledger.NewLeads(w.Desk, w.Store, w.Journal)
	_, err := w.ChangeVisitor(w.Ctx(), chattest.Ana, g.Socket.Visitor,
		map[string]string{"email": "zoe@mail.test", "phone": "+351911222333"}, nil)
	w.Must(err)
	note := "call +351911222333"
	_, err = room.Change(w.Ctx(), chattest.Ana, leadsOf(w)[0].Visit, ledger.LeadEdit{Note: &note, Version: 1})
	w.Must(err)
	viewer := chat.Agent{Tenant: chattest.Tenant, ID: "a_vik", Role: chat.RoleViewer}
	list, err := views.New(w.Desk, w.Store).Leads(w.Ctx(), viewer, views.LeadQuery{})
	w.Must(err)
	for _, text := range []string{list.Rows[0].Email, list.Rows[0].Phone, list.Rows[0].Note} {
		if text == "" || text == "zoe@mail.test" || text == "+351911222333" || text == note {
			t.Errorf("a viewer reads %q", text)
		}
	}
}

// The audience of a team parts the figures of a dimension, from the moment when it is set.
func TestFiguresByTheAudience(t *testing.T) {
	w := chattest.New(t)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Audience = chat.Audience{Countries: []string{"PT"}}
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	comes(w, "PT", 6)
	comes(w, "IS", 5)
	comes(w, "", 2)
	figures(w)
	asked := ledger.Asked{From: "2026-11-01", To: "2026-12-31", Audience: true}
	for country, want := range map[string][2]int64{"PT": {6, 5}, "IS": {5, 6}} {
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		tenant.Audience.Countries = []string{country}
		w.Must(w.Store.PutTenant(w.Ctx(), tenant))
		f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, asked)
		w.Must(err)
		a := f.Audience["country"]
		if a == nil || a.Inside["visits"] != want[0] || a.Outside["visits"] != want[1] || a.Unknown["visits"] != 2 {
			t.Errorf("the audience %s is %+v", country, a)
		}
	}
}

// An audience does not tell the figures of a place with few visits, which no table of places does.
func TestAnAudienceSinglesNobodyOut(t *testing.T) {
	w := chattest.New(t)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Audience = chat.Audience{Countries: []string{"IS"}, Languages: []string{"is"}}
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	comes(w, "PT", 6)
	comes(w, "IS", 2)
	comes(w, "", 1)
	figures(w)
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant,
		ledger.Asked{From: "2026-11-01", To: "2026-12-31", By: "country", Audience: true})
	w.Must(err)
	if a := f.Audience["country"]; !a.Few || len(a.Inside)+len(a.Outside) > 0 || a.Unknown["visits"] != 1 {
		t.Errorf("the audience is %+v", a)
	}
	if a := f.Audience["language"]; a == nil || a.Few || a.Unknown["visits"] != 9 {
		t.Errorf("by the language it is %+v", a)
	}
}

// An audience does not tell what a place has that the table joins with others: its other rows would give it away.
func TestAnAudienceTellsNoPlaceThatTheTableJoins(t *testing.T) {
	w := chattest.New(t)
	comes(w, "DE", 8)
	comes(w, "US", 7)
	comes(w, "AT", 1)
	comes(w, "FR", 4)
	figures(w)
	for _, c := range []struct {
		countries []string
		few       bool
		inside    int64
	}{
		{[]string{"DE", "AT"}, true, 0},
		{[]string{"DE", "FR"}, true, 0},
		{[]string{"DE", "AT", "FR"}, false, 13},
		{[]string{"DE"}, false, 8},
	} {
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		tenant.Audience = chat.Audience{Countries: c.countries}
		w.Must(w.Store.PutTenant(w.Ctx(), tenant))
		f, err := w.Books.Figures(w.Ctx(), chattest.Tenant,
			ledger.Asked{From: "2026-11-01", To: "2026-12-31", By: "country", Audience: true})
		w.Must(err)
		if a := f.Audience["country"]; a.Few != c.few || a.Inside["visits"] != c.inside {
			t.Errorf("the audience %v is %+v", c.countries, a)
		}
	}
}
