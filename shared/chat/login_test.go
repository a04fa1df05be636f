package chat_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/views"
)

// signing is a world whose website says who is signed in.
type signing struct {
	*chattest.World
	links *chat.Links
}

func newSigning(t *testing.T) *signing {
	t.Helper()
	w := chattest.New(t)
	w.Vault = chattest.NewVault()
	return &signing{World: w, links: chat.NewLinks(w.Desk, w.Store)}
}

// browser is a new browser on the website.
func (w *signing) browser() *chattest.Guest {
	w.T.Helper()
	g := w.Guest()
	g.Opens("/")
	return g
}

func (w *signing) signIn(g *chattest.Guest, sub string) error {
	return w.links.SignIn(w.Ctx(), g.Socket, chat.SignedIn{Sub: sub})
}

// signedIn is a new browser in which a user is signed in.
func (w *signing) signedIn(sub string) *chattest.Guest {
	w.T.Helper()
	g := w.browser()
	w.Must(w.signIn(g, sub))
	return g
}

func (w *signing) visitor(g *chattest.Guest) chat.Visitor {
	w.T.Helper()
	v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey())
	w.Must(err)
	return v
}

// person are the visitors whom the team sees as one.
func (w *signing) person(g *chattest.Guest) map[chat.VisitorID]bool {
	w.T.Helper()
	others, err := chat.LinkedWith(w.Ctx(), w.Store, w.visitor(g))
	w.Must(err)
	all := map[chat.VisitorID]bool{g.Socket.Visitor: true}
	for _, o := range others {
		all[o.ID] = true
	}
	return all
}

// One user in two browsers is one person for the team: one row with both transcripts. Each browser reads what it read
// before.
func TestAUserInTwoBrowsersIsOnePerson(t *testing.T) {
	w := newSigning(t)
	one := w.signedIn("user-42")
	one.Says("Do you have kettles?")
	other := w.browser()
	other.Says("Where is my parcel?")
	w.Must(w.signIn(other, "user-42"))
	w.Must(w.signIn(other, "user-42")) // the next page
	for _, g := range []*chattest.Guest{one, other} {
		v := w.visitor(g)
		if v.Login == nil || v.Login.Sub != "user-42" || len(v.Links) != 1 || v.Links[0].How != chat.ByLogin {
			t.Fatalf("the profile is %+v, %+v", v.Login, v.Links)
		}
		person, err := w.Person(w.Ctx(), chattest.Ana, g.Socket.Visitor)
		w.Must(err)
		if len(person.Linked) != 1 || len(person.Conversations) != 2 {
			t.Errorf("%d others, %d transcripts", len(person.Linked), len(person.Conversations))
		}
		back := g.Opens("/again")
		if words := wordsOf(back.Messages); strings.Contains(words, "kettles") == strings.Contains(words, "parcel") {
			t.Errorf("a browser reads %q", words)
		}
		own, err := w.VisitorData(w.Ctx(), g.Socket)
		w.Must(err)
		if !back.SignedIn || own.Profile["signed in as"] != "user-42" {
			t.Errorf("the page hears of it: %v; the visitor reads of themselves: %v", back.SignedIn, own.Profile)
		}
	}
	people := map[chat.VisitorID]chat.Visitor{one.Socket.Visitor: w.visitor(one), other.Socket.Visitor: w.visitor(other)}
	rows, _, err := w.Together(w.Ctx(), views.VisitQuery{Live: true}, w.AllVisits(true), people)
	w.Must(err)
	if len(rows) != 1 {
		t.Errorf("the person is %d rows", len(rows))
	}
	if found := w.Finds("user-42"); len(found) != 1 {
		t.Errorf("a search by the website's id finds %v", found)
	}
}

// On a computer that two users share, the second is told to begin anew, and is another person.
func TestTheNextUserOfAComputerIsAnotherVisitor(t *testing.T) {
	w := newSigning(t)
	g := w.signedIn("ann")
	g.Says("It is about my loan")
	first := g.Socket.Visitor
	if err := w.signIn(g, "bob"); chat.CodeOf(err) != "other_user" {
		t.Fatalf("bob is answered with %v", err)
	}
	g.Token = ""
	if welcome := g.Opens("/"); len(welcome.Messages) > 0 || welcome.SignedIn {
		t.Errorf("bob sees %v", welcome.Messages)
	}
	w.Must(w.signIn(g, "bob"))
	if g.Socket.Visitor == first || len(w.person(g)) != 1 {
		t.Errorf("bob is ann: %v", w.person(g))
	}
	// And ann once more, at the same computer: she is joined with her first visitor, and reads nothing of it.
	g.Token = ""
	if welcome := g.Opens("/"); len(welcome.Messages) > 0 {
		t.Errorf("ann's next visitor sees %v", welcome.Messages)
	}
	w.Must(w.signIn(g, "ann"))
	if who := w.person(g); len(who) != 2 || !who[first] {
		t.Errorf("ann is %v", who)
	}
}

// Two users are joined by nothing: not by hand, and not by way of somebody who is no user.
func TestTwoUsersAreNeverJoined(t *testing.T) {
	w := newSigning(t)
	ann, bob, phone := w.signedIn("ann"), w.signedIn("bob"), w.browser()
	byHand := func(a, b *chattest.Guest) error {
		return w.links.LinkByHand(w.Ctx(), chattest.Ana, a.Socket.Visitor, b.Socket.Visitor, "They told me so")
	}
	if err := byHand(ann, bob); chat.CodeOf(err) != "two_users" {
		t.Errorf("two users are answered with %v", err)
	}
	w.Must(byHand(ann, phone))
	if err := byHand(phone, bob); chat.CodeOf(err) != "two_users" {
		t.Errorf("a friend of both is answered with %v", err)
	}
	if err := w.signIn(phone, "bob"); chat.CodeOf(err) != "other_user" {
		t.Errorf("bob on ann's telephone is answered with %v", err)
	}
	w.Must(w.signIn(phone, "ann"))
}

// joining is a store in which something else happens in the moment before two visitors are joined, or after it.
type joining struct {
	chat.LinkStore
	before, after func()
}

func (j *joining) UpdateTwo(
	ctx context.Context, tenant chat.TenantID, a, b chat.VisitorID, change func(a, b *chat.Visitor) error,
) error {
	if do := j.before; do != nil {
		j.before = nil
		do()
	}
	err := j.LinkStore.UpdateTwo(ctx, tenant, a, b, change)
	if do := j.after; do != nil {
		j.after = nil
		do()
	}
	return err
}

// Two links that are made at once do not make one person of two users either.
func TestTwoLinksAtOnceJoinNoTwoUsers(t *testing.T) {
	w := newSigning(t)
	ann, bob, one, other := w.signedIn("ann"), w.signedIn("bob"), w.browser(), w.browser()
	byHand := func(by *chat.Links, a, b *chattest.Guest) error {
		return by.LinkByHand(w.Ctx(), chattest.Ana, a.Socket.Visitor, b.Socket.Visitor, "They told me so")
	}
	w.Must(byHand(w.links, one, other))
	store := &joining{LinkStore: w.Store, before: func() { w.Must(byHand(w.links, bob, other)) }}
	if err := byHand(chat.NewLinks(w.Desk, store), ann, one); chat.CodeOf(err) != "two_users" {
		t.Errorf("the second is answered with %v", err)
	}
	if w.person(ann)[bob.Socket.Visitor] {
		t.Error("ann is bob")
	}
}

// An agent takes two profiles apart, whoever joined them, and the next login leaves it so. Nobody knows to which of the
// two a third browser belongs, so it is joined with neither.
func TestWhatTheTeamTookApartStaysApart(t *testing.T) {
	for _, byHand := range []bool{false, true} {
		w := newSigning(t)
		one, other := w.browser(), w.browser()
		if byHand {
			w.Must(w.links.LinkByHand(w.Ctx(), chattest.Ana, one.Socket.Visitor, other.Socket.Visitor, "They told me so"))
		}
		w.Must(w.signIn(one, "ann"))
		w.Must(w.signIn(other, "ann"))
		w.Must(w.links.Unlink(w.Ctx(), chattest.Ana, one.Socket.Visitor, other.Socket.Visitor))
		w.Must(w.signIn(other, "ann"))
		w.Must(w.signIn(one, "ann"))
		if third := w.signedIn("ann"); len(w.person(one)) != 1 || len(w.person(other)) != 1 || len(w.person(third)) != 1 {
			t.Errorf("by hand %v: they are joined again: %v, %v, %v", byHand, w.person(one), w.person(other), w.person(third))
		}
		if err := w.signIn(other, "bob"); chat.CodeOf(err) != "other_user" {
			t.Errorf("another user is answered with %v", err)
		}
	}
}

// An erasure means all of a user's browsers, and takes the identity with it: another login begins anew.
func TestAnErasedUserBeginsAnew(t *testing.T) {
	w := newSigning(t)
	one, other := w.signedIn("ann"), w.signedIn("ann")
	_, err := w.Runs(w.Erase(w.Ctx(), chattest.Olu, other.Socket.Visitor))
	w.Must(err)
	for _, g := range []*chattest.Guest{one, other} {
		if err := w.signIn(g, "ann"); !errors.Is(err, chat.ErrErased) {
			t.Errorf("an erased visitor is answered with %v", err)
		}
	}
	w.Pass(time.Minute)
	third := w.signedIn("ann")
	if len(w.person(third)) != 1 {
		t.Errorf("ann is %v", w.person(third))
	}
	w.Must(w.EraseOwn(w.Ctx(), third.Socket)) // she is known by nothing but this browser
	if w.signIn(third, "ann") == nil {
		t.Error("an erased visitor is signed in")
	}
}

// A visitor who leaves in the moment in which they are signed in leaves no identity behind that leads to them.
func TestALoginInTheMomentOfAnErasureLeavesNothing(t *testing.T) {
	w := newSigning(t)
	g := w.browser()
	w.Memory.Inject = func(method string) memory.Fault {
		if method == "AddIdentity" {
			return memory.FailStored
		}
		return memory.None
	}
	if w.signIn(g, "ann") == nil {
		t.Fatal("nothing failed")
	}
	w.Memory.Inject = nil
	w.Must(w.EraseOwn(w.Ctx(), g.Socket))
	w.Pass(time.Minute)
	if other := w.signedIn("ann"); len(w.visitor(other).Identities) != 1 {
		t.Errorf("the identity leads to nobody: %+v", w.visitor(other))
	}
}
