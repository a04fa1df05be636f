package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// opening is each act by which an agent opens a closed conversation.
var opening = map[string]func(*chattest.World, chat.ConversationKey) error{
	"take over": func(w *chattest.World, k chat.ConversationKey) error {
		_, err := w.TakeOver(w.Ctx(), chattest.Ana, k, w.Sees(k))
		return err
	},
	"assign": func(w *chattest.World, k chat.ConversationKey) error {
		_, err := chat.Assign(w.Ctx(), w.Desk, chattest.Ana, k, chat.Giving{}, w.Sees(k))
		return err
	},
	"snooze": func(w *chattest.World, k chat.ConversationKey) error {
		_, err := w.Snooze(w.Ctx(), chattest.Ana, k, w.Now().Add(time.Hour), w.Sees(k))
		return err
	},
	"reopen": func(w *chattest.World, k chat.ConversationKey) error {
		_, err := w.Reopen(w.Ctx(), chattest.Ana, k, chat.OwnerAgent, w.Sees(k))
		return err
	},
}

// firstWords has each agent write first to so many people a day.
func firstWords(w *chattest.World, n int) {
	w.T.Helper()
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.FirstWords = n
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
}

func starts(w *chattest.World, a chat.Agent, g *chattest.Guest) error {
	w.Pass(time.Second)
	_, _, err := w.StartChat(w.Ctx(), a, g.Socket.VisitorKey(), w.ID(), "Can I help?")
	return err
}

// says has Ana write into a guest's conversation.
func says(w *chattest.World, g *chattest.Guest, id chat.MessageID, text string, seen *chat.Seen) error {
	m, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), id, chat.Text(text), seen)
	if err == nil && m.Starts {
		w.T.Errorf("%q starts a chat", text)
	}
	w.Pass(time.Second)
	return err
}

// silent is a guest who said something two days ago, and left.
func silent(w *chattest.World) *chattest.Guest {
	g := guest(w, chat.Full)
	g.Says("hello")
	g.Leaves()
	w.Pass(48 * time.Hour)
	w.Sweeps()
	return g
}

// asksForAPerson is a bot that asks for a person.
func asksForAPerson(chat.Question) (chat.Answer, error) {
	return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
}

// An answer after a weekend may have several messages, as a canned reply with files has. None of them is first words,
// wherever the customer is by then. A day later more words are.
func TestAnAnswerOfSeveralMessagesIsNoFirstWords(t *testing.T) {
	for name, c := range map[string]struct {
		back  func(*chattest.Guest)
		later string // the refusal a day later
	}{
		"in the chat":     {func(g *chattest.Guest) { g.Opens("/cart") }, ""},
		"in minimal mode": {func(g *chattest.Guest) { g.Mode = chat.Minimal; g.Opens("/cart") }, "visitor_private"},
		"away":            {func(*chattest.Guest) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := chattest.New(t)
			firstWords(w, 1)
			w.Think = asksForAPerson
			g := guest(w, chat.Full)
			g.Says("a person, please")
			g.Leaves()
			w.Pass(63 * time.Hour)
			w.Sweeps()
			c.back(g)
			for _, text := range []string{"Good morning", "Here it is", "And here", "That is all"} {
				if err := says(w, g, w.ID(), text, nil); err != nil {
					t.Errorf("%q: %v", text, err)
				}
			}
			w.Must(starts(w, chattest.Ana, guest(w, chat.Full)))
			w.Pass(25 * time.Hour)
			_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("Did it help?"), nil)
			if chat.CodeOf(err) != c.later {
				t.Errorf("a day later: %v", err)
			}
			if err := starts(w, chattest.Ana, guest(w, chat.Full)); (err == nil) != (c.later != "") {
				t.Errorf("to another person after it: %v", err)
			}
		})
	}
}

// More templates of an answer are no first words either, also when they are judged once more before they go.
func TestMoreTemplatesOfAnAnswerNeedNoOptIn(t *testing.T) {
	w, k := reaching(t)
	w.Think = asksForAPerson
	w.Gets(bruno, "wamid.2", chat.Text("a person, please"), chat.Origin{})
	w.Streams()
	w.Pass(63 * time.Hour)
	w.Sweeps()
	for range 2 {
		w.Must(writesTemplate(w, chattest.Ana, k, "ready"))
	}
	w.Streams()
	w.Delivers()
	if len(w.Sent) != 2 {
		t.Errorf("sent are %+v", w.Sent)
	}
	w.Pass(25 * time.Hour)
	if err := writesTemplate(w, chattest.Ana, k, "ready"); chat.CodeOf(err) != "template_not_possible" {
		t.Errorf("a day later: %v", err)
	}
}

// A person counts once a day, however many words go to them; and again on the next day.
func TestAPersonCountsOnceADay(t *testing.T) {
	w := chattest.New(t)
	firstWords(w, 1)
	g, other := silent(w), silent(w)
	for range 2 {
		for range 3 {
			w.Must(says(w, g, w.ID(), "We have news", nil))
		}
		for range 2 {
			if err := says(w, other, w.ID(), "We have news", nil); chat.CodeOf(err) != "first_words_spent" {
				t.Errorf("another person: %v", err)
			}
		}
		w.Pass(24 * time.Hour)
	}
}

// First words that are refused cost nothing and leave no trace, nor do those that the browser says once more.
func TestRefusedFirstWordsCostNothing(t *testing.T) {
	w := chattest.New(t)
	firstWords(w, 1)
	g, other := silent(w), silent(w)
	for code, refused := range map[string]func() error{
		"variable_left": func() error { return says(w, g, w.ID(), "Hello {{visitor.name}}", nil) },
		"owner_changed": func() error { return says(w, g, w.ID(), "We have news", &chat.Seen{Epoch: 99}) },
	} {
		if err := refused(); chat.CodeOf(err) != code {
			t.Errorf("%v is not %s", err, code)
		}
	}
	_, err := w.TakeOver(w.Ctx(), chattest.Sam, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	if err := says(w, g, w.ID(), "We have news", nil); chat.CodeOf(err) != "owned_by_other" {
		t.Errorf("into a colleague's conversation: %v", err)
	}
	g.Opens("/cart")
	if err := starts(w, chattest.Ana, g); chat.CodeOf(err) != "owned_by_other" {
		t.Errorf("a chat with a colleague's customer: %v", err)
	}
	w.Must(starts(w, chattest.Sam, g)) // the visit had no first words yet
	id := w.ID()
	w.Must(says(w, other, id, "We have news", nil))
	w.Pass(24 * time.Hour)
	w.Must(says(w, other, id, "We have news", nil))
	w.Must(starts(w, chattest.Ana, guest(w, chat.Full)))
	late := guest(w, chat.Full)
	if err := starts(w, chattest.Ana, late); chat.CodeOf(err) != "first_words_spent" {
		t.Errorf("one too many: %v", err)
	}
	w.Must(starts(w, chattest.Sam, late))
}

// First words stay first words whatever the agent did to the conversation before them: they need an opt-in, and count
// to the limit of the day.
func TestNoActMakesFirstWordsAnAnswer(t *testing.T) {
	for name, act := range opening {
		for _, later := range []time.Duration{time.Minute, 5 * 24 * time.Hour} {
			w, k := reaching(t)
			firstWords(w, 1)
			w.Pass(later)
			w.Must(act(w, k))
			if err := writesTemplate(w, chattest.Ana, k, "ready"); chat.CodeOf(err) != "template_not_possible" {
				t.Errorf("%s after %s: without an opt-in: %v", name, later, err)
			}
			w.Must(permits(w, k, optIn(w), nil))
			w.Must(writesTemplate(w, chattest.Ana, k, "ready"))
			if err := starts(w, chattest.Ana, guest(w, chat.Full)); chat.CodeOf(err) != "first_words_spent" {
				t.Errorf("%s after %s: another person: %v", name, later, err)
			}
		}
	}
}

// A snooze of weeks makes no answer of first words; an answer that was owed before it stays one.
func TestASnoozedCaseIsJudgedByItsCustomer(t *testing.T) {
	for owed, code := range map[bool]string{true: "", false: "template_not_possible"} {
		w, k := reaching(t)
		w.Think = func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
		}
		w.Gets(bruno, "wamid.2", chat.Text("a person, please"), chat.Origin{})
		w.Streams()
		w.Pass(time.Minute)
		if !owed {
			agentSays(w, k, "Here I am")
		}
		_, err := w.Snooze(w.Ctx(), chattest.Ana, k, w.Now().AddDate(0, 0, 60), w.Sees(k))
		w.Must(err)
		w.Pass(50 * 24 * time.Hour)
		if err := writesTemplate(w, chattest.Ana, k, "ready"); chat.CodeOf(err) != code {
			t.Errorf("owed %t: %v", owed, err)
		}
	}
}

// Words into an old conversation of a visitor who is on the website now are first words: they hold to the rules of a
// started chat, and disturb no more than one.
func TestAReplyToASilentVisitorIsAStartedChat(t *testing.T) {
	back := func(mode chat.Mode) (*chattest.World, *chattest.Guest) {
		w := chattest.New(t)
		g := guest(w, chat.Full)
		g.Says("hello")
		g.Leaves()
		w.Pass(48 * time.Hour)
		w.Sweeps()
		g.Mode = mode
		g.Opens("/cart")
		w.Pass(time.Second)
		return w, g
	}
	reply := func(w *chattest.World, g *chattest.Guest, id chat.MessageID) (chat.Message, error) {
		m, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), id, chat.Text("Back again?"), nil)
		w.Pass(time.Second)
		return m, err
	}
	w, g := back(chat.Full)
	id := w.ID()
	for range 2 { // the browser may say it again
		if m, err := reply(w, g, id); err != nil || !m.Starts {
			t.Errorf("%+v %v", m, err)
		}
	}
	if _, err := reply(w, g, w.ID()); chat.CodeOf(err) != "started_before" {
		t.Errorf("a second one in the visit: %v", err)
	}
	g.Says("yes")
	w.Pass(time.Second)
	for range 2 { // they talk
		if m, err := reply(w, g, w.ID()); err != nil || m.Starts {
			t.Errorf("%+v %v", m, err)
		}
	}
	w, g = back(chat.Minimal)
	if _, err := reply(w, g, w.ID()); chat.CodeOf(err) != "visitor_private" {
		t.Errorf("in minimal mode: %v", err)
	}
}

// A visitor who is not there is written to as well, as one of the people of the day.
func TestAReplyToAnAbsentVisitorIsCounted(t *testing.T) {
	w := chattest.New(t)
	firstWords(w, 1)
	var guests []*chattest.Guest
	for range 2 {
		g := guest(w, chat.Full)
		g.Says("hello")
		g.Leaves()
		guests = append(guests, g)
	}
	w.Pass(48 * time.Hour)
	w.Sweeps()
	for i, code := range []string{"", "first_words_spent"} {
		_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, guests[i].Key(), w.ID(), chat.Text("We have news"), nil)
		if chat.CodeOf(err) != code {
			t.Errorf("the one after %d: %v", i, err)
		}
	}
}
