package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// Text that WhatsApp did not take is not sent again to a customer who said STOP since, and text that is still on its
// way does not arrive.
func TestAStopHoldsWordsThatFailedOrAreOnTheirWay(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(bruno, "wamid.1", "hello")
	say := func(text string) chat.MessageID {
		w.Pass(time.Second)
		m, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, k, w.ID(), chat.Text(text), nil)
		w.Must(err)
		return m.ID
	}
	w.Meta = func(chat.Outgoing) (string, error) { return "", &chat.SendError{Code: 131026, Reason: "no"} }
	failed := say("We have news")
	w.Streams()
	w.Delivers()
	sent := len(w.Sent)
	say("Great news")
	w.Pass(time.Second)
	w.Gets(bruno, "wamid.2", chat.Text("STOP"), chat.Origin{})
	w.Pass(time.Second)
	_, _, err := w.Resend(w.Ctx(), chattest.Sam, k, failed, w.ID())
	if chat.CodeOf(err) != "wants_quiet" {
		t.Errorf("it is sent again: %v", err)
	}
	w.Streams()
	w.Delivers()
	if d := w.Delivery(k, "Great news"); d.Status != chat.NotSent || len(w.Sent) != sent {
		t.Errorf("%d are sent, %+v", len(w.Sent)-sent, d)
	}
}

// The same rule holds on a website: nobody writes to a visitor who wants quiet until they write again.
func TestQuietHoldsInAnOldConversationOfAWebsite(t *testing.T) {
	w := chattest.New(t)
	g := guest(w, chat.Full)
	g.Says("hello")
	w.Pass(time.Second)
	g.Says("Please stop writing to me")
	for _, after := range []time.Duration{time.Second, 14 * 24 * time.Hour} {
		w.Pass(after)
		_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("But we have news"), nil)
		if chat.CodeOf(err) != "wants_quiet" {
			t.Errorf("after %s: %v", after, err)
		}
	}
	_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Body{Kind: chat.KindNote, Text: "A note"}, nil)
	w.Must(err)
	g.Opens("/")
	w.Pass(time.Second)
	g.Says("Is my order ready?")
	_, _, err = w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("Yes, it is"), nil)
	w.Must(err)
}

// A message to a visitor who wants quiet is not made another one; it is taken back as ever.
func TestNoMessageIsRewordedForAVisitorWhoWantsQuiet(t *testing.T) {
	w := chattest.New(t)
	g := guest(w, chat.Full)
	g.Says("hello")
	w.Pass(time.Second)
	said, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("Hello to you"), nil)
	w.Must(err)
	w.Pass(time.Second)
	g.Says("Please stop writing to me")
	w.Pass(time.Second)
	err = w.Correction(chattest.Ana, g.Key(), chat.KindEdit, said.ID, "But we have news")
	if chat.CodeOf(err) != "wants_quiet" {
		t.Errorf("other words: %v", err)
	}
	w.Must(w.Correction(chattest.Ana, g.Key(), chat.KindRevoke, said.ID, ""))
	g.Says("Is my order ready?")
	w.Pass(time.Second)
	said, _, err = w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("Yes, it si"), nil)
	w.Must(err)
	w.Must(w.Correction(chattest.Ana, g.Key(), chat.KindEdit, said.ID, "Yes, it is"))
}

// An answer by template reaches a customer who asked after their STOP, though the service window is over.
func TestATemplateAnswersACustomerWhoAskedAfterTheirStop(t *testing.T) {
	w, k := reaching(t)
	w.Gets(bruno, "wamid.2", chat.Text("STOP"), chat.Origin{})
	w.Pass(time.Minute)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Effects: chat.Effects{HandOver: "asked"}}, nil
	}
	w.Gets(bruno, "wamid.3", chat.Text("A person, please: is my order ready?"), chat.Origin{})
	w.Streams()
	w.Pass(26 * time.Hour)
	w.Must(writesTemplate(w, chattest.Ana, k, "ready"))
	w.Streams()
	w.Delivers()
	if d := w.Delivery(k, "Your order is ready"); d.Status != chat.Sent {
		t.Errorf("it is %+v", d)
	}
}
