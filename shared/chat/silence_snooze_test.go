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
			w.Employs(chattest.Ana)
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

// Hours, the service window and staleness are judged when a follow-up would be said, and not when it was planned.
func TestALateFollowUpKeepsTheHoursAndTheWindow(t *testing.T) {
	open := hours.Hours{Zone: "UTC"}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		open.Week = append(open.Week, hours.Span{Day: day, From: "09:00", To: "17:00"})
	}
	rules := chat.Silence{SilenceRules: chat.SilenceRules{After: 60, Text: anythingElse}}
	begins := func(t *testing.T, open hours.Hours, from, minute int) *chattest.World {
		w := chattest.New(t)
		silence(w, rules, open)
		day := w.Now().Truncate(24*time.Hour).AddDate(0, 0, 1)
		w.At(day.Add(time.Duration(from)*time.Hour + time.Duration(minute)*time.Minute))
		return w
	}
	asked := func(w *chattest.World, key chat.ConversationKey, want int, when string) {
		w.T.Helper()
		w.Sweeps()
		if n := timesSaid(w, key, anythingElse); n != want {
			w.T.Errorf("%s, at %s, they were asked %d times", when, w.Now(), n)
		}
	}
	t.Run("the sweep comes after closing time", func(t *testing.T) {
		w := begins(t, open, 15, 55)
		g := helped(w)
		w.Pass(70 * time.Minute)
		asked(w, g.Key(), 0, "after closing time")
		w.Pass(15*time.Hour + 56*time.Minute)
		asked(w, g.Key(), 1, "in the morning")
	})
	t.Run("the sweep comes hours late", func(t *testing.T) {
		w := begins(t, hours.Hours{}, 9, 0)
		g := helped(w)
		w.Pass(4 * time.Hour)
		asked(w, g.Key(), 0, "hours late")
	})
	t.Run("the window closes meanwhile", func(t *testing.T) {
		w := begins(t, hours.Hours{}, 9, 0)
		key := w.Writes(chat.Contact{WaID: "5511987654321"}, "wamid.1", "Can I speak to a person?")
		w.Pass(22*time.Hour + 50*time.Minute)
		agentSays(w, key, "Yes, it is.")
		w.Pass(66 * time.Minute)
		asked(w, key, 0, "four minutes before the window closes")
	})
}
