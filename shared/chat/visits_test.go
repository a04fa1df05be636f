package chat_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/google/go-cmp/cmp"
)

func TestTabsAreOneVisit(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	first := amara.Socket
	var wait sync.WaitGroup
	for _, page := range []string{"/a", "/b"} {
		wait.Go(func() {
			other := *amara
			other.Opens(page)
			if other.Socket.Visit != first.Visit {
				t.Error("another tab made another visit")
			}
		})
	}
	wait.Wait()
	w.Pass(time.Second)
	amara.Turns(chat.Page{URL: "https://shop.test/c?q=secret#x", Title: "C"})
	live := w.AllVisits(true)
	if len(live) != 1 || live[0].Pages != 4 || live[0].Page.URL != "https://shop.test/c" || live[0].Returning {
		t.Errorf("live are %+v", live)
	}
	if diff := cmp.Diff(map[string]string{"utm_source": "mail"}, live[0].Campaign); diff != "" {
		t.Error(diff)
	}
	if events := w.VisitLog(live[0].Key()); len(events) != 4 {
		t.Errorf("the trail has %d pages", len(events))
	}
}

func TestRoutesOfOneDocumentArePages(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/#/home")
	s, err := w.Store.Socket(t.Context(), amara.Socket.ID)
	w.Must(err)
	s.Pages = []string{"artikel"} // as its site names them
	w.Must(w.Store.BindSocket(t.Context(), s))
	for raw, want := range map[string]string{
		"https://shop.test/#/pricing":                       "https://shop.test/#/pricing",
		"https://shop.test/?artikel=tee&q=words":            "https://shop.test/?artikel=tee",
		"https://shop.test/#access_token=8f14e45fceea167a5": "https://shop.test/",
	} {
		amara.Turns(chat.Page{URL: raw, Referrer: "https://other.test/?artikel=tee&page=2"})
		at := w.AllVisits(true)[0].Page
		if at.URL != want || at.Referrer != "https://other.test/?page=2" {
			t.Errorf("%q is shown as %+v", raw, at)
		}
	}
}

func TestAPageLoadDoesNotFlicker(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	visit := amara.Socket.Visit
	w.Pass(time.Minute)
	amara.Leaves()
	if n := len(w.AllVisits(true)); n != 1 {
		t.Errorf("just after the socket went, %d are live", n)
	}
	w.Pass(5 * time.Second)
	amara.Opens("/next")
	w.Pass(chat.CloseGrace)
	w.Sweeps()
	s := amara.Seen()
	if amara.Socket.Visit != visit || !s.Live() || !s.ClosedAt.IsZero() {
		t.Errorf("after the page load the visit is %+v", s)
	}
}

func TestAVisitEndsWhenSomethingLastHappened(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	w.Pass(10 * time.Minute)
	amara.Admits(chat.Here)
	w.Pass(3 * time.Minute)
	amara.Admits(chat.Still)
	w.Pass(time.Minute)
	amara.Admits(chat.NoSign) // a ping is no activity
	amara.Leaves()
	w.Pass(chat.CloseGrace + time.Second)
	if n := len(w.AllVisits(true)); n != 0 {
		t.Error("a closed visit is still listed as live")
	}
	w.Sweeps()
	s := amara.Visit()
	if s.Live() || s.EndReason != chat.Left || s.Duration(w.Now()) != 10*time.Minute {
		t.Errorf("the visit is %+v, %s long", s, s.Duration(w.Now()))
	}
	if past := w.AllVisits(false); len(past) != 1 {
		t.Errorf("past are %+v", past)
	}
}

func TestAVisitGoesOnWithinHalfAnHour(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	first := amara.Socket.Visit
	amara.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	w.Pass(chat.VisitGap - 2*time.Minute)
	amara.Opens("/")
	if s := amara.Visit(); s.ID != first || !s.Live() {
		t.Errorf("within the gap there is another visit: %+v", s)
	}
	amara.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	w.Pass(chat.VisitGap)
	amara.Opens("/")
	if s := amara.Visit(); s.ID == first || !s.Returning {
		t.Errorf("after the gap it is the same visit, or not a returning visitor: %+v", s)
	}
}

// A socket that is lost without $disconnect ends its visit within eleven minutes of
// silence, at the last activity.
func TestASilentLoss(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	w.Pass(4 * time.Minute)
	amara.Admits(chat.Here)
	for range 3 { // pings keep the socket, not the visitor
		w.Pass(9 * time.Minute)
		amara.Admits(chat.NoSign)
		w.Sweeps()
	}
	if s := amara.Visit(); !s.Live() {
		t.Fatalf("a visit with a socket that pings has ended: %+v", s)
	}
	w.Pass(chat.SilentSocket + time.Second)
	w.Sweeps()
	s := amara.Visit()
	if s.Live() || s.Duration(w.Now()) != 4*time.Minute {
		t.Errorf("the visit is %+v, %s long", s, s.Duration(w.Now()))
	}
	if _, err := w.Store.Socket(t.Context(), amara.Socket.ID); chattest.Code(err) != "gone" {
		t.Errorf("the lost socket is still open: %v", err)
	}
}

func TestAQuietSocketBeginsAnotherVisit(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	first := amara.Socket.Visit
	for range 5 {
		w.Pass(9 * time.Minute)
		amara.Admits(chat.NoSign)
	}
	s, err := w.Reenter(t.Context(), amara.Socket)
	w.Must(err)
	if s.Visit == first {
		t.Error("after 45 quiet minutes it is the same visit")
	}
	old, err := w.Store.Visit(t.Context(), amara.Socket.VisitKey())
	w.Must(err)
	if old.Live() || old.EndReason != chat.Idle {
		t.Errorf("the visit before is %+v", old)
	}
}

// A minimal visit keeps the country and nothing finer, for any frames of the client.
func TestMinimalKeepsNothing(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Mode = chat.Minimal
	g.Opens("/secret")
	g.Turns(chat.Page{URL: "https://shop.test/x"})
	w.Must(w.Track(t.Context(), g.Socket, chat.GoalReached{Name: "Checkout"}))
	w.Must(w.Attributes(t.Context(), g.Socket, map[string]string{"email": "a@b.test"}))
	s := g.Visit()
	if s.Place != (chat.Place{Country: "NG"}) || s.Network != "" || s.Page != nil || s.Pages != 0 || len(s.Goals) != 0 ||
		s.Campaign != nil || s.Referrer != "" {
		t.Errorf("kept was %+v", s)
	}
	v, err := w.Store.Visitor(t.Context(), g.Socket.VisitorKey())
	w.Must(err)
	if len(v.Profile) != 0 {
		t.Errorf("the profile knows %+v", v.Profile)
	}
}

func TestStrangersTokens(t *testing.T) {
	w := chattest.New(t)
	for _, token := range []string{"nonsense", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		_, err := w.Hello(t.Context(), chat.Socket{ID: "v.x", Tenant: chattest.Tenant, Bot: chattest.Fast},
			chat.Hello{Token: token})
		if chattest.Code(err) != "stale_token" {
			t.Errorf("%s: %v", token, err)
		}
	}
	old := w.Guest()
	old.Opens("/")
	w.Pass(chat.TokenLife)
	old.Opens("/") // slides on
	w.Pass(chat.TokenLife + time.Second)
	_, err := w.Hello(t.Context(), chat.Socket{ID: "v.z", Tenant: chattest.Tenant, Bot: chattest.Fast},
		chat.Hello{Token: old.Token})
	if chattest.Code(err) != "stale_token" {
		t.Errorf("a token of long ago: %v", err)
	}
	amara := w.Guest()
	amara.Opens("/")
	blocked := true
	_, err = w.ChangeVisitor(t.Context(), chattest.Ana, amara.Socket.Visitor, nil, &blocked)
	w.Must(err)
	_, err = w.Hello(t.Context(), chat.Socket{ID: "v.y", Tenant: chattest.Tenant, Bot: chattest.Fast},
		chat.Hello{Token: amara.Token})
	if chattest.Code(err) != "blocked" {
		t.Errorf("a blocked visitor: %v", err)
	}
	if _, err := w.Store.Admit(t.Context(), amara.Socket.ID, w.Now(), chat.Here); chattest.Code(err) != "gone" {
		t.Errorf("a blocked visitor's socket: %v", err)
	}
}

func TestResumeMissesNothing(t *testing.T) {
	world := chattest.New(t)
	amara := world.Guest()
	amara.Opens("/")
	last := amara.Says("one").Reply.ID
	world.Pass(30 * time.Minute)
	amara.Says("two")
	w := amara.Opens("/")
	if n := len(w.Messages); n != 4 {
		t.Errorf("without a cursor there are %d messages", n)
	}
	missed, err := world.Later(t.Context(), amara.Key(), last)
	world.Must(err)
	texts := []string{}
	for _, m := range missed {
		if m.At.After(world.Now().Add(-time.Minute)) {
			texts = append(texts, m.Bubbles[0].Text)
		}
	}
	if diff := cmp.Diff([]string{"two", "you said two"}, texts); diff != "" {
		t.Error(diff)
	}
}

// A script that turns pages or sets attributes without end fills neither the page trail nor the profile.
func TestTrailAndProfileHaveAnEnd(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	for i := range chat.MaxPages + 50 {
		amara.Turns(chat.Page{URL: fmt.Sprintf("https://shop.test/%d", i)})
		w.Pass(chat.FrameRefill)
	}
	events := w.VisitLog(amara.Socket.VisitKey())
	if s := amara.Seen(); len(events) != chat.MaxPages || s.Pages != chat.MaxPages {
		t.Errorf("the trail has %d pages, the visit %d", len(events), s.Pages)
	}
	for i := range chat.MaxAttributes + 20 {
		w.Must(w.Attributes(t.Context(), amara.Socket, map[string]string{fmt.Sprint("a", i): "x"}))
	}
	v, err := w.Store.Visitor(t.Context(), amara.Socket.VisitorKey())
	w.Must(err)
	if len(v.Profile) > chat.MaxAttributes {
		t.Errorf("the profile has %d attributes", len(v.Profile))
	}
}

// A page without a usable address, or with one that is too long to keep, leaves no row in the page trail.
func TestAPageWithoutAnAddressIsNotLogged(t *testing.T) {
	world := chattest.New(t)
	amara := world.Guest()
	now := world.Now()
	s := chat.Socket{
		ID: "v.x", Tenant: chattest.Tenant, Bot: chattest.Fast, Mode: chat.Full, Opened: now, Seen: now, Active: now,
	}
	world.Must(world.Store.OpenSocket(t.Context(), s))
	w, err := world.Hello(t.Context(), s, chat.Hello{
		Page: &chat.Page{URL: "file:///etc/passwd"}, PageURL: "file:///etc/passwd",
	})
	world.Must(err)
	amara.Socket = w.Socket
	events := world.VisitLog(amara.Socket.VisitKey())
	if visit := amara.Seen(); len(events) != 0 || visit.Pages != 0 || visit.Page != nil {
		t.Errorf("the trail has %d rows, the visit is %+v", len(events), visit)
	}
}
