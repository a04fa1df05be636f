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
	made     int
	err      error
	language byte // of all texts
}

func (m *byFirstWord) Place(_ context.Context, texts []string) ([]meaning.Placed, error) {
	all := []meaning.Placed{}
	for _, text := range texts {
		word, _, _ := strings.Cut(text, " ")
		small := meaning.Small{Bytes: make([]byte, meaning.Dimensions), Step: 1. / 127}
		at := uint32(0)
		for i := range len(word) {
			at = at*31 + uint32(word[i])
		}
		small.Bytes[at%meaning.Dimensions] = 127
		all = append(all, meaning.Placed{Model: "multilingual-e5-small-q4/2", Small: small, Language: m.language})
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

// The words of colleagues after a question are a draft without their customer's number, name and answers in forms;
// those before it are none.
func TestColleaguesWordsAreADraft(t *testing.T) {
	w := newWorld(t)
	g := w.Guest()
	g.Opens("/")
	w.Think = func(q chat.Question) (chat.Answer, error) { return missed(q.Message.Body().Text), nil }
	reply := g.Says("price of a bike").Reply
	w.Streams()
	_, err := w.Store.UpdateVisitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(g.Key()).Visitor},
		func(v *chat.Visitor) error {
			v.Learn(chat.Claim{Field: "name", Value: "María López", Source: "form:lead"}, w.Now())
			v.Learn(chat.Claim{Field: "frame", Value: "Blue Arrow 7", Source: "form:lead"}, w.Now())
			return nil
		})
	w.Must(err)
	for i, text := range []string{
		"Hi Maria, the blue arrow 7 is 300 euros. I call you at +49 170 1234567.", "Anything else?",
	} {
		w.Pass(time.Minute)
		_, err := w.Store.Append(w.Ctx(), g.Key(), chat.Message{
			ID: w.ID(), At: w.Now(), Author: chat.Author{Kind: chat.ByAgent, ID: "a_lea"}, Hash: fmt.Sprint(i),
			Bubbles: []chat.Bubble{{Body: chat.Text(text)}},
		})
		w.Must(err)
	}
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), 0)
	w.Must(err)
	if row.Wordings[0].Latest.Message != reply.ID {
		t.Fatalf("asked was %+v", row.Wordings[0].Latest)
	}
	said, err := w.questions.Colleagues(w.Ctx(), lea, row)
	w.Must(err)
	const m = chat.Masking
	want := []unanswered.Said{{
		Text: "Hi " + m + ", the " + m + " is 300 euros. I call you at " + m + ".", Language: "en", Bot: chattest.Fast,
	}}
	if !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
}

// A first line that only says hello is no answer, and an answer is in the language of its words: a colleague may answer
// in another one than was asked in.
func TestAGreetingIsNoAnswerOfAColleague(t *testing.T) {
	w := newWorld(t)
	g := w.Guest()
	g.Opens("/")
	w.Think = func(q chat.Question) (chat.Answer, error) { return missed(q.Message.Body().Text), nil }
	g.Says("كم سعر الدراجة")
	w.Streams()
	for i, text := range []string{"Hi Maria, I am Anna!", "One moment please :)", "300 euros, with lights."} {
		w.Pass(time.Minute)
		_, err := w.Store.Append(w.Ctx(), g.Key(), chat.Message{
			ID: w.ID(), At: w.Now(), Author: chat.Author{Kind: chat.ByAgent, ID: "a_lea"}, Hash: fmt.Sprint(i),
			Bubbles: []chat.Bubble{{Body: chat.Text(text)}},
		})
		w.Must(err)
	}
	w.model.language = 1
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("كم سعر الدراجة"), 0)
	w.Must(err)
	for _, c := range []struct {
		language byte
		err      error
		want     string
	}{{2, nil, "de"}, {0, errors.New("down"), ""}} {
		w.model.language, w.model.err = c.language, c.err
		said, err := w.questions.Colleagues(w.Ctx(), lea, row)
		w.Must(err)
		want := []unanswered.Said{{Text: "300 euros, with lights.", Language: c.want, Bot: chattest.Fast}}
		if !slices.Equal(said, want) {
			t.Errorf("%q, want %q", said, want)
		}
	}
}

// missed is an answer of a bot that has none.
func missed(text string) chat.Answer {
	return chat.Answer{
		Bubbles: []chat.Body{chat.Text("I do not know.")},
		Effects: chat.Effects{Gap: &chat.Gap{Question: text, Cause: chat.NoMatch}},
	}
}

// The words of a question are kept without the name by which its asker is known, and with the country.
func TestAQuestionIsKeptWithoutItsAskersName(t *testing.T) {
	w := newWorld(t)
	g := w.Guest()
	g.Opens("/")
	w.Think = func(q chat.Question) (chat.Answer, error) { return missed(q.Message.Body().Text), nil }
	g.Says("hello")
	_, err := w.Store.UpdateVisitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(g.Key()).Visitor},
		func(v *chat.Visitor) error {
			v.Learn(chat.Claim{Field: "name", Value: "Maria Lopez", Source: "form:lead"}, w.Now())
			v.Place.Country = "ES"
			return nil
		})
	w.Must(err)
	w.Pass(time.Second)
	g.Says("price of a bike for MARIA LÓPEZ")
	w.Streams()
	list, err := w.questions.List(w.Ctx(), lea, unanswered.Filter{Country: "ES"})
	w.Must(err)
	if len(list.Rows) != 1 || list.Rows[0].Question != "price of a bike for "+chat.Masking ||
		!slices.Equal(list.Rows[0].Places, []unanswered.Share{{Name: "ES", People: 1}}) {
		t.Errorf("there are %+v", list.Rows)
	}
}

// A name that its asker says after the question is taken out of it before an entry takes the wording over; one whose
// asker is erased at this moment is none.
func TestAWordingHasNoNameThatItsAskerSaidLater(t *testing.T) {
	w := newWorld(t)
	g := w.Guest()
	g.Opens("/")
	w.Think = func(q chat.Question) (chat.Answer, error) { return missed(q.Message.Body().Text), nil }
	g.Says("Maria here, price of a bike?")
	w.Streams()
	key := chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(g.Key()).Visitor}
	_, err := w.Store.UpdateVisitor(w.Ctx(), key, func(v *chat.Visitor) error {
		v.Learn(chat.Claim{Field: "name", Value: "María López", Source: "form:lead"}, w.Now())
		v.Learn(chat.Claim{Field: "wish", Value: "price of a bike", Source: "form:lead"}, w.Now())
		return nil
	})
	w.Must(err)
	w.Pass(time.Minute)
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("Maria here, price of a bike?"), 0)
	w.Must(err)
	now, err := w.questions.Unnamed(w.Ctx(), lea, row)
	w.Must(err)
	if want := chat.Masking + " here, price of a bike?"; now.Question != want || now.Wordings[0].Question != want {
		t.Errorf("%q of %+v", now.Question, now.Wordings)
	}
	w.Must(w.Store.PlaceTombstones(w.Ctx(), chattest.Tenant, chat.Subject{
		Visitor: key.ID, Conversations: []chat.ConversationID{g.Key().ID},
	}))
	if _, err := w.questions.Unnamed(w.Ctx(), lea, row); chat.CodeOf(err) != "no_question" {
		t.Errorf("an erased person's is shown, with %v", err)
	}
}

// All figures of a row are those of the period.
func TestThePeriodIsThatOfAllFigures(t *testing.T) {
	w := newWorld(t)
	for i := range 5 {
		w.asked(i, "price of a bike")
	}
	w.asked(1, "cost of a bike")
	w.Pass(10 * 24 * time.Hour)
	w.asked(9, "price of two bikes")
	w.shows(unanswered.Filter{Days: 30}, "price of a bike: 2, 6 by 6", "cost of a bike: 1, 1 by 1")
	w.shows(unanswered.Filter{Days: 7}, "price of two bikes: 2, 1 by 1")
	list, err := w.questions.List(w.Ctx(), lea, unanswered.Filter{Days: 7})
	w.Must(err)
	row := list.Rows[0]
	if row.Wordings[1].Count != 0 || !row.Last.Equal(w.Now()) || len(row.ByDay) != 7 || len(list.Week) != 1 ||
		row.Sources[0] != (unanswered.Share{Name: "web", People: 1}) {
		t.Errorf("%+v", row)
	}
}
