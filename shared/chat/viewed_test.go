package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

func TestWhatWasReadRidesOnTheNextWord(t *testing.T) {
	world := chattest.New(t)
	amara := world.Guest()
	amara.Opens("/")
	first := amara.Says("hello")
	tab := amara.Socket.ID
	amara.Opens("/other") // a second tab of the same visitor
	world.Pass(time.Second)
	in := amara.Incoming(world.ID(), "and this")
	in.From, in.Seen = tab, first.Reply.ID
	before := world.Head(amara.Key()).Version
	_, err := world.Receive(t.Context(), in)
	world.Must(err)
	h := world.Head(amara.Key())
	if h.SeenByVisitor != first.Reply.ID || h.Version != before+1 {
		t.Errorf("seen %q with %d writes of the head, want %q with one", h.SeenByVisitor, h.Version-before, first.Reply.ID)
	}
	if told := world.SeenPushes(amara.Socket.ID); len(told) == 0 || told[0] != first.Reply.ID {
		t.Errorf("the other tab was told %v", told)
	}
	if w := amara.Opens("/again"); w.Seen != first.Reply.ID {
		t.Errorf("the welcome says that %q was seen", w.Seen)
	}
}

func TestSeenMovesForwardOnlyAndNeverAheadOfTheClock(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	w.Must(w.Seen(t.Context(), amara.Key(), w.ID(), "")) // before anything was said
	first := amara.Says("one")
	w.Pass(time.Second)
	second := amara.Says("two")
	future := chat.MessageID(w.NewID(w.Now().Add(time.Hour)))
	for _, upTo := range []chat.MessageID{second.Reply.ID, first.Reply.ID, future} {
		w.Must(w.Seen(t.Context(), amara.Key(), upTo, amara.Socket.ID))
	}
	if h := w.Head(amara.Key()); h.SeenByVisitor != second.Reply.ID {
		t.Errorf("seen is %q, want %q", h.SeenByVisitor, second.Reply.ID)
	}
	version := w.Head(amara.Key()).Version
	w.Must(w.Seen(t.Context(), amara.Key(), second.Reply.ID, ""))
	if now := w.Head(amara.Key()).Version; now != version {
		t.Error("what was known already was written again")
	}
	if told := w.SeenPushes(amara.Socket.ID); len(told) != 0 {
		t.Errorf("the tab that reads was told %v", told)
	}
}
