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

// byFirstWord is a model for which questions mean the same that begin with the same word.
type byFirstWord struct {
	made int
	err  error
}

func (m *byFirstWord) Place(_ context.Context, texts []string) ([]meaning.Placed, error) {
	all := []meaning.Placed{}
	for _, text := range texts {
		word, _, _ := strings.Cut(text, " ")
		small := meaning.Small{Bytes: make([]byte, meaning.Dimensions), Step: 1. / 127}
		at := 0
		for i := range len(word) {
			at = at*31 + int(word[i])
		}
		small.Bytes[at%meaning.Dimensions] = 127
		all = append(all, meaning.Placed{Model: "multilingual-e5-small-q4", Small: small})
		m.made++
	}
	return all, m.err
}

var lea = chat.Agent{Tenant: chattest.Tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}

// world is a team whose fast bot answers nothing.
type world struct {
	*chattest.World
	questions *unanswered.Questions
	model     *byFirstWord
}

func newWorld(t *testing.T) *world {
	w, model := chattest.New(t), &byFirstWord{}
	return &world{w, unanswered.New(w.Desk, w.Store, model), model}
}

// asked has somebody ask, "" for somebody new, and returns their asking.
func (w *world) asked(by int, text string) chat.Asking {
	w.T.Helper()
	a := chat.Asking{
		Bot: chattest.Fast, Gap: chat.GapID(text), Message: w.ID(), At: w.Now(),
		Conversation: chat.ConversationID(fmt.Sprintf("c_%d", by)), Source: chat.Web,
	}
	w.Must(w.Store.AddGap(w.Ctx(), chattest.Tenant, chat.GapRow{
		Bot: a.Bot, ID: a.Gap, Question: text, Cause: chat.NoMatch, Last: a.At, State: "new",
	}, a))
	return a
}

// rows are the questions as lines: the most asked wording, how many wordings, how often, by how many people.
func (w *world) rows(f unanswered.Filter) []string {
	w.T.Helper()
	list, err := w.questions.List(w.Ctx(), lea, f)
	w.Must(err)
	lines := []string{}
	for _, r := range list.Rows {
		lines = append(lines, fmt.Sprintf("%s: %d, %d by %d", r.Question, len(r.Wordings), r.Asked, r.People))
	}
	return lines
}

func (w *world) shows(f unanswered.Filter, want ...string) {
	w.T.Helper()
	if got := w.rows(f); !slices.Equal(got, want) {
		w.T.Errorf("the rows are %q, want %q", got, want)
	}
}

func (w *world) decides(text string, d unanswered.Decision) {
	w.T.Helper()
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID(text), 0)
	w.Must(err)
	d.Version = row.Version
	_, err = w.questions.Decide(w.Ctx(), lea, chat.GapID(text), d)
	w.Must(err)
}

func TestOnePersonCountsOnceADay(t *testing.T) {
	w := newWorld(t)
	for i := range 51 {
		w.asked(1, fmt.Sprint("price of a bike, for the time ", i%5))
	}
	w.asked(2, "open on Sundays")
	w.asked(3, "open late")
	w.shows(unanswered.Filter{}, "open late: 2, 2 by 2", "price of a bike, for the time 0: 5, 1 by 1")
	w.Pass(24 * time.Hour)
	w.asked(1, "price of a bike, for the time 0")
	if got := w.rows(unanswered.Filter{})[1]; !strings.HasSuffix(got, ": 5, 2 by 1") {
		t.Error(got)
	}
	if w.model.made != 7 {
		t.Errorf("%d vectors were made of 7 wordings", w.model.made)
	}
}

func TestAFilterShowsTheRowsThatFit(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.asked(2, "open late")
	w.shows(unanswered.Filter{Source: chat.WhatsApp})
	w.shows(unanswered.Filter{Bot: "b_other"})
	w.shows(unanswered.Filter{Cause: chat.BotFailed})
	w.shows(unanswered.Filter{Language: "de"})
	w.shows(unanswered.Filter{Language: "en", Bot: chattest.Fast, Cause: chat.NoMatch, Source: chat.Web, Days: 1},
		"open late: 1, 1 by 1", "price of a bike: 1, 1 by 1")
}

func TestAQuestionThatNobodyAsksIsQuiet(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.Pass(unanswered.QuietAfter)
	w.shows(unanswered.Filter{})
	w.shows(unanswered.Filter{State: unanswered.Quiet}, "price of a bike: 1, 1 by 1")
	w.asked(2, "price of two bikes")
	w.shows(unanswered.Filter{}, "price of two bikes: 2, 2 by 2")
}

// Without a model each wording is a row, and those that people join are one.
func TestWithoutAModelEachWordingIsARow(t *testing.T) {
	w := newWorld(t)
	w.model.err = errors.New("no model")
	w.asked(1, "price of a bike")
	w.asked(2, "price of two bikes")
	if got := w.rows(unanswered.Filter{}); len(got) != 2 {
		t.Error(got)
	}
	w.decides("price of a bike", unanswered.Decision{Join: chat.GapID("price of two bikes")})
	if got := w.rows(unanswered.Filter{}); len(got) != 1 {
		t.Error(got)
	}
}

func TestWhatTheOnlyAskerSaidGoesWithThem(t *testing.T) {
	w := newWorld(t)
	mine, others := w.asked(1, "price of a bike"), w.asked(2, "price of two bikes")
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	_, err := w.Store.EraseGap(w.Ctx(), chattest.Tenant, mine)
	w.Must(err)
	w.shows(unanswered.Filter{State: unanswered.Answered}, "price of two bikes: 1, 1 by 1")
	_, err = w.Store.EraseGap(w.Ctx(), chattest.Tenant, others)
	w.Must(err)
	topics, err := w.Store.Topics(w.Ctx(), chattest.Tenant)
	w.Must(err)
	vectors, err := w.Store.Vectors(w.Ctx(), chattest.Tenant, []string{mine.Gap, others.Gap})
	w.Must(err)
	if len(topics) > 0 || len(vectors) > 0 {
		t.Errorf("left are %v and %v", topics, vectors)
	}
}

// The words of colleagues after a question are a draft without their customer's number; those before it are none.
func TestColleaguesWordsAreADraft(t *testing.T) {
	w := newWorld(t)
	a := w.asked(1, "price of a bike")
	key := chat.ConversationKey{Tenant: chattest.Tenant, ID: a.Conversation}
	for i, text := range []string{"It is 300 euros. I call you at +49 170 1234567.", "Anything else?"} {
		w.Pass(time.Minute)
		_, err := w.Store.Append(w.Ctx(), key, chat.Message{
			ID: w.ID(), At: w.Now(), Author: chat.Author{Kind: chat.ByAgent, ID: "a_lea"}, Hash: fmt.Sprint(i),
			Bubbles: []chat.Bubble{{Body: chat.Text(text)}},
		})
		w.Must(err)
	}
	row, err := w.questions.Question(w.Ctx(), lea, a.Gap, 0)
	w.Must(err)
	said, err := w.questions.Colleagues(w.Ctx(), lea, row)
	w.Must(err)
	want := []unanswered.Said{{Text: "It is 300 euros. I call you at " + chat.Masking + ".", Language: "en"}}
	if !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
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
