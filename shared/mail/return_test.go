package mail_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/mail"
)

// mailed is a visitor who left an address, with the letter that went there.
func (w *world) mailed(address string) (*chattest.Guest, mail.Letter) {
	w.T.Helper()
	g := w.waits()
	w.Must(w.leaves(g, address))
	w.answers(g, "answer")
	w.Pass(6 * time.Minute)
	w.works()
	if len(w.letters) == 0 {
		w.T.Fatal("no mail went")
	}
	return g, w.letters[len(w.letters)-1]
}

// offers is the question of a browser's widget when it is brought a code.
func (w *world) offers(code, token, name string) (mail.Offer, error) {
	return w.post.Offer(w.Ctx(), code, mail.Browser{Site: "kettle", Token: token, Name: name})
}

// A code that a stranger brings tells whose conversation it is, and does nothing by itself: the visitor says yes, in
// one browser.
func TestACodeIsOfOneBrowserThatSaidYes(t *testing.T) {
	w := begin(t)
	g, l := w.mailed("mallory@mail.test")
	if sight, err := w.post.Look(w.Ctx(), link(l, "go")); err != nil || sight.Address != "m…@mail.test" {
		t.Errorf("the page of the link says %+v, %v", sight, err)
	}
	code, err := w.uses(l, "hers")
	w.Must(err)
	if again, err := w.uses(l, "hers"); err != nil || again != code {
		t.Errorf("a repeat of the press has another code: %v", err)
	}
	victim := w.Guest()
	victim.Site = "kettle"
	victim.Opens("/")
	for range 2 {
		if offer, err := w.offers(code, victim.Token, "victim's"); err != nil || offer.Mine ||
			offer.Address != "m…@mail.test" {
			t.Errorf("the victim is asked %+v, %v", offer, err)
		}
	}
	if offer, err := w.offers(code, g.Token, "hers"); err != nil || !offer.Mine {
		t.Errorf("her own browser is asked %+v, %v", offer, err)
	}
	enter := func(code, site, name string) (string, error) {
		return w.post.Enter(w.Ctx(), code, mail.Browser{Site: site, Name: name})
	}
	token, err := enter(code, "kettle", "one")
	w.Must(err)
	if again, err := enter(code, "kettle", "one"); err != nil || again != token {
		t.Errorf("a browser that lost the answer: %v", err)
	}
	if _, err := w.offers(code, "", "two"); chattest.Code(err) != "link_gone" {
		t.Errorf("a second browser is asked: %v", err)
	}
	_, secret, _ := strings.Cut(link(l, "go"), ".")
	for _, c := range []struct{ code, site, name string }{
		{code, "kettle", "two"},
		{code, "kettle", ""},
		{code, "other", "one"},
		{code[:len(code)-2] + "xx", "kettle", "one"},
		{"t." + secret, "kettle", "one"},
		{link(l, "go"), "kettle", "one"},
		{"", "kettle", "one"},
	} {
		if _, err := enter(c.code, c.site, c.name); chattest.Code(err) != "link_gone" {
			t.Errorf("%+v comes in: %v", c, err)
		}
	}
	w.Pass(2 * time.Minute)
	if _, err := enter(code, "kettle", "one"); chattest.Code(err) != "link_gone" {
		t.Errorf("an old code: %v", err)
	}
}

// The team has blocked the person: the code brings nobody, and says nothing to the browser's own visitor.
func TestABlockedPersonDoesNotComeBack(t *testing.T) {
	w := begin(t)
	g, l := w.mailed("ana@mail.test")
	code, err := w.uses(l, "one")
	w.Must(err)
	_, err = w.Store.UpdateVisitor(w.Ctx(), g.Socket.VisitorKey(), func(v *chat.Visitor) error {
		v.Blocked = true
		return nil
	})
	w.Must(err)
	if _, err := w.offers(code, "", "one"); chattest.Code(err) != "link_gone" {
		t.Errorf("a blocked person comes back: %v", err)
	}
	if err := w.post.Renew(w.Ctx(), link(l, "go")); chattest.Code(err) != "link_gone" {
		t.Errorf("a blocked person gets a new link: %v", err)
	}
	w.answers(g, "another")
	w.Pass(25 * time.Hour)
	w.works()
	if len(w.letters) != 1 {
		t.Errorf("a blocked person is written to: %+v", w.letters[1:])
	}
}

// A visitor who came back by a link may still erase themselves: both browsers read the same.
func TestAVisitorWhoCameBackErasesThemselves(t *testing.T) {
	w := begin(t)
	w.Vault = chattest.NewVault()
	_, l := w.mailed("ana@mail.test")
	device, _, err := w.comesBack(l, "one")
	w.Must(err)
	w.Must(w.EraseOwn(w.Ctx(), device.Socket))
	if state := w.sights(l); state != mail.None {
		t.Errorf("after the erasure the link is %s", state)
	}
}

// A link that leads to no page is not used up, and nobody is led to a developer's machine.
func TestALinkLeadsToAPageOfTheSite(t *testing.T) {
	for _, c := range []struct {
		page, mode string
		origins    []string
		want       string
	}{
		{"https://shop.test/kettles?q=x", "full", []string{"https://shop.test"}, "https://shop.test/kettles"},
		{"https://shop.test/a?artikel=12", "full", []string{"https://shop.test"}, "https://shop.test/a?artikel=12"},
		{
			"https://shop.test/order/k3J8sD92mNq7Zx41Lp0T", "full",
			[]string{"http://first.test", "https://shop.test"},
			"https://shop.test/",
		},
		{"https://a.shop.test/secret", "minimal", []string{"https://*.shop.test"}, "https://a.shop.test"},
		{"https://gone.test/", "full", []string{"http://localhost:8080", "https://shop.test"}, "https://shop.test/"},
		{"https://gone.test/", "full", []string{"http://localhost:8080"}, "http://localhost:8080/"},
		{"https://gone.test/", "full", []string{"https://*.shop.test"}, ""},
	} {
		w := begin(t)
		g := w.waits()
		g.Socket.Mode, g.Socket.Pages = chat.Mode(c.mode), []string{"artikel"}
		_, err := w.post.Leave(w.Ctx(), g.Socket, "ana@mail.test", c.page, "en")
		w.Must(err)
		site, err := w.Store.Site(w.Ctx(), "kettle")
		w.Must(err)
		site.Origins = c.origins
		w.Must(w.Store.PutSite(w.Ctx(), site))
		w.answers(g, "answer")
		w.Pass(6 * time.Minute)
		w.works()
		back, err := w.post.Use(w.Ctx(), link(w.letters[0], "go"), "one")
		if page, _, _ := strings.Cut(back, mail.Fragment); page != c.want {
			t.Errorf("%s leads to %q, %v", c.page, page, err)
		}
		if state := w.sights(w.letters[0]); c.want == "" && (state != mail.Good || chattest.Code(err) != "no_page") {
			t.Errorf("a link without a page is %s: %v", state, err)
		}
	}
}

// ends are the ways in which an address leads nobody to its conversation any more: its owner never left it, or the
// visitor leaves another one.
var ends = map[string]func(w *world, g *chattest.Guest, l mail.Letter) error{
	"not me": func(w *world, _ *chattest.Guest, l mail.Letter) error {
		return w.post.Stop(w.Ctx(), link(l, "stop"), true)
	},
	"another": func(w *world, g *chattest.Guest, _ mail.Letter) error { return w.leaves(g, "right@mail.test") },
}

// The browsers that came in by links to an address are shut out when it ends.
func TestBrowsersOfAWrongAddressAreShutOut(t *testing.T) {
	for name, end := range ends {
		w := begin(t)
		g, l := w.mailed("wrong@mail.test")
		device, _, err := w.comesBack(l, "one")
		w.Must(err)
		w.Must(end(w, g, l))
		_, err = w.Hello(w.Ctx(), device.Socket, chat.Hello{Token: device.Token})
		if chattest.Code(err) != "stale_token" {
			t.Errorf("%s: the stranger's browser goes on: %v", name, err)
		}
		if g.Opens("/"); g.Socket.Conversation != l.Key.ID {
			t.Errorf("%s: the visitor lost their conversation", name)
		}
	}
}
