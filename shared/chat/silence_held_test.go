package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
)

// A conversation does not go back to the bot under the hands of its customer or of a colleague, and none of them is
// asked over their typing.
func TestWhoeverTypesHoldsAConversation(t *testing.T) {
	for name, who := range map[string]*chat.Agent{"customer": nil, "colleague": &chattest.Olu, "agent": &chattest.Ana} {
		w := chattest.New(t)
		silence(w, chat.Silence{SilenceRules: chat.SilenceRules{Back: 5, After: 5, Text: anythingElse}}, hours.Hours{})
		g := helped(w)
		for range 14 {
			w.Pass(30 * time.Second)
			w.Must(w.Typing(w.Ctx(), g.Key(), who, true))
		}
		w.Sweeps()
		if h := w.Head(g.Key()); h.Owner != chat.OwnerAgent || timesSaid(w, g.Key(), anythingElse) > 0 {
			t.Errorf("it went on while the %s typed: %+v", name, h)
		}
		w.Pass(2 * time.Minute)
		w.Sweeps()
		if h := w.Head(g.Key()); h.Owner != chat.OwnerBot || timesSaid(w, g.Key(), anythingElse) != 1 {
			t.Errorf("after the %s typed nothing happens: %+v", name, h)
		}
	}
}

// After a return an agent's typing holds the follow-up.
func TestTypingHoldsAFollowUpAfterAReturn(t *testing.T) {
	w := chattest.New(t)
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{Back: 5, After: 10, Text: anythingElse}}, hours.Hours{})
	g := helped(w)
	w.Pass(6 * time.Minute)
	w.Sweeps()
	for range 12 {
		w.Pass(30 * time.Second)
		w.Must(w.Typing(w.Ctx(), g.Key(), &chattest.Ana, true))
	}
	w.Sweeps()
	if n := timesSaid(w, g.Key(), anythingElse); n != 0 {
		t.Errorf("they were asked while an agent typed: %+v", w.Head(g.Key()))
	}
}

// leadForm asks for a name.
var leadForm = chat.Body{Kind: chat.KindForm, Text: "Please fill this in", Form: &chat.Form{
	ID: "lead", Fields: []chat.Field{{Name: "name", Label: "Your name", Type: "name"}},
}}

// A form that is open puts the question off whether there is more, and does not use it up for the case. One that nobody
// fills in within a day holds nothing.
func TestAFormPutsTheFollowUpOff(t *testing.T) {
	w := chattest.New(t)
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{Back: 60, After: 10, Text: anythingElse}}, hours.Hours{})
	g := helped(w)
	_, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), leadForm)
	w.Must(err)
	for range 6 {
		w.Pass(10 * time.Minute)
		w.Sweeps()
	}
	if n := timesSaid(w, g.Key(), anythingElse); n != 0 {
		t.Fatalf("asked %d times while a form was open", n)
	}
	g.Says("It is easier to tell you: order 4711")
	agentSays(w, g.Key(), "I have sent it again.")
	w.Pass(20 * time.Minute)
	w.Sweeps()
	if n := timesSaid(w, g.Key(), anythingElse); n != 1 {
		t.Fatalf("asked %d times after the form", n)
	}

	other := helped(w)
	_, _, err = w.Reply(w.Ctx(), chattest.Ana, other.Key(), w.ID(), leadForm)
	w.Must(err)
	for range 27 {
		w.Pass(time.Hour)
		w.Sweeps()
	}
	if h := w.Head(other.Key()); h.Owner != chat.OwnerBot {
		t.Errorf("a form that nobody filled in holds it: %+v", h)
	}
}
