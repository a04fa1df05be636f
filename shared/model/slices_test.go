package model_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/model"
)

// ledger counts the writes that a bot's budget costs.
type ledger struct {
	*memory.Store
	writes int
}

func (l *ledger) Take(
	ctx context.Context, t chat.TenantID, what string, window time.Time, n, limit int64, until time.Time,
) (bool, error) {
	if strings.HasPrefix(what, "model-bot#") {
		l.writes++
	}
	return l.Store.Take(ctx, t, what, window, n, limit, until)
}

// counts tells whether that much of the limit counts as spent, and no more.
func (l *ledger) counts(t *testing.T, spent, limit int64) bool {
	t.Helper()
	day := time.Now().UTC().Truncate(24 * time.Hour)
	all, err := l.Store.Take(t.Context(), "t", "model-bot#b", day, limit-spent, limit, day.Add(48*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	more, err := l.Store.Take(t.Context(), "t", "model-bot#b", day, 1, limit, day.Add(48*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return all && !more
}

func costs(cents int) bot.Consult {
	return consult(func(m *chat.BotModel) { m.DayCents, m.VisitorTokens = cents, 1_000_000 })
}

// asks asks the model some questions, one every ten seconds, and tells their cost.
func asks(t *testing.T, a *model.Advisor, c bot.Consult, n int) (micros int64) {
	t.Helper()
	for range n {
		advice, err := a.Advise(t.Context(), c)
		if err != nil || advice.Use.Did != chat.ModelChose {
			t.Fatalf("%+v, %v", advice, err)
		}
		micros += advice.Use.Micros
		time.Sleep(10 * time.Second)
	}
	return micros
}

// A question every quarter of an hour meets a new instance each time, and each ends in the rest after it.
func TestAnInstanceThatEndsInARestTakesNothingWithIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mind, store := &scripted{said: calls("choose_answer", `{"passage":2}`)}, &ledger{Store: memory.New()}
		c, spent := costs(15), int64(0)
		for range 90 {
			spent += asks(t, model.New(prices, mind, store), c, 1)
			time.Sleep(15 * time.Minute)
		}
		if spent != 90*1200 || !store.counts(t, spent, 150_000) {
			t.Errorf("%d spent is not what counts", spent)
		}
	})
}

// Each instance that ends behind questions that followed each other takes one slice with it.
func TestAnInstanceThatEndsInABurstTakesLittleWithIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mind, store := &scripted{said: calls("choose_answer", `{"passage":2}`)}, &ledger{Store: memory.New()}
		spent := int64(0)
		for range 90 {
			spent += asks(t, model.New(prices, mind, store), costs(100), 3)
			time.Sleep(15 * time.Minute)
		}
		if spent != 3*90*1200 {
			t.Errorf("they cost %d", spent)
		}
	})
}

func TestQuestionsThatFollowEachOtherShareAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mind, store := &scripted{said: calls("choose_answer", `{"passage":2}`)}, &ledger{Store: memory.New()}
		advisor, c := model.New(prices, mind, store), costs(1000)
		asks(t, advisor, c, 2) // the first begins from a rest
		store.writes = 0
		if asks(t, advisor, c, 100); store.writes > 30 {
			t.Errorf("a hundred questions cost %d writes", store.writes)
		}
		time.Sleep(5 * time.Minute)
		asks(t, advisor, c, 1)
		if !store.counts(t, 103*1200, 10_000_000) {
			t.Error("after a rest the instance still keeps a slice")
		}
	})
}

// The vendor bills a model that went on after nobody listened any more. A call that was refused before costs nothing.
func TestACallWhoseCostNobodyToldCountsWithTheMost(t *testing.T) {
	for _, c := range []struct {
		err   error
		costs bool
	}{
		{context.DeadlineExceeded, true},
		{&model.Failure{Why: model.Slow}, true},
		{&model.Failure{Why: model.Unreachable}, true},
		{&model.Failure{Why: model.Throttled, Refused: true}, false},
	} {
		store := &ledger{Store: memory.New()}
		a, err := model.New(prices, &scripted{err: c.err}, store).Advise(t.Context(), costs(100))
		if err != nil || a.Use.Did != chat.ModelFailed || a.Use.Micros > 0 != c.costs {
			t.Errorf("%v: %+v, %v", c.err, a, err)
		}
		if !store.counts(t, a.Use.Micros, 1_000_000) {
			t.Errorf("%v: the bot's day does not count %d", c.err, a.Use.Micros)
		}
		day := time.Now().UTC().Truncate(24 * time.Hour)
		left, err := store.Store.Take(t.Context(), "t", chat.ModelTokens+"#v", day, 1_000_000, 1_000_000, day)
		if err != nil || left == c.costs {
			t.Errorf("%v: the visitor's day is whole: %t, %v", c.err, left, err)
		}
	}
}

// Emoji and some scripts take more tokens than a request reserves: they count, even beyond the limit.
func TestWhatARequestUsesBeyondItsReservationCounts(t *testing.T) {
	for name, c := range map[string]struct{ used, cents int }{"a visitor's": {60_000, 1000}, "a bot's": {11_000, 1}} {
		said := calls("nothing_fits", `{}`)
		said.In = c.used
		mind, store := &scripted{said: said}, memory.New()
		c := consult(func(m *chat.BotModel) { m.DayCents = c.cents })
		for i, why := range []string{"", model.OverBudget, model.OverBudget} {
			if a, err := model.New(prices, mind, store).Advise(t.Context(), c); err != nil || a.Use.Why != why {
				t.Errorf("%s day, question %d: %+v, %v", name, i, a, err)
			}
		}
	}
}
