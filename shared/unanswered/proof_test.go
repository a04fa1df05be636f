package unanswered_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/unanswered"
)

// routed is a world in which a question is routed to entry 01x.
func routed(t *testing.T) (*world, *bots) {
	t.Helper()
	w, mind := newWorld(t), newBots()
	w.asked(1, "price of a bike")
	w.decides("price of a bike", unanswered.Decision{Entry: "01x"})
	mind.publish("price of a bike")
	w.replay(mind, unanswered.Routed)
	w.Pass(time.Minute)
	return w, mind
}

// helped has somebody get the entry, and returns their help.
func (w *world) helped(by int) chat.Help {
	w.T.Helper()
	h := chat.Help{
		Bot: chattest.Fast, Entry: "01x", Conversation: chat.ConversationID(fmt.Sprintf("c_%d", by)), Message: w.ID() + "#r",
		At: w.Now(),
	}
	w.Must(w.Store.NoteHelp(w.Ctx(), chattest.Tenant, h))
	return h
}

// is fails unless the question is in a state and helped so many people.
func (w *world) is(want unanswered.State, helped int) {
	w.T.Helper()
	row, err := w.questions.Question(w.Ctx(), lea, chat.GapID("price of a bike"), 0)
	w.Must(err)
	if row.State != want || row.Helped != helped {
		w.T.Errorf("it is %s and helped %d, not %s and %d", row.State, row.Helped, want, helped)
	}
}

func TestAnEntryIsProvedByThePeopleWhomItHelped(t *testing.T) {
	w, mind := routed(t)
	w.helped(2)
	w.Pass(time.Second)
	w.helped(2) // the same person
	w.Pass(time.Minute)
	w.helped(3)
	w.helped(4)
	w.is(unanswered.Routed, 2) // the first one asked again
	w.Pass(time.Minute)
	w.helped(5)
	w.is(unanswered.Proved, 3)
	mind.publish()
	w.replay(mind, unanswered.Proved)
	mind.version++ // the answer is another one, which proves nothing yet
	mind.publish()
	w.replay(mind, unanswered.Routed)
}

// A team says how many people prove an entry.
func TestATeamSaysHowManyPeopleProveAnEntry(t *testing.T) {
	w, _ := routed(t)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Proof = 1
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Pass(2 * chat.SettingsLife)
	w.helped(2)
	w.is(unanswered.Proved, 1)
}

// A proved question that nobody asks any more is quiet; the next answer makes it proved again, and a miss opens it.
func TestAProvedQuestionFallsQuietAndComesBack(t *testing.T) {
	w, _ := routed(t)
	for i := range 3 {
		w.helped(i + 2)
	}
	w.is(unanswered.Proved, 3)
	w.Pass(unanswered.QuietAfter)
	w.is(unanswered.Quiet, 3)
	w.helped(9)
	w.is(unanswered.Proved, 4)
	w.Pass(time.Minute)
	w.asked(10, "price of a used bike")
	w.is(unanswered.Open, 4)
}

// A wish for a person after the answer opens the question again, and it stays open until the answer is another one.
func TestAWishForAPersonOpensAQuestionAgain(t *testing.T) {
	w, mind := routed(t)
	for i := range 3 {
		w.helped(i + 2)
	}
	w.is(unanswered.Proved, 3)
	h := w.helped(7)
	w.Pass(30 * time.Second)
	h.Wish = w.Now()
	w.Must(w.Store.NoteHelp(w.Ctx(), chattest.Tenant, h))
	w.is(unanswered.Open, 0)
	mind.publish()
	w.replay(mind, unanswered.Open)
	mind.version++
	mind.publish()
	w.replay(mind, unanswered.Routed)
}

// So does a word that the answer was wrong or did not help, in whatever words the question came.
func TestAWordAgainstAnAnswerOpensItsQuestion(t *testing.T) {
	w, mind := routed(t)
	h := w.helped(2)
	w.Must(w.Store.AddGap(w.Ctx(), chattest.Tenant, chat.GapRow{
		Bot: h.Bot, ID: "other", Question: "what do i pay", Cause: chat.NotHelpful, Last: w.Now(), State: "new",
	}, chat.Asking{Bot: h.Bot, Gap: "other", Conversation: h.Conversation, Message: h.Message, At: w.Now()}))
	w.is(unanswered.Open, 0)
	mind.publish()
	w.replay(mind, unanswered.Open)
}

// The witness sees what visitors and bots say: an answer of a watched entry, and the wish for a person after it.
func TestTheWitnessSeesAnAnswerAndTheWishAfterIt(t *testing.T) {
	const entry = "01kb3yv8q0000000000000000a"
	w, mind := newWorld(t), newBots()
	witness := unanswered.NewWitness(w.Desk, w.Store)
	g := w.Guest()
	g.Opens("/")
	w.asked(1, "price of a bike")
	w.decides("price of a bike", unanswered.Decision{Entry: entry})
	mind.edition++
	mind.know["price of a bike"] = entry
	w.replay(mind, unanswered.Routed)
	w.Pass(time.Minute)
	says := func(text string, effects chat.Effects) {
		w.Pass(10 * time.Second)
		w.Think = func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{chat.Text("…")}, Effects: effects}, nil
		}
		reply := g.Says(text).Reply
		for range 2 { // the stream repeats
			w.Must(witness.See(w.Ctx(), g.Key(), *w.Message(g.Key(), reply.ID)))
		}
	}
	why := &chat.Why{By: chat.ByMeaning, Answered: true, Best: []chat.Reason{{Entry: entry, Title: "Prices"}}}
	says("what does a bike cost", chat.Effects{Why: why})
	w.is(unanswered.Routed, 1)
	gap := &chat.Gap{Question: "do you paint it", Cause: chat.NoMatch}
	says("do you paint it", chat.Effects{HandOver: "fallback", Gap: gap})
	w.is(unanswered.Routed, 1) // another question had no answer
	_, err := w.HandBack(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	says("somebody please", chat.Effects{HandOver: "asked"})
	w.is(unanswered.Open, 0)
}

// Goals that were begun and not reached in a case without an answer bring its question to the top.
func TestAQuestionAfterWhichGoalsWereLostIsFirst(t *testing.T) {
	w := newWorld(t)
	witness := unanswered.NewWitness(w.Desk, w.Store)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Goals = append(tenant.Goals,
		chat.Goal{Name: "Booked", Form: "booking"}, chat.Goal{Name: "Called", Form: "call"})
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Pass(2 * chat.SettingsLife)
	for i := range 3 {
		w.asked(i, "open on sundays")
	}
	for _, reached := range []bool{true, false} {
		g := w.Guest()
		g.Opens("/")
		w.Think = func(q chat.Question) (chat.Answer, error) {
			a := missed(q.Message.Body().Text)
			if q.Message.Body().Text == "book" {
				a = chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Text: "Book", Form: &chat.Form{
					ID: "booking", Fields: []chat.Field{{Name: "n", Label: "N", Type: "text"}},
				}}}}
			}
			if q.Message.Body().Text == "sent" {
				a = chat.Answer{Bubbles: []chat.Body{chat.Text("Booked.")}, Effects: chat.Effects{
					Goals: []chat.GoalReached{{Name: "Booked"}},
				}}
			}
			return a, nil
		}
		words := map[bool][]string{
			true: {"book", "price of a bike", "sent"}, false: {"book", "insurance for a bike"},
		}[reached]
		for _, text := range words {
			w.Pass(time.Second)
			g.Says(text)
		}
		w.Streams()
		_, err := w.Desk.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
		w.Must(err)
		for _, m := range w.Rows(g.Key()) {
			w.Must(witness.See(w.Ctx(), g.Key(), m))
		}
	}
	list, err := w.questions.List(w.Ctx(), lea, unanswered.Filter{})
	w.Must(err)
	got := []string{}
	for _, r := range list.Rows {
		got = append(got, fmt.Sprint(r.Question, " ", r.Lost))
	}
	if want := "[insurance for a bike 1 open on sundays 0 price of a bike 0]"; fmt.Sprint(got) != want {
		t.Errorf("the rows are %v", got)
	}
}

// A case that goes on after its end, and in which the goal is reached then, has lost none: at once, and when it ends
// again.
func TestAGoalThatIsReachedAfterAllIsNotLost(t *testing.T) {
	w := newWorld(t)
	witness := unanswered.NewWitness(w.Desk, w.Store)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Goals = append(tenant.Goals, chat.Goal{Name: "Booked", Form: "booking"})
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Pass(2 * chat.SettingsLife)
	g := w.Guest()
	g.Opens("/")
	w.Think = func(q chat.Question) (chat.Answer, error) {
		switch q.Message.Body().Text {
		case "book":
			return chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindForm, Text: "Book", Form: &chat.Form{
				ID: "booking", Fields: []chat.Field{{Name: "n", Label: "N", Type: "text"}},
			}}}}, nil
		case "sent":
			return chat.Answer{Bubbles: []chat.Body{chat.Text("Booked.")}, Effects: chat.Effects{
				Goals: []chat.GoalReached{{Name: "Booked"}},
			}}, nil
		}
		return missed(q.Message.Body().Text), nil
	}
	seen := 0
	for _, c := range []struct {
		words []string
		ends  bool
		lost  int
	}{
		{[]string{"book", "insurance for a bike"}, false, 0}, {nil, true, 1}, {[]string{"sent"}, false, 0}, {nil, true, 0},
	} {
		for _, text := range c.words {
			w.Pass(time.Minute)
			g.Says(text)
		}
		w.Streams()
		if w.Pass(time.Minute); c.ends {
			_, err := w.Desk.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
			w.Must(err)
		}
		rows := w.Rows(g.Key())
		for _, m := range rows[seen:] {
			w.Must(witness.See(w.Ctx(), g.Key(), m))
		}
		seen = len(rows)
		list, err := w.questions.List(w.Ctx(), lea, unanswered.Filter{})
		w.Must(err)
		if len(list.Rows) != 1 || list.Rows[0].Lost != c.lost {
			t.Errorf("after %v the rows are %+v", c.words, list.Rows)
		}
	}
}

// A case of two days with a lost goal has it beside the askings of both, and so may two cases of one person. It is one
// goal that one person did not reach.
func TestALostGoalCountsOnceAPerson(t *testing.T) {
	w := newWorld(t)
	loses := func(by int, text string, goals ...string) {
		a := w.asked(by, text)
		a.Lost = goals
		w.Must(w.Store.NoteLost(w.Ctx(), chattest.Tenant, a))
	}
	loses(1, "insurance for a bike", "Booked")
	loses(1, "insurance of two bikes", "Booked")
	w.Pass(25 * time.Hour)
	loses(1, "insurance for a bike", "Booked", "Called")
	loses(2, "insurance for a bike", "Booked")
	list, err := w.questions.List(w.Ctx(), lea, unanswered.Filter{})
	w.Must(err)
	if len(list.Rows) != 1 || list.Rows[0].Lost != 3 || list.Rows[0].Asked != 3 {
		t.Errorf("the rows are %+v", list.Rows)
	}
}
