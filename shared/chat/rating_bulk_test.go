package chat_test

import (
	"context"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// closing is a way to close a case, and for how long it may be undone.
type closing struct {
	closes func(
		ctx context.Context, d *chat.Desk, a chat.Agent, key chat.ConversationKey, seen chat.Seen,
	) (chat.Head, error)
	undo time.Duration
}

// closings are one case by itself, and as one of several at once.
var closings = map[string]closing{
	"alone": {func(
		ctx context.Context, d *chat.Desk, a chat.Agent, key chat.ConversationKey, seen chat.Seen,
	) (chat.Head, error) {
		return d.Close(ctx, a, key, seen)
	}, chat.UndoOneTime},
	"in bulk": {chat.CloseInBulk, chat.UndoTime},
}

func (c closing) does(w *chattest.World, key chat.ConversationKey) {
	w.T.Helper()
	w.Pass(time.Second)
	_, err := c.closes(w.Ctx(), w.Desk, chattest.Ana, key, w.Sees(key))
	w.Must(err)
	w.Streams()
}

// The customer of a closed case is asked how it was, once, after the time in which the closing may be undone.
func TestAClosedCaseIsRatedOnceNobodyCanUndoIt(t *testing.T) {
	for name, c := range closings {
		t.Run(name, func(t *testing.T) { ratedLater(t, c) })
	}
}

func ratedLater(t *testing.T, c closing) {
	for name, wakes := range map[string]func(w *chattest.World, key chat.ConversationKey){
		"by the sweep": func(w *chattest.World, _ chat.ConversationKey) { w.Sweeps() },
		"by a delayed task": func(w *chattest.World, key chat.ConversationKey) {
			last := w.Ends[len(w.Ends)-1]
			if last.Conversation != key.ID || last.After != c.undo+time.Second {
				w.T.Errorf("the task is %+v", last)
			}
			w.Must(w.WakeConversation(w.Ctx(), key))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := rating(t)
			g := answered(w)
			c.does(w, g.Key())
			wakes(w, g.Key())
			if n := asked(w, g.Key()); n != 0 || w.Head(g.Key()).Status != chat.Closed {
				t.Fatalf("asked %d times at once", n)
			}
			w.Pass(c.undo)
			for range 3 {
				wakes(w, g.Key())
				w.Streams()
			}
			h := w.Head(g.Key())
			if n := asked(w, g.Key()); n != 1 || !h.Wake().IsZero() {
				t.Errorf("asked %d times, due %v", n, h.Wake())
			}
			g.Rates(chat.RatedGood)
			if rated(w, g.Key()) != chat.RatedGood {
				t.Error("the answer is not taken")
			}
		})
	}
}

// A closing that is undone, or that its customer opens again, has asked them nothing; the next one asks.
func TestAnUndoneClosingAsksNothing(t *testing.T) {
	for name, c := range closings {
		t.Run(name, func(t *testing.T) { undone(t, c) })
	}
}

func undone(t *testing.T, c closing) {
	for name, opens := range map[string]func(w *chattest.World, g *chattest.Guest){
		"undo": func(w *chattest.World, g *chattest.Guest) {
			_, err := w.Reopen(w.Ctx(), chattest.Ana, g.Key(), chat.OwnerBot, w.Sees(g.Key()))
			w.Must(err)
		},
		"the customer writes": func(_ *chattest.World, g *chattest.Guest) { g.Says("And on Sundays?") },
	} {
		t.Run(name, func(t *testing.T) {
			w := rating(t)
			g := answered(w)
			c.does(w, g.Key())
			opens(w, g)
			w.Pass(2 * chat.UndoTime)
			w.Sweeps()
			if n := asked(w, g.Key()); n != 0 {
				t.Fatalf("asked %d times", n)
			}
			w.Closes(g.Key())
			if n := asked(w, g.Key()); n != 1 {
				t.Errorf("the next closing asked %d times", n)
			}
		})
	}
}

// Undo gives a case back to the colleague who had it, in one step: it is not the team's meanwhile.
func TestUndoGivesAColleagueTheirCaseBack(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	w.Employs(chattest.Ana, chattest.Sam)
	g := answered(w)
	_, err := w.TakeOver(w.Ctx(), chattest.Sam, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	closings["in bulk"].does(w, g.Key())
	was := w.Head(g.Key())
	h, err := chat.ReopenFor(w.Ctx(), w.Desk, chattest.Ana, g.Key(), chattest.Sam.ID, w.Sees(g.Key()))
	w.Must(err)
	if h.Owner != chat.OwnerAgent || h.Assignee != chattest.Sam.ID || h.Epoch != was.Epoch+1 || h.Status != chat.Open {
		t.Errorf("after undo: %+v", h)
	}
	if _, err = chat.ReopenFor(w.Ctx(), w.Desk, chattest.Ana, g.Key(), "a_nobody", w.Sees(g.Key())); err == nil {
		t.Error("it was given to somebody who is not in the team")
	}
}

// A person of two channels whose cases are closed at once is asked in one of them, whichever is the faster.
func TestAPersonIsAskedOnceHowItWasByClosingsAtOnce(t *testing.T) {
	for _, order := range [][2]int{{0, 1}, {1, 0}} {
		w := rating(t)
		keys := []chat.ConversationKey{}
		people := []*chattest.Guest{answered(w), answered(w)}
		for i, g := range people {
			is, other := w.Head(g.Key()).Visitor, w.Head(people[1-i].Key()).Visitor
			key := chat.VisitorKey{Tenant: chattest.Tenant, ID: is}
			_, err := w.Store.UpdateVisitor(w.Ctx(), key, func(v *chat.Visitor) error {
				v.Links = append(v.Links, chat.Link{To: other})
				return nil
			})
			w.Must(err)
			closings["in bulk"].does(w, g.Key())
			keys = append(keys, g.Key())
		}
		w.Pass(chat.UndoTime)
		words, nested := w.Rules.RatingWords, false
		w.Rules.RatingWords = func(talk chat.RatingTalk) chat.RatingWords { // before what asks is stored
			if !nested {
				nested = true
				w.Must(w.WakeConversation(w.Ctx(), keys[order[1]]))
			}
			return words(talk)
		}
		w.Must(w.WakeConversation(w.Ctx(), keys[order[0]]))
		if n := asked(w, keys[0]) + asked(w, keys[1]); n != 1 || !nested {
			t.Errorf("in the order %v they were asked %d times", order, n)
		}
		w.Must(w.WakeConversation(w.Ctx(), keys[order[1]]))
		if n := asked(w, keys[0]) + asked(w, keys[1]); n != 1 {
			t.Errorf("in the order %v they were asked %d times in the end", order, n)
		}
	}
}
