package unanswered_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/unanswered"
)

func TestPeopleJoinAndSplit(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.asked(2, "cost of a bike")
	w.asked(3, "cost of delivery")
	w.decides("price of a bike", unanswered.Decision{Join: chat.GapID("cost of a bike")})
	if got := w.rows(unanswered.Filter{}); len(got) != 1 || !strings.HasSuffix(got[0], ": 3, 3 by 3") {
		t.Fatal(got)
	}
	w.decides("price of a bike", unanswered.Decision{Split: []string{chat.GapID("cost of delivery")}})
	w.asked(4, "price of a second bike") // comes to the row of the nearest wording
	w.decides("cost of delivery", unanswered.Decision{State: unanswered.Never})
	if got := w.rows(unanswered.Filter{}); len(got) != 1 || !strings.HasSuffix(got[0], ": 3, 3 by 3") {
		t.Error(got)
	}
	w.shows(unanswered.Filter{State: unanswered.Never}, "cost of delivery: 1, 1 by 1")
	w.decides("cost of delivery", unanswered.Decision{State: unanswered.Open})
	w.shows(unanswered.Filter{State: unanswered.Never})
}

func TestOfTwoPeopleAtOnceTheSecondIsTold(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	for version, want := range []string{"", "changed_meanwhile"} {
		never := unanswered.Decision{State: unanswered.Never}
		_, err := w.questions.Decide(w.Ctx(), lea, chat.GapID("price of a bike"), never)
		if chattest.Code(err) != want {
			t.Errorf("%d: %v", version, err)
		}
	}
	_, err := w.questions.Decide(w.Ctx(), lea, "nothing", unanswered.Decision{State: unanswered.Never})
	if chattest.Code(err) != "no_question" {
		t.Error(err)
	}
}

// A join that somebody else's decision about the other row has overtaken is refused, and that decision stays.
func TestAJoinDropsNoDecisionThatNobodySaw(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.asked(2, "cost of a bike")
	seen, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), 0)
	w.Must(err)
	w.decides("cost of a bike", unanswered.Decision{State: unanswered.Never})
	join := unanswered.Decision{Version: seen.Version, Join: chat.GapID("cost of a bike")}
	_, err = w.questions.Decide(w.Ctx(), lea, seen.ID, join)
	if chattest.Code(err) != "changed_meanwhile" {
		t.Error(err)
	}
	w.shows(unanswered.Filter{State: unanswered.Never}, "cost of a bike: 1, 1 by 1")
	join.Joined = 1
	row, err := w.questions.Decide(w.Ctx(), lea, seen.ID, join)
	w.Must(err)
	if row.State != unanswered.Never || len(row.Wordings) != 2 {
		t.Errorf("joined, they are %+v", row)
	}
}

// Of two decisions at once about one row the second changes nothing.
func TestADecisionIsKeptWholeOrNotAtAll(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.asked(2, "price of two bikes")
	w.asked(3, "cost of a bike")
	w.decides("price of a bike", unanswered.Decision{Join: chat.GapID("cost of a bike")})
	split := unanswered.Decision{Version: 1, Split: []string{chat.GapID("cost of a bike")}}
	late := &overtaken{Store: w.Store, before: func() { w.decides("price of a bike", unanswered.Decision{State: "open"}) }}
	_, err := unanswered.New(w.Desk, late, w.model).Decide(w.Ctx(), lea, chat.GapID("price of a bike"), split)
	if chattest.Code(err) != "changed_meanwhile" {
		t.Error(err)
	}
	if got := w.rows(unanswered.Filter{}); len(got) != 1 || !strings.HasSuffix(got[0], ": 3, 3 by 3") {
		t.Errorf("after a split that failed there are %q", got)
	}
}

// overtaken is a store in which somebody decides just before a decision is stored.
type overtaken struct {
	unanswered.Store
	before func()
}

func (o *overtaken) PutTopics(
	ctx context.Context, t chat.TenantID, put []unanswered.Topic, drop ...unanswered.Topic,
) error {
	o.before()
	return o.Store.PutTopics(ctx, t, put, drop...)
}

// A wording that is named twice leaves the row once, and no decision is made beyond their number.
func TestASplitKeepsToItsBounds(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.asked(2, "price of two bikes")
	two := chat.GapID("price of two bikes")
	w.decides("price of a bike", unanswered.Decision{State: unanswered.Open})
	for i := range unanswered.MaxTopics - 1 {
		id := fmt.Sprint("of-before-", i)
		w.Must(w.Store.PutTopics(w.Ctx(), chattest.Tenant, []unanswered.Topic{
			{Tenant: chattest.Tenant, ID: id, Wordings: []string{id}},
		}))
	}
	row, err := w.questions.Question(w.Ctx(), lea, two, 0)
	w.Must(err)
	split := unanswered.Decision{Version: row.Version, Split: []string{two, two}}
	_, err = w.questions.Decide(w.Ctx(), lea, two, split)
	if chattest.Code(err) != "too_many_questions" {
		t.Error(err)
	}
	w.Must(w.Store.PutTopics(w.Ctx(), chattest.Tenant, nil, unanswered.Topic{
		Edited: chat.Edited{Version: 1}, ID: "of-before-0",
	}))
	_, err = w.questions.Decide(w.Ctx(), lea, two, split)
	w.Must(err)
	w.shows(unanswered.Filter{}, "price of two bikes: 1, 1 by 1", "price of a bike: 1, 1 by 1")
}

// Each decision is in the audit by name, without the words of those who asked.
func TestDecisionsAreAudited(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.asked(2, "cost of a bike")
	price, cost := chat.GapID("price of a bike"), chat.GapID("cost of a bike")
	want := []string{}
	for _, step := range []struct {
		unanswered.Decision
		act string
	}{
		{unanswered.Decision{Join: cost}, "question.joined"},
		{unanswered.Decision{Split: []string{cost}}, "question.split"},
		{unanswered.Decision{Entry: "01x"}, "question.answered 01x"},
		{unanswered.Decision{State: unanswered.Never}, "question.never_to_be_answered"},
		{unanswered.Decision{State: unanswered.Nothing}, "question.no_question"},
		{unanswered.Decision{State: unanswered.Open}, "question.opened"},
	} {
		w.Pass(time.Second)
		w.decides("price of a bike", step.Decision)
		want = append(want, "Lea "+step.act)
	}
	_, err := w.questions.Decide(w.Ctx(), lea, price, unanswered.Decision{Version: 99, State: unanswered.Never})
	if chattest.Code(err) != "changed_meanwhile" {
		t.Error(err)
	}
	got := []string{}
	audits, _, err := w.Store.Audits(w.Ctx(), chattest.Tenant, "", 99)
	w.Must(err)
	slices.Reverse(audits) // the oldest first
	for _, e := range audits {
		got = append(got, strings.TrimSpace(fmt.Sprint(e.Name, " ", e.Action, " ", e.Object+e.Details)))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the audit has %q", got)
	}
}

// A decision names all wordings of its row, and a replay asks all of them.
func TestADecisionHoldsAllWordings(t *testing.T) {
	w, mind := newWorld(t), newBots()
	texts := []string{}
	for i := range 90 {
		texts = append(texts, fmt.Sprintf("price of bike %d", i))
		w.asked(i, texts[i])
	}
	for range 2 { // each look makes some vectors
		w.rows(unanswered.Filter{})
	}
	w.decides(texts[0], unanswered.Decision{Entry: "01x"})
	topics, err := w.Store.Topics(w.Ctx(), chattest.Tenant)
	w.Must(err)
	if len(topics) != 1 || len(topics[0].Wordings) != len(texts) {
		t.Fatalf("%d wordings are named", len(topics[0].Wordings))
	}
	mind.publish(texts[:30]...)
	w.Must(w.questions.Replay(w.Ctx(), chattest.Tenant, mind))
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID(texts[0]), 0)
	w.Must(err)
	if row.State != unanswered.Partly || len(row.Left) != 60 || mind.asked != len(texts) {
		t.Errorf("it is %s, %d are left of %d", row.State, len(row.Left), mind.asked)
	}
}
