package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A blocked user is blocked in each browser, and all of them are free again together.
func TestABlockedUserIsBlockedEverywhere(t *testing.T) {
	w := newSigning(t)
	one, other := w.signedIn("ann"), w.browser()
	block := func(g *chattest.Guest, is bool) {
		_, err := w.ChangeVisitor(w.Ctx(), chattest.Ana, g.Socket.Visitor, nil, &is)
		w.Must(err)
	}
	block(one, true)
	for range 2 { // and again, as its page would
		if err := w.signIn(other, "ann"); chat.CodeOf(err) != "blocked" {
			t.Errorf("ann in another browser is answered with %v", err)
		}
	}
	if pushes := w.Pushes[other.Socket.ID]; len(pushes) == 0 || pushes[0].Action != chat.PushBlocked {
		t.Errorf("her page hears %v", pushes)
	}
	block(one, false)
	if w.visitor(other).Blocked {
		t.Error("she is still blocked there")
	}
	w.Must(w.signIn(other, "ann"))
}

// A person has so many profiles at most. A user who is blocked is blocked in the browsers beyond, too.
func TestABlockedUserIsBlockedBeyondTheLastProfile(t *testing.T) {
	w := newSigning(t)
	first := w.signedIn("ann")
	for range chat.MaxLinked - 1 {
		w.signedIn("ann")
	}
	next := w.browser()
	if err := w.signIn(next, "ann"); chat.CodeOf(err) != "too_many_links" || w.visitor(next).Blocked {
		t.Fatalf("the next one is answered with %v", err)
	}
	is := true
	_, err := w.ChangeVisitor(w.Ctx(), chattest.Ana, first.Socket.Visitor, nil, &is)
	w.Must(err)
	for _, g := range []*chattest.Guest{next, w.browser()} {
		if err := w.signIn(g, "ann"); chat.CodeOf(err) != "blocked" || !w.visitor(g).Blocked {
			t.Errorf("she is answered with %v, blocked %v", err, w.visitor(g).Blocked)
		}
	}
}

// Whether a block comes in the moment before a login joins somebody, or in the one after: they are blocked.
func TestABlockInTheMomentOfALogin(t *testing.T) {
	is := true
	for _, before := range []bool{true, false} {
		w := newSigning(t)
		one, second, other := w.signedIn("ann"), w.signedIn("ann"), w.browser()
		store := &joining{LinkStore: w.Store}
		block := func() {
			_, err := w.ChangeVisitor(w.Ctx(), chattest.Ana, second.Socket.Visitor, nil, &is)
			w.Must(err)
		}
		if before {
			store.before = block
		} else {
			store.after = block
		}
		err := chat.NewLinks(w.Desk, store).SignIn(w.Ctx(), other.Socket, chat.SignedIn{Sub: "ann"})
		if chat.CodeOf(err) != "blocked" || !w.visitor(other).Blocked || !w.visitor(one).Blocked {
			t.Errorf("before %v: she is answered with %v, blocked %v", before, err, w.visitor(other).Blocked)
		}
	}
}

// A block that reads a person while a login adds to it: the login sees the block.
func TestALoginInTheMomentOfABlock(t *testing.T) {
	w := newSigning(t)
	one, second, other := w.signedIn("ann"), w.signedIn("ann"), w.browser()
	// One profile of the person is blocked already, and the others are to come.
	store := &joining{LinkStore: w.Store, after: func() {
		_, err := w.Store.UpdateVisitor(w.Ctx(), second.Socket.VisitorKey(), func(v *chat.Visitor) error {
			v.Blocked = true
			return nil
		})
		w.Must(err)
	}}
	err := chat.NewLinks(w.Desk, store).SignIn(w.Ctx(), other.Socket, chat.SignedIn{Sub: "ann"})
	if chat.CodeOf(err) != "blocked" || !w.visitor(other).Blocked || w.visitor(one).Blocked {
		t.Errorf("she is answered with %v, blocked %v", err, w.visitor(other).Blocked)
	}
}
