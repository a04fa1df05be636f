package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// seen is the one live row of a visitor.
func (g *guest) seen() chat.Visit {
	g.o.t.Helper()
	for _, v := range g.o.visits(true) {
		if v.ID == g.socket.Session {
			return v
		}
	}
	g.o.t.Fatal("the visit is not listed")
	return chat.Visit{}
}

func (g *guest) is(want chat.State, why string) {
	g.o.t.Helper()
	if p := g.seen().Presence; p.State != want {
		g.o.t.Errorf("%s: %+v, want %s", why, p, want)
	}
	person, err := g.o.Person(g.o.ctx(), ana, g.socket.Visitor)
	g.o.must(err)
	if person.Presence.State != want {
		g.o.t.Errorf("%s: on the visitor's page %+v, want %s", why, person.Presence, want)
	}
}

// writes is words as they come over a socket.
func (g *guest) writes(text string) chat.Receipt {
	g.admits(chat.Here)
	return g.says(text)
}

func TestActiveIsAPageInViewAndASignWithinThreeMinutes(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.is(chat.StateActive, "just came")
	o.pass(chat.IdleAfter)
	amara.is(chat.StateIdle, "three minutes without a sign")
	for range 4 {
		amara.writes("still talking")
		o.pass(2 * time.Minute)
		amara.is(chat.StateActive, "their words are signs")
	}
	o.pass(2 * time.Minute)
	amara.is(chat.StateIdle, "the last word is four minutes old")
	o.must(o.Page(o.ctx(), amara.socket, chat.Page{URL: "https://shop.test/b"}))
	amara.is(chat.StateActive, "another page")
	amara.admits(chat.Hidden)
	amara.is(chat.StateIdle, "no page is in view")
	amara.admits(chat.NoSign)
	amara.is(chat.StateIdle, "a ping is no sign")
	amara.admits(chat.Here)
	amara.is(chat.StateActive, "the page is in view again")
}

func TestWordsOfOthersMakeNobodyActive(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.writes("hello")
	o.pass(chat.IdleAfter + time.Second)
	for range 3 {
		_, _, err := o.Reply(o.ctx(), ana, amara.key(), o.id(), chat.Text("are you there?"))
		o.must(err)
		o.pass(time.Minute)
	}
	amara.is(chat.StateIdle, "only an agent wrote")
	if p := amara.seen().Presence; p.Helper == "" {
		t.Errorf("a person has the conversation: %+v", p)
	}
}

// While a page tells, its silence means that somebody scrolls and reads; after its last
// word about that, only what is heard counts.
func TestAPageTellsWhenItsVisitorGoes(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.tells = true
	amara.opens("/")
	o.pass(8 * time.Minute)
	amara.is(chat.StateActive, "the page said nothing")
	for range chat.MaxActivity / 2 {
		amara.admits(chat.Still)
		amara.is(chat.StateIdle, "the page said that they are idle")
		o.pass(time.Minute)
		amara.admits(chat.Back)
		amara.is(chat.StateActive, "the page said that they are back")
	}
	o.pass(chat.IdleAfter)
	amara.is(chat.StateIdle, "the page says no more")
	if p := amara.seen().Presence; !p.Sign.Equal(o.Now().Add(-chat.IdleAfter)) {
		t.Errorf("their last sign was %s", p.Sign)
	}
}

func TestAnyTabMakesActive(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.admits(chat.Hidden)
	o.pass(10 * time.Minute)
	amara.opens("/other") // another socket of the same visit
	amara.is(chat.StateActive, "one of two tabs is in view")
	amara.leaves()
	amara.is(chat.StateIdle, "the tab that is left is out of sight")
}

func TestWhoseConversationAPersonHasIsHelpedByName(t *testing.T) {
	o := newOffice(t)
	o.must(o.Store.UpdateRoster(o.ctx(), tenant, func(r *chat.Roster) error {
		r.Members = append(r.Members, chat.Member{ID: ana.ID, Email: "ana@kettle.test", Name: "Ana", Role: chat.RoleAgent})
		return nil
	}))
	amara, bruno := o.guest(), o.guest()
	amara.opens("/")
	bruno.opens("/")
	amara.writes("help")
	bruno.writes("hello")
	_, _, err := o.Reply(o.ctx(), ana, amara.key(), o.id(), chat.Text("here I am"))
	o.must(err)
	if p := amara.seen().Presence; p.Helper != "Ana" || p.State != chat.StateActive {
		t.Errorf("she is %+v", p)
	}
	page, _, err := o.Visits(o.ctx(), sam, chat.VisitQuery{Live: true, Helped: true})
	o.must(err)
	if len(page.Rows) != 1 || page.Rows[0].ID != amara.socket.Session {
		t.Errorf("helped are %+v", page.Rows)
	}
	if p := bruno.seen().Presence; p.Helper != "" {
		t.Errorf("the bot has his conversation: %+v", p)
	}
}

func TestVisitsPassFilters(t *testing.T) {
	o := newOffice(t)
	amara, bruno := o.guest(), o.guest()
	amara.site, bruno.site = "shop", "blog"
	bruno.bot = slow
	amara.opens("/")
	o.pass(5 * time.Minute)
	bruno.opens("/")
	for name, q := range map[string]chat.VisitQuery{
		"site": {Site: "shop"}, "bot": {Bot: fast}, "state": {State: chat.StateIdle}, "device": {Device: "mobile"},
	} {
		q.Live = true
		page, _, err := o.Visits(o.ctx(), ana, q)
		o.must(err)
		if len(page.Rows) != 1 || page.Rows[0].ID != amara.socket.Session {
			t.Errorf("%s: %d rows", name, len(page.Rows))
		}
	}
	page, _, err := o.Visits(o.ctx(), ana, chat.VisitQuery{Live: true, Network: "203.0.113.0/24"})
	o.must(err)
	if len(page.Rows) != 2 || page.Rows[0].Sockets != nil {
		t.Errorf("of the network are %+v", page.Rows)
	}
}

// A day is the team's, from its first moment to its last, on days of 23 and 25 hours too.
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
		o := newOffice(t)
		o.clock = first.Add(-time.Millisecond)
		_, err := o.SaveGeneral(o.ctx(), ana, chat.General{Name: "Kettle", Zone: c.zone, Version: 1})
		o.must(err)
		starts := map[chat.SessionID]bool{}
		for _, at := range []struct {
			time.Time
			in bool
		}{{first.Add(-time.Millisecond), false}, {first, true}, {after.Add(-time.Millisecond), true}, {after, false}} {
			o.mu.Lock()
			o.clock = at.Time
			o.mu.Unlock()
			g := o.guest()
			g.opens("/")
			starts[g.socket.Session] = at.in
		}
		page, _, err := o.Visits(o.ctx(), ana, chat.VisitQuery{Live: true, FromDay: c.day, ToDay: c.day})
		o.must(err)
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

func TestZonesAreJudged(t *testing.T) {
	o := newOffice(t)
	for _, zone := range []string{"Mars/Base", "Local", "../etc/passwd", " Europe/Lisbon", "CET+1", "/usr/share/zoneinfo/UTC"} {
		if _, err := o.SaveGeneral(o.ctx(), ana, chat.General{Name: "Kettle", Zone: zone, Version: 1}); code(err) != "unknown_zone" {
			t.Errorf("%q: %v", zone, err)
		}
	}
	g, err := o.SaveGeneral(o.ctx(), ana, chat.General{Name: " Kettle & Co. ", Zone: "Europe/Lisbon", Version: 1})
	o.must(err)
	if g.Name != "Kettle & Co." || g.Version != 2 {
		t.Errorf("saved is %+v", g)
	}
	if _, err := o.SaveGeneral(o.ctx(), ana, chat.General{Name: "Other", Version: 1}); code(err) != "changed_meanwhile" {
		t.Errorf("a second who saves: %v", err)
	}
	if _, _, err := o.Visits(o.ctx(), ana, chat.VisitQuery{FromDay: "2026-13-40"}); code(err) != "bad_day" {
		t.Errorf("no day: %v", err)
	}
}

// Nobody is here on WhatsApp: for half an hour after a word of theirs they are talking.
func TestOnWhatsAppAWordIsAConversationForHalfAnHour(t *testing.T) {
	o := newOffice(t)
	from := chat.Contact{WaID: "5511987654321", Name: "Bruno", Country: "BR"}
	key := o.writes(from, "wamid.1", "hello")
	talking := func() []chat.Visit {
		page, _, err := o.Visits(o.ctx(), ana, chat.VisitQuery{Live: true, State: chat.StateTalking, Site: "1000"})
		o.must(err)
		return page.Rows
	}
	o.pass(20 * time.Minute)
	if rows := talking(); len(rows) != 1 || !rows[0].Presence.Until.After(o.Now()) {
		t.Fatalf("after twenty minutes: %+v", rows)
	}
	_, _, err := o.Reply(o.ctx(), ana, key, o.id(), chat.Text("Are you there?"))
	o.must(err)
	o.streams()
	o.pass(10*time.Minute + time.Second)
	o.sweeps()
	if rows := talking(); len(rows) != 0 {
		t.Errorf("an agent's word keeps nobody talking: %+v", rows)
	}
	past := o.visits(false)
	if len(past) != 1 || past[0].Presence.State != chat.StateLeft || past[0].Duration(o.Now()) != 0 || past[0].Talk == nil || past[0].Talk.Turns != 1 {
		t.Errorf("the visit was %+v, its talk %+v", past, past[0].Talk)
	}
}

// What the team enters is judged, and says who entered it.
func TestWhatTheTeamEntersIsJudged(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	change := func(profile map[string]string) error {
		_, err := o.ChangeVisitor(o.ctx(), ana, amara.socket.Visitor, profile, nil)
		return err
	}
	for _, bad := range []map[string]string{
		{"email": "not-an-email"}, {"email": "a@b"}, {"email": "a b@c.test"}, {"email": "Ana <ana@c.test>"}, {"phone": "call me"}, {"phone": "12"},
	} {
		if err := change(bad); chat.KindOf(err) != chat.Invalid {
			t.Errorf("%v: %v", bad, err)
		}
	}
	o.must(change(map[string]string{"email": " amara@mail.test ", "phone": "+234 803 123 4567", "plan": "gold"}))
	v, err := o.Store.Visitor(o.ctx(), amara.socket.VisitorKey())
	o.must(err)
	if f := v.Profile["email"]; f.Value != "amara@mail.test" || f.By != "Ana" || f.Source != "agent:a_ana" {
		t.Errorf("the address is %+v", f)
	}
	o.must(change(map[string]string{"email": ""}))
	if v, _ = o.Store.Visitor(o.ctx(), amara.socket.VisitorKey()); len(v.Profile) != 2 {
		t.Errorf("left is %+v", v.Profile)
	}
}
