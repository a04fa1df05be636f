package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A visit ends with the page's last sign: closing it is one, being idle or out of sight is not.
func TestAVisitIsAsLongAsItsPageWasLookedAt(t *testing.T) {
	for name, step := range map[string]struct {
		do   func(g *chattest.Guest)
		want time.Duration
	}{
		"one page for 75 s": {func(g *chattest.Guest) { g.World.Pass(75 * time.Second) }, 75 * time.Second},
		"two pages": {func(g *chattest.Guest) {
			g.World.Pass(40 * time.Second)
			g.Turns(chat.Page{URL: "https://shop.test/2"})
			g.World.Pass(20 * time.Second)
		}, time.Minute},
		"out of sight at the end": {func(g *chattest.Guest) {
			g.World.Pass(75 * time.Second)
			g.Admits(chat.Hidden)
			g.World.Pass(2 * time.Minute)
			g.Admits(chat.NoSign)
		}, 75 * time.Second},
		"idle at the end": {func(g *chattest.Guest) {
			g.World.Pass(chat.IdleAfter + time.Minute)
			g.Admits(chat.Still)
			g.World.Pass(4 * time.Minute)
		}, time.Minute},
		"idle, then out of sight": {func(g *chattest.Guest) {
			g.World.Pass(chat.IdleAfter)
			g.Admits(chat.Still)
			g.World.Pass(time.Minute)
			g.Admits(chat.Hidden)
			g.World.Pass(time.Minute)
		}, 0},
		"back before the end": {func(g *chattest.Guest) {
			g.World.Pass(chat.IdleAfter)
			g.Admits(chat.Still)
			g.World.Pass(2 * time.Minute)
			g.Admits(chat.Back)
			g.World.Pass(10 * time.Second)
		}, 5*time.Minute + 10*time.Second},
		"lost, and found so after ten minutes": {func(g *chattest.Guest) {
			g.World.Pass(time.Minute)
			g.Admits(chat.Here)
			g.World.Pass(10 * time.Minute)
		}, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			w := chattest.New(t)
			amara := w.Guest()
			amara.Opens("/")
			step.do(amara)
			amara.Leaves()
			if s := amara.Ended(); s.Duration(w.Now()) != step.want || s.EndReason != chat.Left {
				t.Errorf("the visit was %s (%s), want %s", s.Duration(w.Now()), s.EndReason, step.want)
			}
		})
	}
}

// The stream may tell late that a socket went: the visit ended when it did.
func TestALateStreamMakesNoLongerVisit(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	w.Pass(time.Minute)
	w.Must(w.Store.CloseSocket(w.Ctx(), amara.Socket.ID, w.Now()))
	w.Pass(10 * time.Minute)
	for ; w.Relayed < len(w.Memory.Changes); w.Relayed++ {
		w.Must(w.Relay(w.Ctx(), w.Memory.Changes[w.Relayed]))
	}
	if s := amara.Ended(); s.Duration(w.Now()) != time.Minute {
		t.Errorf("the visit was %s", s.Duration(w.Now()))
	}
}

// A page that says when its visitor goes is believed while it says nothing: a visitor who reads for an hour is
// in the same visit, in another tab too.
func TestReadingForLongIsOneVisit(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Tells = true
	amara.Opens("/")
	first := amara.Socket
	for range 7 {
		w.Pass(9 * time.Minute)
		amara.Admits(chat.NoSign)
		w.Sweeps()
	}
	amara.Opens("/other")
	if amara.Socket.Visit != first.Visit {
		t.Error("another tab began another visit")
	}
	s, err := w.Store.Socket(w.Ctx(), first.ID)
	w.Must(err)
	if s.Quiet(w.Now()) {
		t.Error("what they do now begins another visit")
	}
	amara.Tells = false
	other := w.Guest()
	other.Opens("/")
	w.Pass(9 * time.Minute)
	other.Admits(chat.Still)
	for range 4 {
		w.Pass(9 * time.Minute)
		other.Admits(chat.NoSign)
	}
	if s, err = w.Store.Socket(w.Ctx(), other.Socket.ID); err != nil || !s.Quiet(w.Now()) {
		t.Errorf("after half an hour without a sign there is no other visit: %v", err)
	}
}
