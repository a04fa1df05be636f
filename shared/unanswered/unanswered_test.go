package unanswered_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
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
	return &world{w, unanswered.New(w.Store, model, w.Now), model}
}

// asked has somebody ask, "" for somebody new, and tells who it was.
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

func TestAQuestionThatNobodyAsksIsQuiet(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.Pass(unanswered.QuietAfter)
	w.shows(unanswered.Filter{})
	w.shows(unanswered.Filter{State: unanswered.Quiet}, "price of a bike: 1, 1 by 1")
	w.asked(2, "price of two bikes")
	w.shows(unanswered.Filter{}, "price of two bikes: 2, 2 by 2")
}

// Without a model each wording is a row, and what people join is one.
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

// What colleagues said next is a draft without their customer's number; what they said before is none.
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
	if want := []string{"It is 300 euros. I call you at " + chat.Masking + "."}; !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
}

// bots answer some texts with an entry, and fail when they are told to.
type bots struct {
	mu    sync.Mutex
	know  map[string]string
	asked int
	err   error
}

func (b *bots) Answering(_ context.Context, _ chat.TenantID, _ chat.BotID, text string) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked++
	return b.know[text], b.err
}

// A question is routed once all of its wordings get the entry, and comes back when somebody is not answered.
func TestAQuestionIsRoutedAndComesBack(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.asked(2, "price of two bikes")
	mind := &bots{know: map[string]string{}}
	replay := func(want unanswered.State) {
		t.Helper()
		w.Must(w.questions.Replay(w.Ctx(), chattest.Tenant, mind))
		row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), 0)
		w.Must(err)
		if row.State != want {
			t.Errorf("it is %s, not %s", row.State, want)
		}
	}
	replay(unanswered.Open)
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	replay(unanswered.Answered) // not published yet
	mind.know["price of a bike"] = "01x"
	replay(unanswered.Partly)
	mind.know["price of two bikes"] = "01x"
	replay(unanswered.Routed)
	asked := mind.asked
	replay(unanswered.Routed)
	if mind.asked != asked {
		t.Error("what is routed was asked again")
	}
	w.Pass(time.Minute)
	w.asked(3, "price of three bikes")
	w.shows(unanswered.Filter{}, "price of three bikes: 3, 3 by 3")
	replay(unanswered.Partly)
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), 0)
	w.Must(err)
	if !slices.Equal(row.Left, []string{chat.GapID("price of three bikes")}) {
		t.Errorf("left are %q", row.Left)
	}
}

// A replay that is cut off fails, changes nothing of what it did not finish, and goes on.
func TestAReplayThatIsCutOffGoesOn(t *testing.T) {
	w := newWorld(t)
	w.asked(1, "price of a bike")
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	mind := &bots{know: map[string]string{"price of a bike": "01x"}, err: errors.New("cut")}
	if w.questions.Replay(w.Ctx(), chattest.Tenant, mind) == nil {
		t.Error("nothing was cut off")
	}
	w.shows(unanswered.Filter{State: unanswered.Answered}, "price of a bike: 1, 1 by 1")
	mind.err = nil
	w.Must(w.questions.Replay(w.Ctx(), chattest.Tenant, mind))
	w.shows(unanswered.Filter{State: unanswered.Routed}, "price of a bike: 1, 1 by 1")
}
