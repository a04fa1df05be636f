package unanswered_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/unanswered"
)

// against says at this moment that an answer to the question was none, which was given at another one.
func (w *world) against(a chat.Asking) {
	w.T.Helper()
	w.Must(w.Store.AddGap(w.Ctx(), chattest.Tenant, chat.GapRow{
		Bot: a.Bot, ID: a.Gap, Question: "price of a bike", Cause: chat.AnsweredWrongly, Last: w.Now(), State: "new",
	}, a))
}

// A word against an answer from before the question was routed says nothing of the entry that answers it now.
func TestAWordAgainstAnOlderAnswerOpensNothing(t *testing.T) {
	w, mind := newWorld(t), newBots()
	w.asked(1, "price of a bike")
	old := chat.Asking{
		Bot: chattest.Fast, Gap: chat.GapID("price of a bike"), Conversation: "c_2", Message: w.ID(), At: w.Now(),
	}
	w.Pass(time.Minute)
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	mind.publish("price of a bike")
	w.replay(mind, unanswered.Routed)
	w.Pass(time.Hour)
	w.against(old)
	w.is(unanswered.Routed, 0)
	old.Conversation, old.Message, old.At = "c_3", w.ID(), w.Now()
	w.against(old)
	w.is(unanswered.Open, 0)
}

// A word that is taken back leaves no trace, also where somebody else asked in the same words before.
func TestAWordThatIsTakenBackOpensNothing(t *testing.T) {
	w, _ := routed(t)
	for i := range 3 {
		w.helped(i + 2)
	}
	w.Pass(time.Minute)
	a := w.asked(9, "price of a bike")
	w.is(unanswered.Open, 3)
	_, err := w.Store.EraseGap(w.Ctx(), chattest.Tenant, a)
	w.Must(err)
	w.is(unanswered.Proved, 3)
}

// A question that is open since its answer helped nobody stays open when another one joins it, until the answer is
// another one.
func TestAJoinFromTheOtherSideKeepsADoubt(t *testing.T) {
	w, mind := routed(t)
	w.asked(2, "cost of a bike")
	h := w.helped(7)
	w.Pass(30 * time.Second)
	h.Wish = w.Now()
	w.Must(w.Store.NoteHelp(w.Ctx(), chattest.Tenant, h))
	w.is(unanswered.Open, 0)
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), 0)
	w.Must(err)
	w.decides("cost of a bike", unanswered.Decision{Join: chat.GapID("price of a bike"), Joined: row.Version})
	mind.publish("cost of a bike")
	w.replay(mind, unanswered.Open)
	mind.version++
	mind.publish()
	w.replay(mind, unanswered.Routed)
}

// While an entry waits to be published, an asking after a week opens its question in each period.
func TestAnEntryThatWaitsIsAskedForInEachPeriod(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	w.Pass(8 * 24 * time.Hour)
	w.asked(2, "price of a bike")
	w.Pass(3 * 24 * time.Hour)
	for _, days := range []int{1, 30, 90} {
		row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), days)
		w.Must(err)
		if row.State != unanswered.Open {
			t.Errorf("in %d days it is %s", days, row.State)
		}
	}
}
