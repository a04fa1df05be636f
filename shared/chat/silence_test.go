package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
)

const anythingElse = "Is there anything else?"

// silence sets the rules of a silence.
func silence(w *chattest.World, rules chat.Silence, open hours.Hours) {
	w.T.Helper()
	t, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	t.Silence, t.Hours = rules, open
	w.Must(rules.Check())
	w.Must(w.Store.PutTenant(w.Ctx(), t))
	w.Pass(chat.SettingsLife + time.Second)
}

// helped is a visitor to whom an agent has answered.
func helped(w *chattest.World) *chattest.Guest {
	w.T.Helper()
	g := w.Guest()
	g.Opens("/")
	g.Says("Can I speak to a person?")
	agentSays(w, g.Key(), "Yes, it is.")
	return g
}

func agentSays(w *chattest.World, key chat.ConversationKey, text string) {
	w.T.Helper()
	w.Pass(time.Second)
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, key, w.ID(), chat.Text(text))
	w.Must(err)
	w.Pass(time.Second)
}

// timesSaid counts a text in a transcript.
func timesSaid(w *chattest.World, key chat.ConversationKey, text string) (n int) {
	w.T.Helper()
	rows, err := w.Store.History(w.Ctx(), key, "", 100)
	w.Must(err)
	for _, m := range rows {
		if len(m.Bubbles) > 0 && m.Body().Text == text {
			n++
		}
	}
	return n
}

func TestASilentCustomersConversationGoesBackToTheBot(t *testing.T) {
	w := chattest.New(t)
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{Back: 10}}, hours.Hours{})
	g := helped(w)
	w.Pass(9 * time.Minute)
	agentSays(w, g.Key(), "And it is blue.") // the silence begins anew
	w.Pass(9 * time.Minute)
	w.Sweeps()
	if h := w.Head(g.Key()); h.Owner != chat.OwnerAgent {
		t.Fatalf("it went back while its agent wrote: %+v", h)
	}
	w.Pass(time.Minute + time.Second)
	w.Sweeps()
	h := w.Head(g.Key())
	if h.Owner != chat.OwnerBot || h.Status != chat.Open {
		t.Fatalf("it stays: %+v", h)
	}
	epoch := h.Epoch
	w.Must(w.WakeConversation(w.Ctx(), g.Key())) // the delayed task comes after the sweep
	w.Sweeps()
	if again := w.Head(g.Key()); again.Epoch != epoch {
		t.Errorf("it returned twice: %+v", again)
	}
	g.Says("When do you open?")
	if h := w.Head(g.Key()); h.Owner != chat.OwnerBot || !h.WaitingFrom.IsZero() {
		t.Errorf("the bot does not answer: %+v", h)
	}
}

// A customer who waits for a person does not lose them, however long that takes.
func TestNobodyWhoWaitsGoesBackToTheBot(t *testing.T) {
	w := chattest.New(t)
	w.Employs(chattest.Ana)
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{Back: 10, After: 5, Text: anythingElse}}, hours.Hours{})
	g := helped(w)
	g.Says("And in red?")
	for range 40 {
		w.Pass(10 * time.Minute)
		w.Sweeps()
	}
	if h := w.Head(g.Key()); h.Owner != chat.OwnerAgent || h.Waits().IsZero() || timesSaid(w, g.Key(), anythingElse) > 0 {
		t.Errorf("a customer who waits lost their person: %+v", h)
	}
	agentSays(w, g.Key(), "In red too.")
	for range 4 {
		w.Pass(10 * time.Minute)
		w.Sweeps()
	}
	if h := w.Head(g.Key()); h.Owner != chat.OwnerBot {
		t.Errorf("after the answer it does not go back: %+v", h)
	}
}

// While its agent types, a conversation stays; while the customer has a form, too.
func TestAReturnWaitsForTypingAndForms(t *testing.T) {
	w := chattest.New(t)
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{Back: 5}}, hours.Hours{})
	g := helped(w)
	ana := chattest.Ana
	for range 12 {
		w.Pass(30 * time.Second)
		w.Must(w.Typing(w.Ctx(), g.Key(), &ana, true))
	}
	w.Sweeps()
	if h := w.Head(g.Key()); h.Owner != chat.OwnerAgent {
		t.Fatal("it went back while its agent typed")
	}
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), leadForm)
	w.Must(err)
	w.Pass(20 * time.Minute)
	w.Sweeps()
	if h := w.Head(g.Key()); h.Owner != chat.OwnerAgent {
		t.Fatal("it went back while a form was open")
	}
	agentSays(w, g.Key(), "Or just tell me.")
	for range 3 {
		w.Pass(20 * time.Minute)
		w.Sweeps()
	}
	if h := w.Head(g.Key()); h.Owner != chat.OwnerBot {
		t.Fatalf("it never goes back: %+v", h)
	}
}

// A bot's own rules take the place of the team's.
func TestABotHasRulesOfItsOwn(t *testing.T) {
	w := chattest.New(t)
	silence(w, chat.Silence{
		SilenceRules: chat.SilenceRules{Back: 10}, Bots: map[chat.BotID]chat.SilenceRules{chattest.Fast: {}},
	}, hours.Hours{})
	g := helped(w)
	w.Pass(time.Hour)
	w.Sweeps()
	if h := w.Head(g.Key()); h.Owner != chat.OwnerAgent {
		t.Errorf("the team's rules hold for a bot that never takes it back: %+v", h)
	}
}

// A customer is asked once in a case whether there is more, in opening hours, and never after a goodbye.
func TestASilentCustomerIsAskedOnce(t *testing.T) {
	w := chattest.New(t)
	rules := chat.Silence{SilenceRules: chat.SilenceRules{After: 10, Text: anythingElse}}
	silence(w, rules, hours.Hours{})
	g := helped(w)
	for range 6 {
		w.Pass(11 * time.Minute)
		w.Sweeps()
		w.Must(w.WakeConversation(w.Ctx(), g.Key()))
	}
	if n := timesSaid(w, g.Key(), anythingElse); n != 1 {
		t.Errorf("they were asked %d times", n)
	}
	if h := w.Head(g.Key()); h.Owner != chat.OwnerAgent || !h.Waits().IsZero() {
		t.Errorf("a follow-up moves the conversation: %+v", h)
	}
	for _, word := range []string{
		"Thank you so much!", "No, thanks", "شكرا", "não", "👍", "ok danke dir", "tschüss",
	} {
		g := w.Guest()
		g.Opens("/")
		g.Says("Can I speak to a person?")
		agentSays(w, g.Key(), "It is blue.")
		g.Says(word)
		agentSays(w, g.Key(), "You are welcome.")
		w.Pass(time.Hour)
		w.Sweeps()
		if timesSaid(w, g.Key(), anythingElse) > 0 {
			t.Errorf("they were asked after %q", word)
		}
	}
	for _, word := range []string{
		"No idea where it is, can you look it up?", "The stop button does not work at all", "thanks but where is it?",
	} {
		g := w.Guest()
		g.Opens("/")
		g.Says("Can I speak to a person?")
		agentSays(w, g.Key(), "It is blue.")
		g.Says(word)
		agentSays(w, g.Key(), "Over there.")
		w.Pass(time.Hour)
		w.Sweeps()
		if timesSaid(w, g.Key(), anythingElse) != 1 {
			t.Errorf("they were not asked after %q", word)
		}
	}
}

// A follow-up that falls into the night is said when the team opens.
func TestAFollowUpKeepsTheHours(t *testing.T) {
	w := chattest.New(t)
	open := hours.Hours{Zone: "UTC"}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		open.Week = append(open.Week, hours.Span{Day: day, From: "09:00", To: "17:00"})
	}
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{After: 30, Text: anythingElse}}, open)
	w.Pass(time.Duration(24+16-w.Now().Hour())*time.Hour + time.Duration(59-w.Now().Minute())*time.Minute) // 16:59
	g := helped(w)
	w.Pass(14 * time.Hour)
	w.Sweeps()
	if n := timesSaid(w, g.Key(), anythingElse); n != 0 {
		t.Fatalf("at %s somebody is asked %d times", w.Now(), n)
	}
	w.Pass(3 * time.Hour)
	w.Sweeps()
	w.Sweeps()
	if n := timesSaid(w, g.Key(), anythingElse); n != 1 {
		t.Errorf("at %s somebody was asked %d times: %+v", w.Now(), n, w.Head(g.Key()))
	}
}

// Nothing fills the variables of a follow-up, so it has none.
func TestAFollowUpHasNoVariables(t *testing.T) {
	rules := chat.SilenceRules{After: 10, Text: "Is there more, {{ visitor.name | you }}?"}
	for _, s := range []chat.Silence{
		{SilenceRules: rules}, {Bots: map[chat.BotID]chat.SilenceRules{chattest.Fast: rules}},
	} {
		if code := chat.CodeOf(s.Check()); code != "variable_left" {
			t.Errorf("%+v is refused with %q", s, code)
		}
	}
}
