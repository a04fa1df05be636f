package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
	"github.com/botifire/livechat/shared/memory"
	"pgregory.net/rapid"
)

// In any order of words, typing, timers that come twice and writes that fail: a conversation goes back to the bot once
// a silence and never from a customer who waits; its customer is asked once a case; and in the end nobody is left with
// a person who has nothing to do.
func TestEachReturnHappensOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := chattest.New(t)
		rules := chat.SilenceRules{
			Back:  rapid.IntRange(0, 40).Draw(rt, "back"),
			After: rapid.IntRange(0, 40).Draw(rt, "after"), Text: anythingElse,
		}
		silence(w, chat.Silence{SilenceRules: rules}, hours.Hours{})
		g := helped(w)
		ana := chattest.Ana
		had, lastWord := w.Head(g.Key()), w.Now()
		returns := 0
		judge := func() {
			h := w.Head(g.Key())
			if had.Owner == chat.OwnerAgent && h.Owner == chat.OwnerBot && h.Status == chat.Open {
				returns++
				silent := h.OwnedAt.Sub(lastWord)
				if !had.Waits().IsZero() || rules.Back == 0 || silent < time.Duration(rules.Back)*time.Minute {
					rt.Fatalf("it returned after %s of silence, waiting since %s", silent, had.Waits())
				}
			}
			if n := returned(w, g.Key()); n != returns {
				rt.Fatalf("%d returns are in the transcript, %d happened", n, returns)
			}
			if n := timesSaid(w, g.Key(), anythingElse); n > h.Case {
				rt.Fatalf("asked %d times in %d cases", n, h.Case)
			}
			if h.At.After(lastWord) {
				lastWord = h.At
			}
			had = h
		}
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			if rapid.IntRange(0, 3).Draw(rt, "fault") == 0 {
				kind := rapid.SampledFrom([]memory.Fault{memory.Fail, memory.FailStored}).Draw(rt, "kind")
				w.Memory.Inject = failing(rapid.IntRange(1, 4).Draw(rt, "write"), kind)
			}
			switch rapid.IntRange(0, 5).Draw(rt, "act") {
			case 0:
				_, _ = w.Receive(w.Ctx(), g.Incoming(w.ID(), "Something else"))
			case 1:
				_, _, _ = w.Reply(w.Ctx(), ana, g.Key(), w.ID(), chat.Text("An answer"))
			case 2:
				_ = w.Typing(w.Ctx(), g.Key(), &ana, true)
			case 3:
				_ = w.WakeConversation(w.Ctx(), g.Key())
			case 4:
				_, _ = w.Sweep(w.Ctx(), 100)
			case 5:
				w.Pass(time.Duration(rapid.IntRange(1, 25*60).Draw(rt, "seconds")) * time.Second)
			}
			w.Memory.Inject = nil
			w.Pass(time.Second)
			judge()
		}
		for range 10 {
			w.Pass(15 * time.Minute)
			_, _ = w.Sweep(w.Ctx(), 100)
			judge()
		}
		if rules.Back > 0 && had.Owner == chat.OwnerAgent && had.Waits().IsZero() {
			rt.Fatalf("it stays with a person: %+v", had)
		}
	})
}

// failing makes one of the next writes fail, or its answer get lost.
func failing(n int, kind memory.Fault) func(string) memory.Fault {
	return func(string) memory.Fault {
		if n--; n == 0 {
			return kind
		}
		return memory.None
	}
}

// returned counts the returns in a transcript.
func returned(w *chattest.World, key chat.ConversationKey) (n int) {
	w.T.Helper()
	rows, err := w.Store.History(w.Ctx(), key, "", 100)
	w.Must(err)
	for _, m := range rows {
		if len(m.Bubbles) > 0 && m.Body().Event != nil && m.Body().Event.Name == chat.EventHandedBack {
			n++
		}
	}
	return n
}
