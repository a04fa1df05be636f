package views_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/views"
)

func TestWhoseConversationAPersonHasIsHelpedByName(t *testing.T) {
	w := chattest.New(t)
	w.Must(w.Store.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = append(r.Members, chat.Member{
			ID: chattest.Ana.ID, Email: "ana@kettle.test", Name: "Ana", Role: chat.RoleAgent,
		})
		return nil
	}))
	amara, bruno := w.Guest(), w.Guest()
	amara.Opens("/")
	bruno.Opens("/")
	amara.Writes("help")
	bruno.Writes("hello")
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, amara.Key(), w.ID(), chat.Text("here I am"))
	w.Must(err)
	if p := amara.Seen().Presence; p.Helper != "Ana" || p.State != chat.StateActive {
		t.Errorf("the helped visitor is %+v", p)
	}
	page, _, err := w.Visits(w.Ctx(), chattest.Sam, views.VisitQuery{Live: true, Helped: true})
	w.Must(err)
	if len(page.Rows) != 1 || page.Rows[0].ID != amara.Socket.Visit {
		t.Errorf("the helped visits are %+v", page.Rows)
	}
	if p := bruno.Seen().Presence; p.Helper != "" {
		t.Errorf("a conversation of the bot has a helper: %+v", p)
	}
}

func TestVisitsPassFilters(t *testing.T) {
	w := chattest.New(t)
	amara, bruno := w.Guest(), w.Guest()
	amara.Site, bruno.Site = "shop", "blog"
	bruno.Bot = chattest.Slow
	amara.Opens("/")
	w.Pass(5 * time.Minute)
	bruno.Opens("/")
	for name, q := range map[string]views.VisitQuery{
		"site": {Site: "shop"}, "bot": {Bot: chattest.Fast}, "state": {State: chat.StateIdle}, "device": {Device: "mobile"},
	} {
		q.Live = true
		page, _, err := w.Visits(w.Ctx(), chattest.Ana, q)
		w.Must(err)
		if len(page.Rows) != 1 || page.Rows[0].ID != amara.Socket.Visit {
			t.Errorf("%s: %d rows", name, len(page.Rows))
		}
	}
	page, _, err := w.Visits(w.Ctx(), chattest.Ana, views.VisitQuery{Live: true, Network: "203.0.113.0/24"})
	w.Must(err)
	if len(page.Rows) != 2 || page.Rows[0].Sockets != nil {
		t.Errorf("the network's visits are %+v", page.Rows)
	}
}

// A cursor leads on in the list of its days or times, and in no other.
func TestACursorOfVisitsKeepsItsDays(t *testing.T) {
	w := chattest.New(t)
	w.Guest().Opens("/")
	w.Guest().Opens("/")
	today, yesterday := w.Now(), w.Now().AddDate(0, 0, -1)
	for name, c := range map[string]struct{ query, other views.VisitQuery }{
		"days": {
			views.VisitQuery{FromDay: today.Format(time.DateOnly), ToDay: today.Format(time.DateOnly)},
			views.VisitQuery{FromDay: yesterday.Format(time.DateOnly), ToDay: today.Format(time.DateOnly)},
		},
		"from": {views.VisitQuery{From: yesterday}, views.VisitQuery{From: yesterday.Add(time.Second)}},
		"to": {
			views.VisitQuery{To: today.Add(time.Hour)}, views.VisitQuery{To: today.Add(2 * time.Hour)},
		},
	} {
		q := c.query
		q.Live, q.Limit = true, 1
		page, _, err := w.Visits(w.Ctx(), chattest.Ana, q)
		if err != nil || page.Next == "" {
			t.Fatalf("%s: %+v, %v", name, page, err)
		}
		q.Cursor = page.Next
		if page, _, err = w.Visits(w.Ctx(), chattest.Ana, q); err != nil || len(page.Rows) != 1 {
			t.Errorf("%s: the second page is %+v, %v", name, page, err)
		}
		other := c.other
		other.Live, other.Limit, other.Cursor = true, 1, q.Cursor
		if _, _, err = w.Visits(w.Ctx(), chattest.Ana, other); !errors.Is(err, chat.ErrCursor) {
			t.Errorf("%s: a cursor in another list: %v", name, err)
		}
	}
}

// A day is the team's, from its first moment to its last, also on days of 23 and 25 hours.
func TestDaysAreThoseOfTheTeamsZone(t *testing.T) {
	for _, c := range []struct{ zone, day, first, after string }{
		{"", "2026-11-22", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"},
		{"Asia/Kolkata", "2026-11-22", "2026-11-21T18:30:00Z", "2026-11-22T18:30:00Z"},
		{"Pacific/Auckland", "2026-04-05", "2026-04-04T11:00:00Z", "2026-04-05T12:00:00Z"},
		{"Pacific/Auckland", "2026-09-27", "2026-09-26T12:00:00Z", "2026-09-27T11:00:00Z"},
		{"America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},
		{"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"},
		{"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},
		{"Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z"},
	} {
		first, _ := time.Parse(time.RFC3339, c.first)
		after, _ := time.Parse(time.RFC3339, c.after)
		w := chattest.New(t)
		w.At(first.Add(-time.Millisecond))
		_, err := w.SaveGeneral(w.Ctx(), chattest.Ana, office.General{Name: "Kettle", Zone: c.zone, Version: 1})
		w.Must(err)
		starts := map[chat.VisitID]bool{}
		for _, at := range []struct {
			time.Time
			in bool
		}{{first.Add(-time.Millisecond), false}, {first, true}, {after.Add(-time.Millisecond), true}, {after, false}} {
			w.At(at.Time)
			g := w.Guest()
			g.Opens("/")
			starts[g.Socket.Visit] = at.in
		}
		w.Pass(chat.SilentSocket)
		w.Sweeps()
		page, _, err := w.Visits(w.Ctx(), chattest.Ana, views.VisitQuery{FromDay: c.day, ToDay: c.day})
		w.Must(err)
		if len(page.Rows) != 2 {
			t.Errorf("%s, %s: %d of 4 visits", c.zone, c.day, len(page.Rows))
		}
		for _, v := range page.Rows {
			if !starts[v.ID] {
				t.Errorf("%s, %s: a visit of %s", c.zone, c.day, v.Started)
			}
		}
	}
}

// A live visit's pages are in its sockets until they go; a timeline has them all the same.
func TestATimelineHasThePagesOfALiveVisit(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Turns(chat.Page{URL: "https://kettle.test/kettles"})
	moments, err := w.Timeline(w.Ctx(), chattest.Ana, amara.Socket.Visitor)
	w.Must(err)
	if len(moments) != 2 || moments[0].Event == nil || moments[0].Event.Kind != chat.PageEvent {
		t.Errorf("the timeline is %+v", moments)
	}
}
