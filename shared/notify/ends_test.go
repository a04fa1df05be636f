package notify_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// Everything that ends notifications ends them for good: whoever wants them again has to ask.
func TestNotificationsEnd(t *testing.T) {
	yes, no := true, false
	for what, ends := range map[string]func(*world, *chattest.Guest){
		"do not notify me": func(w *world, g *chattest.Guest) {
			w.Must(w.Unsubscribe(w.Ctx(), g.Socket.VisitorKey()))
		},
		"sign-out, reset, consent withdrawn": func(w *world, g *chattest.Guest) {
			w.Must(w.SignOut(w.Ctx(), g.Socket))
		},
		"STOP": func(w *world, g *chattest.Guest) {
			g.Opens("/")
			g.Writes("stop")
			g.Leaves()
		},
		"do not write": func(w *world, g *chattest.Guest) {
			for _, quiet := range []*bool{&yes, &no} {
				_, err := (chat.Permissions{Desk: w.Desk}).Permit(w.Ctx(), chattest.Olu, g.Socket.Visitor, nil, quiet)
				w.Must(err)
			}
		},
		"block": func(w *world, g *chattest.Guest) {
			for _, blocked := range []*bool{&yes, &no} {
				_, err := w.ChangeVisitor(w.Ctx(), chattest.Olu, g.Socket.Visitor, nil, blocked)
				w.Must(err)
			}
		},
		"the owner turns it off": func(w *world, _ *chattest.Guest) {
			_, err := w.DropSitePush(w.Ctx(), chattest.Olu, "kettle")
			w.Must(err)
		},
		"the site is paused": func(w *world, _ *chattest.Guest) {
			site, err := w.Store.Site(w.Ctx(), "kettle")
			w.Must(err)
			site.Paused = true
			w.Must(w.Store.PutSite(w.Ctx(), site))
		},
	} {
		w := begin(t)
		g := w.gone("phone")
		ends(w, g)
		w.Pass(time.Second)
		w.answers(g, "an answer")
		w.notified(what, "")
	}
}

// After an erasure nothing is left to be notified, and a task that was on its way finds nobody.
func TestNobodyWhoWasErasedIsNotified(t *testing.T) {
	w := begin(t)
	w.Vault = chattest.NewVault()
	g := w.gone("phone")
	m, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("an answer"))
	w.Must(err)
	w.Must(w.bell.Answered(w.Ctx(), g.Key(), m))
	_, err = w.Runs(w.Erase(w.Ctx(), chattest.Olu, g.Socket.Visitor))
	w.Must(err)
	w.Must(w.bell.Answered(w.Ctx(), g.Key(), m))
	w.works()
	w.notified("erased", "")
}

// Nobody is subscribed in private mode, on a website that sends no notifications, before they ask for a person, with
// what is no subscription, or without end.
func TestWhoMaySubscribe(t *testing.T) {
	w := begin(t)
	refused := func(what string, err error, code string) {
		t.Helper()
		if chattest.Code(err) != code {
			t.Errorf("%s: %v, want %s", what, err, code)
		}
	}
	g := w.waits()
	private := g.Socket
	private.Mode = chat.Minimal
	to := w.subscription("phone")
	refused("private", w.bell.Subscribe(w.Ctx(), private, to, shop+"/", "en"), "private_mode")
	refused("another website", w.bell.Subscribe(w.Ctx(), g.Socket, to, "https://else.test/", "en"), "no_notifications")
	bad := to
	bad.Endpoint = "https://else.test/push"
	refused("no push service", w.bell.Subscribe(w.Ctx(), g.Socket, bad, shop+"/", "en"), "bad_subscription")
	bad = to
	bad.Auth = "short"
	refused("no key", w.bell.Subscribe(w.Ctx(), g.Socket, bad, shop+"/", "en"), "bad_subscription")
	alone := w.Guest()
	alone.Site = "kettle"
	alone.Opens("/")
	refused("asks nobody", w.asks(alone, "phone"), "not_waiting")
	if n := w.browsers(g); n != 0 {
		t.Fatalf("%d browsers", n)
	}
	for i := range int(chat.BrowsersPerVisitor.Limit) {
		w.Must(w.asks(g, fmt.Sprint(i)))
	}
	if n := w.browsers(g); n != chat.MaxBrowsers {
		t.Errorf("%d browsers, want %d", n, chat.MaxBrowsers)
	}
	if err := w.asks(g, "more"); chat.KindOf(err) != chat.TooMany {
		t.Errorf("one more: %v", err)
	}
	v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey())
	w.Must(err)
	for _, b := range v.ForAgent().Browsers {
		if b.Subscription != (chat.Subscription{}) || b.Since.IsZero() {
			t.Errorf("the team reads %+v", b)
		}
	}
	if v.Browsers[0].Subscription.Endpoint == "" {
		t.Error("and the visitor is not notified any more")
	}
}

// Nobody who came back in private mode is notified: they took the consent back.
func TestNobodyInPrivateModeIsNotified(t *testing.T) {
	w := begin(t)
	g := w.gone("phone")
	w.Pass(time.Hour)
	g.Mode = chat.Minimal
	g.Opens("/")
	g.Leaves()
	w.answers(g, "an answer")
	w.notified("private", "")
}
