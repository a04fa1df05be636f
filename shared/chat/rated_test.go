package chat_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// rateable is a visitor who was asked how their case was.
func rateable(w *chattest.World) (*chattest.Guest, chat.Message) {
	w.T.Helper()
	g := helped(w)
	w.Closes(g.Key())
	m, _ := w.RatingAsked(g.Key())
	return g, m
}

// A later tap changes the answer, for a day after the first.
func TestAnAnswerMayBeChangedForADay(t *testing.T) {
	w := rating(t)
	g, question := rateable(w)
	w.Pass(6 * 24 * time.Hour)
	g.Rates(chat.RatedBad)
	w.Pass(23 * time.Hour)
	g.Rates(chat.RatedGood)
	if rated(w, g.Key()) != chat.RatedGood {
		t.Errorf("it is %q", rated(w, g.Key()))
	}
	w.Pass(2 * time.Hour)
	if _, err := w.Receive(w.Ctx(), g.Rating(question, chat.RatedBad)); chattest.Code(err) != "rating_kept" {
		t.Errorf("after a day: %v", err)
	}
	if rated(w, g.Key()) != chat.RatedGood {
		t.Errorf("it is %q", rated(w, g.Key()))
	}
}

// A typed word after the closing stays a word, and taps of somebody hostile change nothing.
func TestHostileTaps(t *testing.T) {
	w := rating(t)
	g, question := rateable(w)
	other, foreign := rateable(w)
	for name, one := range map[string]struct {
		in   chat.Incoming
		code string
	}{
		"another's question": {g.Rating(foreign, chat.RatedBad), "not_offered"},
		"an unknown value":   {g.Rating(question, "~rating:great"), "option_not_offered"},
		"no question": {
			g.Rating(chat.Message{ID: w.ID(), Bubbles: question.Bubbles}, chat.RatedBad), "not_offered",
		},
	} {
		if _, err := w.Receive(w.Ctx(), one.in); chattest.Code(err) != one.code {
			t.Errorf("%s: %v, want %s", name, err, one.code)
		}
	}
	g.Says(chattest.OptionOf(question, chat.RatedBad))
	if h := w.Head(g.Key()); h.Status != chat.Open || h.Waits().IsZero() {
		t.Error("typed words are no word any more")
	}
	if rated(w, g.Key()) != "" || rated(w, other.Key()) != "" {
		t.Error("something was rated")
	}
	w.Pass(8 * 24 * time.Hour)
	if _, err := w.Receive(w.Ctx(), g.Rating(question, chat.RatedBad)); chattest.Code(err) != "rating_over" {
		t.Errorf("too late: %v", err)
	}
}

func TestTwoTapsAtOnceAndRepeats(t *testing.T) {
	w := rating(t)
	g, question := rateable(w)
	taps := []chat.Incoming{g.Rating(question, chat.RatedBad), g.Rating(question, chat.RatedGood)}
	var all sync.WaitGroup
	for range 3 {
		for _, in := range taps {
			in.Message.Bubbles = slices.Clone(in.Message.Bubbles) // each frame is its own
			all.Go(func() { _, _ = w.Receive(w.Ctx(), in) })
		}
	}
	all.Wait()
	w.Streams()
	once := rated(w, g.Key())
	for range 2 { // the stream tells of them again
		w.Relayed = 0
		w.Streams()
	}
	if once == "" || rated(w, g.Key()) != once || asked(w, g.Key()) != 1 {
		t.Errorf("it was %q and is %q", once, rated(w, g.Key()))
	}
	if h := w.Head(g.Key()); h.Status != chat.Closed || h.Case != 1 {
		t.Errorf("%+v", h)
	}
}

// The call that stored a tap may die: the stream completes it.
func TestATapIsCompletedBehindTheStream(t *testing.T) {
	w := rating(t)
	g, question := rateable(w)
	w.Streams()
	_, err := w.Store.Append(w.Ctx(), g.Key(), chat.Message{
		ID: w.ID(), At: w.Now(), Author: chat.Author{Kind: chat.ByVisitor, ID: string(g.Socket.Visitor)},
		Entry: &chat.Entry{Tenant: chattest.Tenant, Bot: chattest.Fast, Source: chat.Web},
		Bubbles: []chat.Bubble{{Body: chat.Body{
			Kind: chat.KindRating, Rating: &chat.Tapped{Message: question.ID, Value: chat.RatedGood},
		}}},
	})
	w.Must(err)
	w.Streams()
	if rated(w, g.Key()) != chat.RatedGood || w.Head(g.Key()).Status != chat.Closed {
		t.Errorf("%q, %+v", rated(w, g.Key()), w.Head(g.Key()))
	}
}

func TestATapAfterAnErasureLeavesNothing(t *testing.T) {
	w := rating(t)
	g, question := rateable(w)
	in := g.Rating(question, chat.RatedBad)
	w.Vault = chattest.NewVault()
	_, err := w.Runs(w.Erase(w.Ctx(), chattest.Olu, g.Socket.Visitor))
	w.Must(err)
	if _, err := w.Receive(w.Ctx(), in); err == nil {
		t.Error("an erased visitor rates")
	}
	if rows := w.Rows(g.Key()); len(rows) > 0 {
		t.Errorf("%+v", rows)
	}
}

// On WhatsApp the question comes as buttons, inside the window, and a tap on one opens no case.
func TestACaseOnWhatsAppIsRated(t *testing.T) {
	w := rating(t)
	key := w.Writes(chattest.Bruno, "wamid.1", "When do you open?")
	w.Pass(21 * time.Hour)
	w.Sweeps()
	w.Streams()
	w.Delivers()
	sent := w.Sent[len(w.Sent)-1]
	question, n := w.RatingAsked(key)
	if n != 1 || sent.Body.Kind != chat.KindButtons || sent.Body.Text != chattest.HowWasIt {
		t.Fatalf("sent %+v", sent)
	}
	w.Pass(time.Minute)
	at := w.Now().Truncate(time.Second)
	tap := func(wamid, option string) {
		w.Gets(chattest.Bruno, wamid, chat.Body{
			Kind: chat.KindClick, Text: "Good", Click: &chat.Click{Option: option, Title: "Good"},
		}, chat.Origin{ReplyTo: question.Bubbles[0].Delivery.Wamid, Sent: at})
	}
	before := w.Head(key)
	question, _ = w.RatingAsked(key)
	tap("wamid.2", chattest.OptionOf(question, chat.RatedGood))
	tap("wamid.2", chattest.OptionOf(question, chat.RatedGood))
	at = at.Add(time.Minute)
	tap("wamid.3", chattest.OptionOf(question, chat.RatedBad))
	after := w.Head(key) // Meta opens the window with a tap too
	before.Window, before.ReachedAsOf, before.Version = after.Window, after.ReachedAsOf, after.Version
	if after != before || rated(w, key) != chat.RatedBad {
		t.Errorf("rated %q, %+v", rated(w, key), after)
	}
	at = at.Add(time.Minute)
	tap("wamid.4", "~rating:none:good") // it is another button
	log := strings.Join(w.Log(key), "|")
	if !strings.Contains(log, "system closed|bot How was it?|visitor |visitor |system reopened|visitor Good|bot") {
		t.Error(log)
	}
}

// After the window has closed nobody is asked, and a question that was held up hands nobody over.
func TestOutsideOfTheWindowNobodyIsAsked(t *testing.T) {
	w := rating(t)
	late := w.Writes(chattest.Bruno, "wamid.1", "When do you open?")
	w.Pass(23*time.Hour + 58*time.Minute)
	w.Closes(late)
	if asked(w, late) > 0 {
		t.Error(w.Log(late))
	}
	w.Writes(chattest.Bruno, "wamid.2", "And on Sundays?")
	w.Delivers()
	w.Closes(late)
	w.Streams()
	w.Pass(25 * time.Hour)
	w.Delivers()
	question, n := w.RatingAsked(late)
	h := w.Head(late)
	if question.Bubbles[0].Delivery.Status != chat.NotSent || n != 1 || h.Status != chat.Closed ||
		h.Owner != chat.OwnerBot {
		t.Errorf("%d, %+v, %+v", n, question.Bubbles[0].Delivery, h)
	}
}
