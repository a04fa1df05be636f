package unanswered_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/unanswered"
)

// Where there are more wordings than are looked at, a new one is seen although others were asked more often.
func TestANewWordingIsSeenAmongMany(t *testing.T) {
	w := newWorld(t)
	w.model.err = errors.New("no model")
	for i := range unanswered.MaxWordings + 10 {
		w.asked(i, fmt.Sprintf("a%d of a bike", i))
		w.asked(-i-1, fmt.Sprintf("a%d of a bike", i))
	}
	w.Pass(time.Hour)
	w.asked(1, "price of a bike")
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), 0)
	if err != nil || row.People != 1 {
		t.Errorf("it is %+v, %v", row, err)
	}
	list, err := w.questions.List(w.Ctx(), lea, unanswered.Filter{})
	if err != nil || !list.Partly {
		t.Errorf("it counts as whole: %v", err)
	}
}

// A long story does not name a row, if a plain wording does.
func TestALongStoryNamesNoRow(t *testing.T) {
	w := newWorld(t)
	story := "price of a bike " + strings.Repeat("and of another one ", 500)
	w.asked(1, story)
	w.asked(2, story)
	w.asked(3, "price of a bike")
	w.shows(unanswered.Filter{}, "price of a bike: 2, 3 by 3")
}

// A wording that another bot was asked as well keeps the decision about it.
func TestADecisionOutlastsTheAskingsOfOneBot(t *testing.T) {
	w := newWorld(t)
	mine := w.asked(1, "price of a bike")
	other := mine
	other.Bot, other.Conversation, other.Message = chattest.Slow, "c_2", w.ID()
	w.Must(w.Store.AddGap(w.Ctx(), chattest.Tenant, chat.GapRow{
		Bot: other.Bot, ID: other.Gap, Question: "price of a bike", Cause: chat.NoMatch, Last: other.At, State: "new",
	}, other))
	w.decides("price of a bike", unanswered.Decision{State: unanswered.Never})
	_, err := w.Store.EraseGap(w.Ctx(), chattest.Tenant, mine)
	w.Must(err)
	w.shows(unanswered.Filter{})
	w.shows(unanswered.Filter{State: unanswered.Never}, "price of a bike: 1, 1 by 1")
}

// A vector of a model that is no more is made anew, so that the wording is compared with new ones.
func TestAVectorOfAnEarlierModelIsMadeAnew(t *testing.T) {
	w := newWorld(t)
	a := w.asked(1, "price of a bike")
	old := meaning.Placed{Model: "of-before", Small: meaning.Small{Bytes: make([]byte, meaning.Dimensions), Step: 1}}
	of := chat.GapRow{Bot: a.Bot, ID: a.Gap}
	w.Must(w.Store.KeepVector(w.Ctx(), chattest.Tenant, of, old))
	w.asked(2, "price of two bikes")
	w.shows(unanswered.Filter{}, "price of two bikes: 2, 2 by 2")
	kept, err := w.Store.Vectors(w.Ctx(), chattest.Tenant, []string{a.Gap})
	w.Must(err)
	if kept[a.Gap].Model == old.Model {
		t.Error("the old vector is kept")
	}
}

// A look that made no vector says so: to look again at once would change nothing.
func TestALookThatMakesNothingSaysSo(t *testing.T) {
	w := newWorld(t)
	for i := range 70 {
		w.asked(i, fmt.Sprintf("a%d of a bike", i))
	}
	look := func(waiting, alone int) {
		t.Helper()
		list, err := w.questions.List(w.Ctx(), lea, unanswered.Filter{})
		w.Must(err)
		if list.Waiting != waiting || list.Alone != alone {
			t.Errorf("%d wait, %d are alone", list.Waiting, list.Alone)
		}
	}
	w.model.err = errors.New("no model")
	look(0, 70)
	w.model.err = nil
	look(6, 0)
	look(0, 0)
}

// flooded is a store with more askings than are looked at.
type flooded struct{ unanswered.Store }

func (flooded) Askings(_ context.Context, _ chat.TenantID, _, to time.Time, n int) ([]chat.Asking, error) {
	return slices.Repeat([]chat.Asking{{Bot: chattest.Fast, Gap: "g", Conversation: "c_1", At: to}}, n), nil
}

func TestAListThatIsNotWholeSaysSo(t *testing.T) {
	w := newWorld(t)
	for is, store := range map[bool]unanswered.Store{false: w.Store, true: flooded{w.Store}} {
		list, err := unanswered.New(w.Desk, store, w.model).List(w.Ctx(), lea, unanswered.Filter{})
		if err != nil || list.Partly != is {
			t.Errorf("partly: %t, %v", list.Partly, err)
		}
	}
}
