package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// ended lets the grace of a closed visit pass, and reads it.
func (g *guest) ended() chat.Session {
	g.o.t.Helper()
	g.o.pass(chat.CloseGrace + time.Second)
	g.o.sweeps()
	s := g.session()
	if s.Live() {
		g.o.t.Fatalf("the visit goes on: %+v", s)
	}
	return s
}

// A visit ends with the page's last sign: closing it is one, being idle or out of sight is not.
func TestAVisitIsAsLongAsItsPageWasLookedAt(t *testing.T) {
	for name, step := range map[string]struct {
		do   func(g *guest)
		want time.Duration
	}{
		"one page for 75 s": {func(g *guest) { g.o.pass(75 * time.Second) }, 75 * time.Second},
		"two pages": {func(g *guest) {
			g.o.pass(40 * time.Second)
			g.admits(chat.Here)
			g.o.must(g.o.Page(g.o.ctx(), g.socket, chat.Page{URL: "https://shop.test/2"}))
			g.o.pass(20 * time.Second)
		}, time.Minute},
		"out of sight at the end": {func(g *guest) {
			g.o.pass(75 * time.Second)
			g.admits(chat.Hidden)
			g.o.pass(2 * time.Minute)
			g.admits(chat.NoSign)
		}, 75 * time.Second},
		"idle at the end": {func(g *guest) {
			g.o.pass(chat.IdleAfter + time.Minute)
			g.admits(chat.Still)
			g.o.pass(4 * time.Minute)
		}, time.Minute},
		"idle, then out of sight": {func(g *guest) {
			g.o.pass(chat.IdleAfter)
			g.admits(chat.Still)
			g.o.pass(time.Minute)
			g.admits(chat.Hidden)
			g.o.pass(time.Minute)
		}, 0},
		"back before the end": {func(g *guest) {
			g.o.pass(chat.IdleAfter)
			g.admits(chat.Still)
			g.o.pass(2 * time.Minute)
			g.admits(chat.Back)
			g.o.pass(10 * time.Second)
		}, 5*time.Minute + 10*time.Second},
		"lost, and found so after ten minutes": {func(g *guest) {
			g.o.pass(time.Minute)
			g.admits(chat.Here)
			g.o.pass(10 * time.Minute)
		}, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			amara := o.guest()
			amara.opens("/")
			step.do(amara)
			amara.leaves()
			if s := amara.ended(); s.Duration(o.Now()) != step.want || s.EndReason != chat.Left {
				t.Errorf("the visit was %s (%s), want %s", s.Duration(o.Now()), s.EndReason, step.want)
			}
		})
	}
}

// The stream may tell late that a socket went: the visit ended when it did.
func TestALateStreamMakesNoLongerVisit(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	o.pass(time.Minute)
	closed := o.Now()
	o.must(o.Store.CloseSocket(o.ctx(), amara.socket.ID))
	o.pass(10 * time.Minute)
	for ; o.relay < len(o.store.Changes); o.relay++ {
		change := o.store.Changes[o.relay]
		change.At = closed
		o.must(o.Relay(o.ctx(), change))
	}
	if s := amara.ended(); s.Duration(o.Now()) != time.Minute {
		t.Errorf("the visit was %s", s.Duration(o.Now()))
	}
}

// A page that says when its visitor goes is believed while it says nothing: who reads for an
// hour is in the same visit, in another tab too.
func TestReadingForLongIsOneVisit(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.tells = true
	amara.opens("/")
	first := amara.socket
	for range 7 {
		o.pass(9 * time.Minute)
		amara.admits(chat.NoSign)
		o.sweeps()
	}
	amara.opens("/other")
	if amara.socket.Session != first.Session {
		t.Error("another tab began another visit")
	}
	s, err := o.Store.Socket(o.ctx(), first.ID)
	o.must(err)
	if s.Quiet(o.Now()) {
		t.Error("what they do now begins another visit")
	}
	amara.tells = false
	other := o.guest()
	other.opens("/")
	o.pass(9 * time.Minute)
	other.admits(chat.Still)
	for range 4 {
		o.pass(9 * time.Minute)
		other.admits(chat.NoSign)
	}
	if s, err = o.Store.Socket(o.ctx(), other.socket.ID); err != nil || !s.Quiet(o.Now()) {
		t.Errorf("after half an hour without a sign there is no other visit: %v", err)
	}
}
