package unanswered_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/unanswered"
)

// bots answer some texts with an entry, and fail when they are told to. Entries are in force, but for some.
type bots struct {
	mu       sync.Mutex
	know     map[string]string
	standing map[string]unanswered.Standing
	edition  int
	version  int // of entries
	asked    int
	sites    []string // of the askings
	serves   string   // the site of entries
	err      error
	gone     map[chat.BotID]bool
	during   func() // an asking, once
}

func (b *bots) Edition() int { return b.edition }

func (b *bots) Entry(_ context.Context, _ chat.TenantID, id string) (unanswered.Kept, error) {
	if standing, is := b.standing[id]; is {
		return unanswered.Kept{Standing: standing}, nil
	}
	return unanswered.Kept{Standing: unanswered.InForce, Version: b.version, Site: b.serves}, nil
}

func (b *bots) Answering(_ context.Context, _ chat.TenantID, id chat.BotID, site, text string) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.gone[id] {
		return "", chat.ErrNotFound
	}
	if b.during != nil {
		during := b.during
		b.during = nil
		during()
	}
	b.asked++
	b.sites = append(b.sites, site)
	return b.know[text], b.err
}

// publish brings the next edition into force, which knows some more texts.
func (b *bots) publish(texts ...string) {
	b.edition++
	for _, text := range texts {
		b.know[text] = "01x"
	}
}

// replay asks again, and the question is in that state then.
func (w *world) replay(mind *bots, want unanswered.State) unanswered.Row {
	w.T.Helper()
	w.Must(w.questions.Replay(w.Ctx(), chattest.Tenant, mind))
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), 0)
	w.Must(err)
	if row.State != want {
		w.T.Errorf("it is %s, not %s", row.State, want)
	}
	return row
}

func newBots() *bots {
	return &bots{know: map[string]string{}, standing: map[string]unanswered.Standing{}, edition: 1, version: 1}
}

// A question is routed once all of its wordings get the entry, and comes back when somebody is not answered.
func TestAQuestionIsRoutedAndComesBack(t *testing.T) {
	w, mind := newWorld(t), newBots()
	w.asked(1, "price of a bike")
	w.asked(2, "price of two bikes")
	w.replay(mind, unanswered.Open)
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	mind.standing["01x"] = unanswered.Written
	w.replay(mind, unanswered.Answered) // not published yet
	delete(mind.standing, "01x")
	mind.publish("price of a bike")
	w.replay(mind, unanswered.Partly)
	mind.publish("price of two bikes")
	w.replay(mind, unanswered.Routed)
	mind.publish()
	w.replay(mind, unanswered.Routed)
	mind.know["price of a bike"] = "01y" // another entry takes a wording away
	mind.publish()
	w.replay(mind, unanswered.Partly)
	mind.publish("price of a bike")
	w.replay(mind, unanswered.Routed)
	w.Pass(time.Minute)
	w.asked(3, "price of three bikes")
	w.shows(unanswered.Filter{}, "price of three bikes: 3, 3 by 3")
	mind.publish()
	row := w.replay(mind, unanswered.Partly)
	if !slices.Equal(row.Left, []string{chat.GapID("price of three bikes")}) {
		t.Errorf("left are %q", row.Left)
	}
}

// A question is asked on the site on which somebody asked it last: an entry may be that site's alone.
func TestAQuestionIsAskedOnItsSite(t *testing.T) {
	w, mind := newWorld(t), newBots()
	a := w.asked(1, "price of a bike")
	a.Site, a.Message = "uk", w.ID()
	w.Must(w.Store.AddGap(w.Ctx(), chattest.Tenant, chat.GapRow{
		Bot: a.Bot, ID: a.Gap, Question: "price of a bike", Cause: chat.NoMatch, Last: a.At, State: "new",
	}, a))
	w.Pass(3 * 24 * time.Hour)
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	mind.publish("price of a bike")
	w.replay(mind, unanswered.Routed)
	if !slices.Equal(mind.sites, []string{"uk"}) {
		t.Errorf("it was asked on %q", mind.sites)
	}
}

// So is one that was asked longer ago than the screen looks back. One of which nobody knows where it was asked is asked
// where its entry serves: it is no straggler for ever.
func TestAnOldWordingIsAskedOnItsSite(t *testing.T) {
	for days, want := range map[int]string{40: "uk", 100: "de"} {
		w, mind := newWorld(t), newBots()
		mind.serves = "de"
		a := chat.Asking{
			Bot: chattest.Fast, Gap: chat.GapID("price of a bike"), Conversation: "c_1", Message: w.ID(), At: w.Now(),
			Site: "uk",
		}
		w.against(a)
		w.Pass(time.Duration(days) * 24 * time.Hour)
		if _, err := w.Store.DropAskings(w.Ctx(), chattest.Tenant, w.Now().Add(-chat.AskingKeep)); err != nil {
			t.Fatal(err)
		}
		w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
		mind.publish("price of a bike")
		w.replay(mind, unanswered.Routed)
		if !slices.Equal(mind.sites, []string{want}) {
			t.Errorf("after %d days it was asked on %q", days, mind.sites)
		}
	}
}

// A decision that comes while its question is asked again is kept, and the question is asked once more.
func TestADecisionDuringAReplayIsAskedAgain(t *testing.T) {
	w, mind := newWorld(t), newBots()
	w.asked(1, "price of a bike")
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	mind.publish("price of a bike")
	mind.during = func() { w.decides("price of a bike", unanswered.Decision{Entry: "01z"}) }
	if err := w.questions.Replay(w.Ctx(), chattest.Tenant, mind); !errors.Is(err, unanswered.ErrUnfinished) {
		t.Fatalf("it counts as done: %v", err)
	}
	mind.know["price of a bike"] = "01z"
	if row := w.replay(mind, unanswered.Routed); row.Entry != "01z" {
		t.Errorf("it belongs to %q", row.Entry)
	}
}

// A question that a lead has opened again stays so, whatever is published.
func TestWhatWasOpenedAgainStaysOpen(t *testing.T) {
	w, mind := newWorld(t), newBots()
	w.asked(1, "price of a bike")
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	mind.publish("price of a bike")
	w.replay(mind, unanswered.Routed)
	w.decides("price of a bike", unanswered.Decision{State: unanswered.Open})
	mind.publish()
	w.replay(mind, unanswered.Open)
}

// A question stays in sight whose entry is in force and answers nothing, is deleted, or is never published.
func TestAQuestionWhoseEntryDoesNotAnswerItIsOpen(t *testing.T) {
	w, mind := newWorld(t), newBots()
	w.asked(1, "price of a bike")
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	if row := w.replay(mind, unanswered.Open); row.Entry != "01x" || len(row.Left) != 1 {
		t.Errorf("it is %+v", row)
	}
	mind.publish("price of a bike")
	w.replay(mind, unanswered.Routed)
	mind.publish()
	mind.standing["01x"] = unanswered.Written // an earlier edition is in force again
	w.replay(mind, unanswered.Answered)
	mind.publish()
	mind.standing["01x"] = unanswered.Gone
	if row := w.replay(mind, unanswered.Open); row.Entry != "" {
		t.Errorf("it is %+v", row)
	}
	mind.standing["01x"] = unanswered.Written
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	w.asked(2, "price of a bike")
	w.replay(mind, unanswered.Answered) // somebody is about to publish it
	w.Pass(8 * 24 * time.Hour)
	w.replay(mind, unanswered.Answered)
	w.asked(3, "price of a bike")
	w.replay(mind, unanswered.Open) // nobody did for a week, and somebody asks
}

// A replay that is cut off fails, changes nothing that it did not finish, and goes on.
func TestAReplayThatIsCutOffGoesOn(t *testing.T) {
	w, mind := newWorld(t), newBots()
	w.asked(1, "price of a bike")
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	mind.publish("price of a bike")
	mind.err = errors.New("cut")
	if w.questions.Replay(w.Ctx(), chattest.Tenant, mind) == nil {
		t.Error("nothing was cut off")
	}
	w.shows(unanswered.Filter{State: unanswered.Answered}, "price of a bike: 1, 1 by 1")
	mind.err = nil
	w.replay(mind, unanswered.Routed)
}

// A replay for which its caller's time is too short does one question, and the next call another one.
func TestAReplayThatIsShortOfTimeDoesTheOthersLater(t *testing.T) {
	w, mind := newWorld(t), newBots()
	const questions = 3
	for i := range questions {
		text := fmt.Sprintf("a%d of a bike", i)
		w.asked(i, text)
		w.decides(text, unanswered.Decision{Entry: "01x"}) // the entry answers none: each is asked at each edition
	}
	for i := range questions {
		ctx, cancel := context.WithTimeout(w.Ctx(), 5*time.Second)
		err := w.questions.Replay(ctx, chattest.Tenant, mind)
		cancel()
		if !errors.Is(err, unanswered.ErrUnfinished) || mind.asked != i+1 {
			t.Errorf("call %d: %v, %d were asked", i, err, mind.asked)
		}
	}
	w.Must(w.questions.Replay(w.Ctx(), chattest.Tenant, mind))
	if mind.asked != questions {
		t.Errorf("%d were asked", mind.asked)
	}
	mind.publish()
	w.Must(w.questions.Replay(w.Ctx(), chattest.Tenant, mind))
	if mind.asked != 2*questions {
		t.Errorf("%d were asked of two editions", mind.asked)
	}
}
