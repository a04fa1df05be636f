package unanswered_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/unanswered"
)

// topics are the decisions by the wording after which they are called.
func (w *world) topics() map[string]unanswered.Topic {
	w.T.Helper()
	all, err := w.Store.Topics(w.Ctx(), chattest.Tenant)
	w.Must(err)
	named := map[string]unanswered.Topic{}
	for _, topic := range all {
		named[topic.ID] = topic
	}
	return named
}

// crowded is a world in which so many other wordings were asked more often, and later, that the ones before are looked
// at no more.
func (w *world) crowded() {
	w.T.Helper()
	w.Pass(time.Hour)
	w.model.err = errors.New("no model")
	for i := range unanswered.MaxWordings + 10 {
		for n := range 3 {
			w.asked(1000*n+i, fmt.Sprintf("a%d of a boat", i))
		}
	}
	if _, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), 0); chat.CodeOf(err) != "no_question" {
		w.T.Fatalf("the rare question is looked at: %v", err)
	}
}

// A question that few people asked, some days ago, is asked again in all wordings that it names, however many others
// there are.
func TestRareQuestionsAreAskedAgainAmongMany(t *testing.T) {
	w, mind := newWorld(t), newBots()
	w.asked(1, "price of a bike")
	w.asked(2, "price of two bikes")
	w.asked(3, "open on Sundays")
	for _, text := range []string{"price of a bike", "open on Sundays"} {
		w.decides(text, unanswered.Decision{Entry: "01x"})
	}
	for _, topic := range w.topics() { // too many of them to be read at once
		for i := range unanswered.MaxWordings * 2 / 3 {
			topic.Wordings = append(topic.Wordings, fmt.Sprintf("gone%d%s", i, topic.ID))
		}
		w.Must(w.Store.PutTopics(w.Ctx(), chattest.Tenant, []unanswered.Topic{topic}))
	}
	w.crowded()
	mind.publish("price of a bike", "open on Sundays")
	ctx, cancel := context.WithTimeout(w.Ctx(), 5*time.Second)
	defer cancel()
	if err := w.questions.Replay(ctx, chattest.Tenant, mind); !errors.Is(err, unanswered.ErrUnfinished) {
		t.Errorf("a replay that is short of time is done: %v", err)
	}
	w.Must(w.questions.Replay(w.Ctx(), chattest.Tenant, mind))
	price, open := w.topics()[chat.GapID("price of a bike")], w.topics()[chat.GapID("open on Sundays")]
	if price.State != unanswered.Partly || len(price.Left) != 1 || price.Left[0] != chat.GapID("price of two bikes") {
		t.Errorf("the price is %+v", price)
	}
	if open.State != unanswered.Routed || mind.asked != 3 {
		t.Errorf("the hours are %+v, %d were asked", open, mind.asked)
	}
	mind.publish("price of two bikes")
	w.Must(w.questions.Replay(w.Ctx(), chattest.Tenant, mind))
	if price := w.topics()[price.ID]; price.State != unanswered.Routed || mind.asked != 6 {
		t.Errorf("with the next edition the price is %+v, %d were asked", price, mind.asked)
	}
}
