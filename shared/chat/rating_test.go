package chat_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
	"github.com/botifire/livechat/shared/memory"
)

// rating is a world that asks how closed cases were.
func rating(t *testing.T) *chattest.World {
	t.Helper()
	w := chattest.New(t)
	w.AsksRatings()
	return w
}

// answered is a visitor whose question the bot answered.
func answered(w *chattest.World) *chattest.Guest {
	w.T.Helper()
	g := w.Guest()
	g.Opens("/")
	g.Says("When do you open?")
	return g
}

// asked is how often it was asked how a case was.
func asked(w *chattest.World, key chat.ConversationKey) int {
	w.T.Helper()
	_, n := w.RatingAsked(key)
	return n
}

// rated is the answer to the last question how a case was.
func rated(w *chattest.World, key chat.ConversationKey) chat.Rating {
	w.T.Helper()
	m, _ := w.RatingAsked(key)
	if m.Marks == nil || m.Marks.Rating == nil {
		return ""
	}
	return m.Marks.Rating.Value
}

func TestAConversationIsRated(t *testing.T) {
	w := rating(t)
	g := helped(w)
	w.Closes(g.Key())
	before := w.Head(g.Key())
	g.Rates(chat.RatedSoSo)
	w.Streams()
	want := strings.Join([]string{
		"visitor Can I speak to a person?", "bot(answered) you said Can I speak to a person?",
		"system took_over", "agent Yes, it is.", "system closed", "bot How was it?", "visitor ",
	}, "|")
	if log := strings.Join(w.Log(g.Key()), "|"); log != want {
		t.Errorf("the transcript is\n%s, want\n%s", log, want)
	}
	if after := w.Head(g.Key()); after != before {
		t.Errorf("the tap changed the conversation:\n%+v\n%+v", before, after)
	}
	if rated(w, g.Key()) != chat.RatedSoSo {
		t.Errorf("the answer is %q", rated(w, g.Key()))
	}
	question, _ := w.RatingAsked(g.Key())
	seen := g.Reads(question.ID)
	if seen.Rates != 1 || seen.Marks == nil || seen.Marks.Rating.Value != chat.RatedSoSo {
		t.Errorf("the visitor sees %+v", seen)
	}
}

// The closing asks once, however it comes about, and however often it comes.
func TestEveryClosingAsksOnce(t *testing.T) {
	for name, closes := range map[string]func(w *chattest.World, g *chattest.Guest){
		"an agent, twice": func(w *chattest.World, g *chattest.Guest) {
			w.Closes(g.Key())
			w.Closes(g.Key())
		},
		"two agents at once": func(w *chattest.World, g *chattest.Guest) {
			seen := w.Sees(g.Key())
			var both sync.WaitGroup
			for _, a := range []chat.Agent{chattest.Ana, chattest.Sam} {
				both.Go(func() { _, _ = w.Close(w.Ctx(), a, g.Key(), seen) })
			}
			both.Wait()
			w.Pass(chat.UndoOneTime)
			w.Sweeps()
		},
		"silence, by two timers": func(w *chattest.World, g *chattest.Guest) {
			w.Pass(25 * time.Hour)
			w.Sweeps()
			w.Must(w.WakeConversation(w.Ctx(), g.Key()))
		},
		"silence, after the bot had it again": func(w *chattest.World, g *chattest.Guest) {
			agentSays(w, g.Key(), "From nine.")
			w.Pass(11 * time.Minute)
			w.Sweeps()
			if h := w.Head(g.Key()); h.Owner != chat.OwnerBot || asked(w, g.Key()) > 0 {
				w.T.Errorf("the return asks already: %+v", h)
			}
			w.Pass(25 * time.Hour)
			w.Sweeps()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := rating(t)
			silence(w, chat.Silence{SilenceRules: chat.SilenceRules{Back: 10}}, hours.Hours{})
			g := answered(w)
			closes(w, g)
			w.Streams()
			if n := asked(w, g.Key()); n != 1 || w.Head(g.Key()).Status != chat.Closed {
				t.Errorf("asked %d times: %v", n, w.Log(g.Key()))
			}
		})
	}
}

// Nobody is asked who got no answer, wants quiet or privacy, or could not read it.
func TestWhoIsNotAsked(t *testing.T) {
	for name, tale := range map[string]func(w *chattest.World, g *chattest.Guest){
		"the bot had no answer": func(w *chattest.World, g *chattest.Guest) {
			w.Think = func(chat.Question) (chat.Answer, error) {
				return chat.Answer{Bubbles: []chat.Body{chat.Text("I do not know.")}, Effects: chat.Effects{
					Gap: &chat.Gap{Question: "?", Cause: chat.NoMatch},
				}}, nil
			}
			g.Says("Do you ship to the moon?")
		},
		"nobody came": func(w *chattest.World, g *chattest.Guest) {
			w.Think = wantsAPerson
			g.Says("a person, please")
		},
		"they only greeted": func(_ *chattest.World, g *chattest.Guest) { g.Says("Hello!") },
		"they said nothing": func(w *chattest.World, g *chattest.Guest) {
			_, _, err := w.StartChat(w.Ctx(), chattest.Ana, g.Socket.VisitorKey(), w.ID(), "May I help?")
			w.Must(err)
		},
		"two machines talk": func(_ *chattest.World, g *chattest.Guest) {
			for range 40 {
				g.Says("I am out of office.")
			}
		},
		"they said STOP": func(_ *chattest.World, g *chattest.Guest) { g.Says("When do you open?"); g.Says("STOP") },
		"they are blocked": func(w *chattest.World, g *chattest.Guest) {
			g.Says("When do you open?")
			_, err := w.Store.UpdateVisitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: g.Socket.Visitor},
				func(v *chat.Visitor) error { v.Blocked = true; return nil })
			w.Must(err)
		},
		"it is snoozed": func(w *chattest.World, g *chattest.Guest) {
			g.Says("When do you open?")
			_, err := w.Snooze(w.Ctx(), chattest.Ana, g.Key(), w.Now().Add(time.Hour), w.Sees(g.Key()))
			w.Must(err)
		},
		"the team wants no ratings": func(w *chattest.World, g *chattest.Guest) {
			unrated(w, true)
			g.Says("When do you open?")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := rating(t)
			g := w.Guest()
			g.Opens("/")
			tale(w, g)
			w.Closes(g.Key())
			if asked(w, g.Key()) > 0 || w.Head(g.Key()).Status != chat.Closed {
				t.Error(w.Log(g.Key()))
			}
		})
	}
}

func unrated(w *chattest.World, is bool) {
	w.T.Helper()
	t, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	t.Unrated = is
	w.Must(w.Store.PutTenant(w.Ctx(), t))
	w.Pass(chat.SettingsLife + time.Second)
}

func TestAPrivateVisitorIsNotAsked(t *testing.T) {
	w := rating(t)
	g := w.Guest()
	g.Mode = chat.Minimal
	g.Opens("/")
	g.Says("When do you open?")
	w.Closes(g.Key())
	if asked(w, g.Key()) > 0 {
		t.Error(w.Log(g.Key()))
	}
}

// A person is asked once in seven days, whatever they wrote with, and again after that.
func TestAPersonIsAskedOnceInAWeek(t *testing.T) {
	w := rating(t)
	g := answered(w)
	w.Closes(g.Key())
	w.Pass(6 * 24 * time.Hour)
	g.Says("And on Sundays?")
	w.Closes(g.Key())
	if n := asked(w, g.Key()); n != 1 {
		t.Errorf("asked %d times in a week", n)
	}
	phone := w.Writes(chattest.Bruno, "wamid.1", "When do you open?")
	joins(w, g.Socket.Visitor, w.Head(phone).Visitor)
	w.Closes(phone)
	if n := asked(w, phone); n != 0 {
		t.Error("the same person was asked on their other channel too")
	}
	w.Pass(25 * time.Hour)
	g.Says("And on holidays?")
	w.Closes(g.Key())
	if n := asked(w, g.Key()); n != 2 {
		t.Errorf("asked %d times in more than a week", n)
	}
}

// joins makes two visitors one person.
func joins(w *chattest.World, a, b chat.VisitorID) {
	w.T.Helper()
	for one, other := range map[chat.VisitorID]chat.VisitorID{a: b, b: a} {
		_, err := w.Store.UpdateVisitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: one},
			func(v *chat.Visitor) error {
				v.Links = append(v.Links, chat.Link{To: other, How: chat.ByHand, At: w.Now()})
				return nil
			})
		w.Must(err)
	}
}

// unreadable is a store of which some rows cannot be read for a while.
type unreadable struct {
	*memory.Store
	broken bool
}

func (u *unreadable) VisitsOf(ctx context.Context, key chat.VisitorKey, limit int) ([]chat.Visit, error) {
	if u.broken {
		return nil, chattest.ErrNetwork
	}
	return u.Store.VisitsOf(ctx, key, limit)
}

// A fault beside the closing leaves the question out, and the case is closed.
func TestAFaultLeavesTheQuestionOut(t *testing.T) {
	store := &unreadable{Store: memory.New()}
	w := chattest.On(t, store)
	w.Memory = store.Store
	w.AsksRatings()
	g := answered(w)
	store.broken = true
	w.Closes(g.Key())
	if h := w.Head(g.Key()); h.Status != chat.Closed || asked(w, g.Key()) > 0 {
		t.Errorf("%+v", h)
	}
}
