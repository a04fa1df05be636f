package model_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/model"
)

// limited is a team with a limit for the models of all bots, in US cents.
func limited(t *testing.T, cents int) *memory.Store {
	t.Helper()
	store := memory.New()
	if err := store.PutTenant(t.Context(), chat.Tenant{ID: "t", ModelCents: cents}); err != nil {
		t.Fatal(err)
	}
	return store
}

// Bots whose own limits have room are asked no more once the limit of all of them is reached; what a question did not
// use goes back to it.
func TestTheModelsOfAllBotsHaveALimitTogether(t *testing.T) {
	for _, c := range []struct {
		cents, answered int
		spent           float64
	}{{0, 20, 0}, {1, 7, 0.0084}} { // a question costs 0.0012 dollars, and may cost some 0.003
		store := limited(t, c.cents)
		answered := 0
		for i := range 20 {
			advisor := model.New(prices, &scripted{said: calls("choose_answer", `{"passage":1,"needs_person":false}`)}, store)
			q := consult(func(m *chat.BotModel) { m.DayCents = 1000 })
			q.Bot.ID = chat.BotID(rune('a' + i))
			advice, err := advisor.Advise(t.Context(), q)
			switch {
			case err != nil:
				t.Fatal(err)
			case advice.Use.Why == "":
				answered++
			case advice.Use.Why != model.OverBudget:
				t.Errorf("it is %s", advice.Use.Why)
			}
		}
		spent, err := model.NewBudget(store).SpentByAll(t.Context(), "t", time.Now())
		if err != nil || answered != c.answered || spent < c.spent-1e-9 || spent > c.spent+1e-9 {
			t.Errorf("with %d cents %d questions are answered, and %f dollars spent, %v", c.cents, answered, spent, err)
		}
	}
}

// An instance that ends takes no more along than a small part of the limit of all, however much its own bot may spend.
func TestASliceIsSmallBesideTheLimitOfAllBots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := limited(t, 50)
		mind := &scripted{said: calls("choose_answer", `{"passage":2}`)}
		spent := asks(t, model.New(prices, mind, store), costs(5000), 2)
		day, err := model.NewBudget(store).SpentByAll(t.Context(), "t", time.Now())
		if over := day*1e6 - float64(spent); err != nil || over > 2*500_000/200 {
			t.Errorf("an instance keeps %f millionths of a dollar, %v", over, err)
		}
	})
}

// Lessons use at most half of a bot's day, and visitors are answered from the rest.
func TestLessonsLeaveHalfOfTheDayToVisitors(t *testing.T) {
	for _, c := range []struct {
		cents, day int // of the team, 0 for no limit, and of the bot
	}{{0, 4}, {4, 5000}} {
		leavesHalf(t, limited(t, c.cents), c.day)
	}
}

// leavesHalf has a bot teach until nothing is left of the half of four cents, and then answer.
func leavesHalf(t *testing.T, store *memory.Store, day int) {
	t.Helper()
	said := calls("write_wordings", `{"en":["how much"]}`)
	teacher, q := model.New(prices, &scripted{said: said}, store), costs(day)
	lessons := 0
	for range 60 {
		_, err := teacher.Teach(t.Context(), q.Bot, model.Lesson{
			Title: "Price", Words: []model.LessonWords{{Language: "en", Answer: "5 euros"}},
		})
		if err == nil {
			lessons++
		} else if failed, is := errors.AsType[*model.Failure](err); !is || failed.Why != model.OverBudget {
			t.Fatal(err)
		}
	}
	spent, err := model.NewBudget(store).Spent(t.Context(), "t", q.Bot.ID, time.Now())
	if err != nil || lessons == 0 || lessons == 60 || spent > 0.02 {
		t.Errorf("%d lessons cost %f dollars, %v", lessons, spent, err)
	}
	answering := &scripted{said: calls("choose_answer", `{"passage":2}`)}
	advice, err := model.New(prices, answering, store).Advise(t.Context(), q)
	if err != nil || advice.Use.Did != chat.ModelChose {
		t.Errorf("a visitor gets %+v, %v", advice, err)
	}
}

// A bot that is refused for the sake of all has nothing taken of its own.
func TestARefusalForAllTakesNothingOfTheBots(t *testing.T) {
	store := limited(t, 1)
	q := consult(func(m *chat.BotModel) { m.DayCents = 1000 })
	if ok, err := store.Take(t.Context(), "t", "model-team", time.Now().UTC().Truncate(24*time.Hour), 9_999, 10_000,
		time.Now().Add(time.Hour)); err != nil || !ok {
		t.Fatal(ok, err)
	}
	advice, err := model.New(prices, &scripted{}, store).Advise(t.Context(), q)
	if err != nil || advice.Use.Why != model.OverBudget {
		t.Errorf("it is %q, %v", advice.Use.Why, err)
	}
	spent, err := model.NewBudget(store).Spent(t.Context(), "t", q.Bot.ID, time.Now())
	if err != nil || spent != 0 {
		t.Errorf("%f dollars are the bot's, %v", spent, err)
	}
}
