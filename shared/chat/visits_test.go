package chat_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/google/go-cmp/cmp"
)

func (o *office) visits(live bool) []chat.Visit {
	o.t.Helper()
	page, _, err := o.Visits(o.ctx(), ana, chat.VisitQuery{Live: live})
	o.must(err)
	return page.Rows
}

func TestTabsAreOneVisit(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	first := amara.socket
	var wait sync.WaitGroup
	for _, page := range []string{"/a", "/b"} {
		wait.Go(func() {
			other := *amara
			other.opens(page)
			if other.socket.Session != first.Session {
				t.Error("another tab made another visit")
			}
		})
	}
	wait.Wait()
	o.must(o.Page(t.Context(), first, chat.Page{URL: "https://shop.test/c?q=secret#x", Title: "C"}))
	live := o.visits(true)
	if len(live) != 1 || live[0].Pages != 4 || live[0].Page.URL != "https://shop.test/c" || live[0].Returning {
		t.Errorf("live are %+v", live)
	}
	if diff := cmp.Diff(map[string]string{"utm_source": "mail"}, live[0].Campaign); diff != "" {
		t.Error(diff)
	}
	events, err := o.Store.Events(t.Context(), live[0].Key(), 10)
	o.must(err)
	if len(events) != 4 {
		t.Errorf("the trail has %d rows", len(events))
	}
}

func TestRoutesOfOneDocumentArePages(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/#/home")
	s := amara.socket
	s.Pages = []string{"artikel"} // as its site names them
	for raw, want := range map[string]string{
		"https://shop.test/#/pricing":                       "https://shop.test/#/pricing",
		"https://shop.test/?artikel=tee&q=words":            "https://shop.test/?artikel=tee",
		"https://shop.test/#access_token=8f14e45fceea167a5": "https://shop.test/",
	} {
		o.must(o.Page(t.Context(), s, chat.Page{URL: raw, Referrer: "https://other.test/?artikel=tee&page=2"}))
		at := o.visits(true)[0].Page
		if at.URL != want || at.Referrer != "https://other.test/?page=2" {
			t.Errorf("%q is shown as %+v", raw, at)
		}
	}
}

func TestAPageLoadDoesNotFlicker(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	visit := amara.socket.Session
	o.pass(time.Minute)
	amara.leaves()
	if n := len(o.visits(true)); n != 1 {
		t.Errorf("just after the socket went, %d are live", n)
	}
	o.pass(5 * time.Second)
	amara.opens("/next")
	o.pass(chat.CloseGrace)
	o.sweeps()
	s := amara.session()
	if amara.socket.Session != visit || !s.Live() || !s.ClosedAt.IsZero() {
		t.Errorf("after the page load the visit is %+v", s)
	}
}

func TestAVisitEndsWhenSomethingLastHappened(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	o.pass(10 * time.Minute)
	amara.admits(chat.Here)
	o.pass(3 * time.Minute)
	amara.admits(chat.Still)
	o.pass(time.Minute)
	amara.admits(chat.NoSign) // a ping is no activity
	amara.leaves()
	o.pass(chat.CloseGrace + time.Second)
	if n := len(o.visits(true)); n != 0 {
		t.Error("a closed visit is still listed as live")
	}
	o.sweeps()
	s := amara.session()
	if s.Live() || s.EndReason != chat.Left || s.Duration(o.Now()) != 10*time.Minute {
		t.Errorf("the visit is %+v, %s long", s, s.Duration(o.Now()))
	}
	if past := o.visits(false); len(past) != 1 {
		t.Errorf("past are %+v", past)
	}
}

func TestAVisitGoesOnWithinHalfAnHour(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	first := amara.socket.Session
	amara.leaves()
	o.pass(time.Minute)
	o.sweeps()
	o.pass(chat.SessionGap - 2*time.Minute)
	amara.opens("/")
	if s := amara.session(); s.ID != first || !s.Live() {
		t.Errorf("within the gap there is another visit: %+v", s)
	}
	amara.leaves()
	o.pass(time.Minute)
	o.sweeps()
	o.pass(chat.SessionGap)
	amara.opens("/")
	if s := amara.session(); s.ID == first || !s.Returning {
		t.Errorf("after the gap it is the same visit, or not a returning visitor: %+v", s)
	}
}

// A socket that is lost without $disconnect ends its visit within eleven minutes of
// silence, at the last activity.
func TestASilentLoss(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	o.pass(4 * time.Minute)
	amara.admits(chat.Here)
	for range 3 { // pings keep the socket, not the visitor
		o.pass(9 * time.Minute)
		amara.admits(chat.NoSign)
		o.sweeps()
	}
	if s := amara.session(); !s.Live() {
		t.Fatalf("a visit with a socket that pings has ended: %+v", s)
	}
	o.pass(chat.SilentSocket + time.Second)
	o.sweeps()
	s := amara.session()
	if s.Live() || s.Duration(o.Now()) != 4*time.Minute {
		t.Errorf("the visit is %+v, %s long", s, s.Duration(o.Now()))
	}
	if ids, _ := o.Store.SocketsOf(t.Context(), amara.socket.VisitorKey()); len(ids) != 0 {
		t.Error("the lost socket is still listed")
	}
}

func TestAQuietSocketBeginsAnotherVisit(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	first := amara.socket.Session
	for range 5 {
		o.pass(9 * time.Minute)
		amara.admits(chat.NoSign)
	}
	s, err := o.Reenter(t.Context(), amara.socket)
	o.must(err)
	if s.Session == first {
		t.Error("after 45 quiet minutes it is the same visit")
	}
	old, err := o.Store.Session(t.Context(), amara.socket.SessionKey())
	o.must(err)
	if old.Live() || old.EndReason != chat.Idle {
		t.Errorf("the visit before is %+v", old)
	}
}

// A minimal visit keeps the country and nothing finer, whatever the client sends.
func TestMinimalKeepsNothing(t *testing.T) {
	o := newOffice(t)
	g := o.guest()
	g.mode = chat.Minimal
	g.opens("/secret")
	o.must(o.Page(t.Context(), g.socket, chat.Page{URL: "https://shop.test/x"}))
	o.must(o.Track(t.Context(), g.socket, chat.GoalReached{Name: "Checkout"}))
	o.must(o.Attributes(t.Context(), g.socket, map[string]string{"email": "a@b.test"}))
	s := g.session()
	if s.Place != (chat.Place{Country: "NG"}) || s.Network != "" || s.Page != nil || s.Pages != 0 || len(s.Goals) != 0 || s.Campaign != nil || s.Referrer != "" {
		t.Errorf("kept was %+v", s)
	}
	v, err := o.Store.Visitor(t.Context(), g.socket.VisitorKey())
	o.must(err)
	if len(v.Profile) != 0 {
		t.Errorf("the profile knows %+v", v.Profile)
	}
}

func TestStrangersTokens(t *testing.T) {
	o := newOffice(t)
	for _, token := range []string{"nonsense", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		_, err := o.Hello(t.Context(), chat.Socket{ID: "v.x", Tenant: tenant, Bot: fast}, chat.Hello{Token: token})
		if code(err) != "stale_token" {
			t.Errorf("%s: %v", token, err)
		}
	}
	old := o.guest()
	old.opens("/")
	o.pass(chat.TokenLife)
	old.opens("/") // slides on
	o.pass(chat.TokenLife + time.Second)
	_, err := o.Hello(t.Context(), chat.Socket{ID: "v.z", Tenant: tenant, Bot: fast}, chat.Hello{Token: old.token})
	if code(err) != "stale_token" {
		t.Errorf("a token of long ago: %v", err)
	}
	amara := o.guest()
	amara.opens("/")
	blocked := true
	_, err = o.ChangeVisitor(t.Context(), ana, amara.socket.Visitor, nil, &blocked)
	o.must(err)
	_, err = o.Hello(t.Context(), chat.Socket{ID: "v.y", Tenant: tenant, Bot: fast}, chat.Hello{Token: amara.token})
	if code(err) != "blocked" {
		t.Errorf("a blocked visitor: %v", err)
	}
	if _, err := o.Store.Admit(t.Context(), amara.socket.ID, o.Now(), chat.Here); code(err) != "gone" {
		t.Errorf("a blocked visitor's socket: %v", err)
	}
}

func TestGoals(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	if err := o.Track(t.Context(), amara.socket, chat.GoalReached{Name: "Free Kettle"}); code(err) != "unknown_goal" {
		t.Errorf("an unknown goal: %v", err)
	}
	order := chat.GoalReached{Name: "Checkout", OrderID: "1", Value: 20, Currency: "EUR", Verified: true}
	for range 3 {
		o.must(o.Track(t.Context(), amara.socket, order))
	}
	bruno := o.guest()
	bruno.opens("/")
	o.must(o.Track(t.Context(), bruno.socket, order)) // the same order is nobody else's
	bruno.says("hello")
	o.pass(time.Second)
	_, _, err := o.Reply(t.Context(), ana, bruno.key(), o.id(), chat.Text("a person"))
	o.must(err)
	o.pass(time.Second)
	o.must(o.Track(t.Context(), bruno.socket, chat.GoalReached{Name: "Lead Captured"}))
	a, b := amara.session().Goals, bruno.session().Goals
	if len(a) != 1 || a[0].By != chat.HelpedByNobody || a[0].WithoutHuman || a[0].Verified {
		t.Errorf("the first visitor's goals are %+v", a)
	}
	if len(b) != 1 || b[0].By != chat.HelpedByBoth || b[0].WithoutHuman {
		t.Errorf("the second visitor's goals are %+v", b)
	}
}

// The counters are a recount of the visits, whatever is relayed how often.
func TestCountersAreARecount(t *testing.T) {
	o := newOffice(t)
	for i := range 4 {
		g := o.guest()
		g.opens("/")
		if i == 0 {
			g.says("hello")
		}
		o.pass(time.Duration(i+1) * time.Minute)
		if i%2 == 0 {
			o.must(o.Track(t.Context(), g.socket, chat.GoalReached{Name: "Lead Captured"}))
		}
		g.leaves()
		o.pass(time.Minute)
		o.sweeps()
	}
	for range 3 {
		o.relay = 0
		o.streams()
	}
	day := o.Now().Format(time.DateOnly)
	rows, err := o.Store.Counts(t.Context(), tenant, day, day)
	o.must(err)
	want := []chat.Counts{{Day: day, Source: chat.Web, Country: "NG", Bot: fast, Values: map[string]int64{
		"sessions": 4, "ended": 4, "timed": 4, "seconds": 600, "pages": 4, "goal:Lead Captured": 2, "alone:Lead Captured": 1, "nobody:Lead Captured": 1,
	}}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	goals := chat.GoalsIn(rows)
	if diff := cmp.Diff([]chat.GoalCount{{Name: "Lead Captured", Source: chat.Web, Reached: 2, WithoutHuman: 1, Nobody: 1}}, goals); diff != "" {
		t.Error(diff)
	}
}

func TestResumeMissesNothing(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	last := amara.says("one").Reply.ID
	o.pass(30 * time.Minute)
	amara.says("two")
	w := amara.opens("/")
	if n := len(w.Messages); n != 4 {
		t.Errorf("without a cursor there are %d messages", n)
	}
	missed, err := o.Later(t.Context(), amara.key(), last)
	o.must(err)
	texts := []string{}
	for _, m := range missed {
		if m.At.After(o.Now().Add(-time.Minute)) {
			texts = append(texts, m.Bubbles[0].Text)
		}
	}
	if diff := cmp.Diff([]string{"two", "you said two"}, texts); diff != "" {
		t.Error(diff)
	}
}

// A script that turns pages or sets attributes without end fills neither trail nor profile.
func TestTrailAndProfileHaveAnEnd(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	for i := range chat.MaxPages + 50 {
		o.must(o.Page(t.Context(), amara.socket, chat.Page{URL: fmt.Sprintf("https://shop.test/%d", i)}))
	}
	events, err := o.Store.Events(t.Context(), amara.socket.SessionKey(), 1000)
	o.must(err)
	if s := amara.session(); len(events) != chat.MaxPages || s.Pages != chat.MaxPages {
		t.Errorf("the trail has %d rows, the visit %d pages", len(events), s.Pages)
	}
	for i := range chat.MaxAttributes + 20 {
		o.must(o.Attributes(t.Context(), amara.socket, map[string]string{fmt.Sprint("a", i): "x"}))
	}
	v, err := o.Store.Visitor(t.Context(), amara.socket.VisitorKey())
	o.must(err)
	if len(v.Profile) > chat.MaxAttributes {
		t.Errorf("the profile has %d attributes", len(v.Profile))
	}
}

// A page whose address is none, or too long to keep, leaves no row in the trail.
func TestAPageWithoutAnAddressIsNotLogged(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	now := o.Now()
	s := chat.Socket{ID: "v.x", Tenant: tenant, Bot: fast, Mode: chat.Full, Opened: now, Seen: now, Active: now}
	o.must(o.Store.OpenSocket(t.Context(), s))
	w, err := o.Hello(t.Context(), s, chat.Hello{Page: &chat.Page{URL: "file:///etc/passwd"}, PageURL: "file:///etc/passwd"})
	o.must(err)
	amara.socket = w.Socket
	events, err := o.Store.Events(t.Context(), amara.socket.SessionKey(), 10)
	o.must(err)
	if visit := amara.session(); len(events) != 0 || visit.Pages != 0 || visit.Page != nil {
		t.Errorf("the trail has %d rows, the visit is %+v", len(events), visit)
	}
}
