package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// seenPushes is how far a socket was told that its visitor has read.
func (o *office) seenPushes(id chat.ConnectionID) []chat.MessageID {
	var told []chat.MessageID
	for _, p := range o.pushes[id] {
		if p.Seen != "" {
			told = append(told, p.Seen)
		}
	}
	return told
}

func TestWhatWasReadRidesOnTheNextWord(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	first := amara.says("hello")
	tab := amara.socket.ID
	amara.opens("/other") // a second tab of the same visitor
	o.pass(time.Second)
	in := amara.incoming(o.id(), "and this")
	in.From, in.Seen = tab, first.Reply.ID
	before := o.head(amara.key()).Version
	_, err := o.Receive(t.Context(), in)
	o.must(err)
	h := o.head(amara.key())
	if h.SeenByVisitor != first.Reply.ID || h.Version != before+1 {
		t.Errorf("seen %q with %d writes of the head, want %q with one", h.SeenByVisitor, h.Version-before, first.Reply.ID)
	}
	if told := o.seenPushes(amara.socket.ID); len(told) == 0 || told[0] != first.Reply.ID {
		t.Errorf("the other tab was told %v", told)
	}
	if w := amara.opens("/again"); w.Seen != first.Reply.ID {
		t.Errorf("the welcome says that %q was seen", w.Seen)
	}
}

func TestSeenMovesForwardOnlyAndNeverAheadOfTheClock(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	o.must(o.Seen(t.Context(), amara.key(), o.id(), "")) // before anything was said
	first := amara.says("one")
	o.pass(time.Second)
	second := amara.says("two")
	future := chat.MessageID(o.NewID(o.Now().Add(time.Hour)))
	for _, upTo := range []chat.MessageID{second.Reply.ID, first.Reply.ID, future} {
		o.must(o.Seen(t.Context(), amara.key(), upTo, amara.socket.ID))
	}
	if h := o.head(amara.key()); h.SeenByVisitor != second.Reply.ID {
		t.Errorf("seen is %q, want %q", h.SeenByVisitor, second.Reply.ID)
	}
	version := o.head(amara.key()).Version
	o.must(o.Seen(t.Context(), amara.key(), second.Reply.ID, ""))
	if now := o.head(amara.key()).Version; now != version {
		t.Error("what was known already was written again")
	}
	if told := o.seenPushes(amara.socket.ID); len(told) != 0 {
		t.Errorf("the tab that reads was told %v", told)
	}
}
