package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
)

// asks has a new guest ask for a person.
func asks(w *chattest.World) (*chattest.Guest, chat.Received) {
	g := guest(w, chat.Full)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text("I am getting a colleague.")}, Effects: chat.Effects{HandOver: "asked"},
		}, nil
	}
	return g, g.Says("a person, please")
}

// measured is a world in which guests waited for two, three, four and five minutes.
func measured(t *testing.T) *chattest.World {
	w := chattest.New(t)
	for i := range 4 {
		g, r := asks(w)
		if r.Promise != nil {
			t.Errorf("after %d answers something is promised: %+v", i, r.Promise)
		}
		w.Pass(time.Duration(i+2) * time.Minute)
		_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("Here I am."), nil)
		w.Must(err)
		w.Streams()
		w.Streams() // the stream delivers at least once
		w.Pass(chat.SettingsLife)
	}
	return w
}

func TestAPromiseIsMadeOfMeasuredWaits(t *testing.T) {
	w := measured(t)
	recent, err := w.Store.RecentWaits(w.Ctx(), chattest.Tenant)
	w.Must(err)
	if len(recent.Waits) != 4 {
		t.Errorf("measured %+v", recent.Waits)
	}
	g, r := asks(w)
	by := w.Now().Add(5 * time.Minute).Truncate(time.Second)
	if r.Promise == nil || !r.Promise.By.Equal(by) || !r.Promise.Opens.IsZero() {
		t.Fatalf("%+v", r.Promise)
	}
	w.Pass(time.Minute)
	if p := g.Opens("/cart").Promise; p == nil || *p != *r.Promise {
		t.Errorf("another page says %+v", p)
	}
	_, _, err = w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("Hello"), nil)
	w.Must(err)
	if p := g.Opens("/cart").Promise; p != nil {
		t.Errorf("an answered visitor is promised %+v", p)
	}
	w.Pass(time.Hour)
	w.Sweeps()
	for _, m := range w.Rows(g.Key()) {
		if e := m.Body().Event; e != nil && e.Name == chat.EventPromisePassed {
			t.Error("a promise that was kept has passed")
		}
	}
}

// A promise that has passed is renewed, once each time; the visitor hears the new one, and a lead who is there is told.
func TestAPromiseThatPassedIsRenewed(t *testing.T) {
	w := measured(t)
	lead := chat.Agent{Tenant: chattest.Tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}
	for id, a := range map[chat.ConnectionID]chat.Agent{"a.lea": lead, "a.sam": chattest.Sam} {
		s := chat.Socket{
			ID: id, Tenant: chattest.Tenant, Opened: w.Now(), Seen: w.Now(), Agent: &a, Expires: w.Now().Add(time.Hour),
		}
		w.Must(w.Store.OpenSocket(w.Ctx(), s))
		w.Must(w.Store.BindSocket(w.Ctx(), s))
	}
	g, r := asks(w)
	w.Pass(r.Promise.By.Sub(w.Now()) + time.Second)
	w.Sweeps()
	w.Sweeps()
	passed := 0
	for _, m := range w.Rows(g.Key()) {
		if e := m.Body().Event; e != nil && e.Name == chat.EventPromisePassed && e.Until.After(w.Now()) {
			passed++
		}
	}
	if passed != 1 {
		t.Errorf("%d events in the transcript", passed)
	}
	if head := w.Head(g.Key()); !head.PromisedBy().After(w.Now()) || head.Waits().IsZero() {
		t.Errorf("%+v", head)
	}
	told := map[chat.ConnectionID]int{}
	for id, pushes := range w.Pushes {
		for _, p := range pushes {
			if p.Action == chat.PushLate && p.Conversation == g.Key().ID {
				told[id]++
			}
			if id == g.Socket.ID && p.Action == chat.PushOwner && p.Promise != nil && p.Promise.By.After(r.Promise.By) {
				told["visitor"]++
			}
		}
	}
	if told["a.lea"] != 1 || told["a.sam"] != 0 || told["visitor"] != 1 {
		t.Errorf("told %v", told)
	}
}

func TestAtNightAPromiseNamesTheMorning(t *testing.T) {
	w := measured(t)
	h := hours.Hours{Zone: "Asia/Tokyo"} // it is 18:00 there
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		h.Week = append(h.Week, hours.Span{Day: day, From: "09:00", To: "17:00"})
	}
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Hours = h
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Pass(time.Minute)
	_, r := asks(w)
	opens := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	if r.Promise == nil || !r.Promise.Opens.Equal(opens) || !r.Promise.By.After(opens) ||
		r.Promise.By.After(opens.Add(time.Hour)) {
		t.Errorf("%+v", r.Promise)
	}
}
