package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// In minimal mode nothing is kept of a login, a site without a secret takes none, and a visitor says it ten times an
// hour at most.
func TestALoginIsAdmitted(t *testing.T) {
	w := newSigning(t)
	site := chat.Site{Key: "shop", Tenant: chattest.Tenant, Bot: chattest.Fast}
	w.Must(w.Store.PutSite(w.Ctx(), site))
	g := w.Guest()
	g.Site = "shop"
	g.Opens("/")
	admits := func(g *chattest.Guest) string {
		_, err := w.links.LoginSite(w.Ctx(), g.Socket)
		return chat.CodeOf(err)
	}
	private := guest(w.World, chat.Minimal)
	if got := admits(private); got != "login_private" {
		t.Errorf("a visitor who wants privacy: %q", got)
	}
	if got := admits(g); got != "login_off" {
		t.Errorf("a site without a secret: %q", got)
	}
	site.Version, site.Login = 1, &chat.SiteLogin{Secret: chat.SealedSecret{Row: "shop", Sealed: []byte("x")}}
	w.Must(w.Store.PutSite(w.Ctx(), site))
	for range chat.LoginsPerVisitor.Limit - 1 {
		if got := admits(g); got != "" {
			t.Fatalf("the visitor is answered with %q", got)
		}
	}
	if got := admits(g); got != "slow_down" {
		t.Errorf("the eleventh time: %q", got)
	}
}

// The facts that come with a login outrank a page's, but not those of the team; and one that has not the form of such a
// fact is left out.
func TestTheFactsOfALoginOutrankThoseOfAPage(t *testing.T) {
	w := newSigning(t)
	g := w.browser()
	page := func(name, email string) {
		w.Pass(time.Second)
		w.Must(w.Attributes(w.Ctx(), g.Socket, map[string]string{"name": name, "email": email}))
	}
	login := func(who chat.SignedIn) {
		w.Pass(time.Second)
		who.Sub = "ann"
		w.Must(w.links.SignIn(w.Ctx(), g.Socket, who))
	}
	is := func(field, value string, source chat.ClaimSource) {
		t.Helper()
		if f := w.visitor(g).Profile[field]; f.Value != value || source != "" && f.Source != source {
			t.Errorf("%s is %+v", field, f)
		}
	}
	page("Ann", "made-up@mail.test")
	login(chat.SignedIn{Name: "Ann", Email: "ann@mail.test", Phone: "nonsense"})
	is("name", "Ann", chat.FromLogin)
	is("email", "ann@mail.test", chat.FromLogin)
	is("phone", "", "")
	page("Mallory", "mallory@mail.test")
	is("name", "Ann", chat.FromLogin)
	is("email", "ann@mail.test", chat.FromLogin)
	w.Pass(time.Second)
	_, err := w.ChangeVisitor(w.Ctx(), chattest.Ana, g.Socket.Visitor, map[string]string{"name": "Dr. Ann"}, nil)
	w.Must(err)
	login(chat.SignedIn{Name: "Ann", Email: "no address"})
	is("name", "Dr. Ann", "")
	is("email", "ann@mail.test", chat.FromLogin)
}

// A viewer who sees no contact data does not see an address that a website has as its id of a user.
func TestAnIDThatIsAnAddressIsMasked(t *testing.T) {
	w := newSigning(t)
	ann, bob := w.signedIn("ann@mail.test"), w.signedIn("user-42")
	viewer := chattest.Ana
	viewer.Role = chat.RoleViewer
	for g, want := range map[*chattest.Guest]string{ann: chat.Masking, bob: "user-42"} {
		person, err := w.Person(w.Ctx(), viewer, g.Socket.Visitor)
		w.Must(err)
		if got := person.Visitor.Login.Sub; got != want {
			t.Errorf("a viewer reads %q", got)
		}
	}
	if w.visitor(ann).Login.Sub != "ann@mail.test" || w.visitor(ann).ForAgent().Login.Hash != "" {
		t.Error("the masking is stored, or an agent reads a hash")
	}
}
