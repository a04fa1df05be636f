package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
)

// A snooze is a reminder: when it ends, or is taken back, its person has as much time as after a word of theirs.
func TestTheEndOfASnoozeGivesItsPersonTime(t *testing.T) {
	for name, byHand := range map[string]bool{"by itself": false, "by hand": true} {
		t.Run(name, func(t *testing.T) {
			w := chattest.New(t)
			silence(w, chat.Silence{SilenceRules: chat.SilenceRules{Back: 10}}, hours.Hours{})
			g := helped(w)
			until := w.Now().Add(15 * time.Hour)
			_, err := w.Snooze(w.Ctx(), chattest.Ana, g.Key(), until, w.Sees(g.Key()))
			w.Must(err)
			for range 14 { // its timer is moved meanwhile
				w.Pass(time.Hour)
				w.Sweeps()
			}
			if byHand {
				_, err := w.Reopen(w.Ctx(), chattest.Ana, g.Key(), chat.OwnerAgent, w.Sees(g.Key()))
				w.Must(err)
			} else {
				w.Pass(time.Hour)
			}
			w.Sweeps()
			if h := w.Head(g.Key()); h.Owner != chat.OwnerAgent || h.Status != chat.Open {
				t.Fatalf("it goes back to the bot at once: %+v", h)
			}
			w.Pass(9 * time.Minute)
			w.Sweeps()
			if h := w.Head(g.Key()); h.Owner != chat.OwnerAgent {
				t.Fatalf("its person has less than ten minutes: %+v", h)
			}
			w.Pass(2 * time.Minute)
			w.Sweeps()
			if h := w.Head(g.Key()); h.Owner != chat.OwnerBot {
				t.Errorf("it never goes back: %+v", h)
			}
		})
	}
}
