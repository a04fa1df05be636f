package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// obeys is a bot that follows a hint if there is one.
func obeys(q chat.Question) (chat.Answer, error) {
	if q.Hint == nil {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("I do not know.")}}, nil
	}
	return chat.Answer{Bubbles: []chat.Body{chat.Text("It is at the depot.")}, Hint: q.Hint.ID}, nil
}

// A hint serves the next answer, once: that answer is a person's part, and the visitor reads nothing of the hint.
func TestAHintServesTheNextAnswer(t *testing.T) {
	w := chattest.New(t)
	w.Think = obeys
	g := guest(w, chat.Full)
	g.Says("where is my parcel")
	id := w.ID()
	for range 2 { // a repeat is harmless
		hint := chat.Hint{Entry: "e_1", Title: "Parcels, secret"}
		m, err := chat.GiveHint(w.Ctx(), w.Desk, chattest.Ana, g.Key(), id, "", hint)
		w.Must(err)
		if m.ID != id || m.Body().Kind != chat.KindNote {
			t.Errorf("stored is %+v", m)
		}
	}
	w.Pass(time.Second)
	first, second := g.Says("so where is it?"), g.Says("and now?")
	if first.Reply.Part != chattest.Ana.ID || second.Reply.Part != "" || w.Head(g.Key()).Hint != "" {
		t.Errorf("parts are %q and %q, and %q waits", first.Reply.Part, second.Reply.Part, w.Head(g.Key()).Hint)
	}
	seen, err := w.Earlier(w.Ctx(), g.Key(), "", 50)
	w.Must(err)
	for _, m := range seen {
		if m.Part != "" || len(m.Bubbles) > 0 && (m.Body().Hint != nil || strings.Contains(m.Body().Text, "secret")) {
			t.Errorf("the visitor reads %+v", m)
		}
	}
}

// A hint is dropped with the bot's turn, and refused where nobody would follow it.
func TestAHintNeedsABotThatFollowsIt(t *testing.T) {
	w := chattest.New(t)
	w.Think = obeys
	g := guest(w, chat.Full)
	g.Says("where is my parcel")
	give := func(key chat.ConversationKey, words string, hint chat.Hint) string {
		_, err := chat.GiveHint(w.Ctx(), w.Desk, chattest.Ana, key, w.ID(), words, hint)
		return chattest.Code(err)
	}
	if code := give(g.Key(), "he means the bicycle", chat.Hint{}); code != "no_model" {
		t.Errorf("words for a bot without a model: %q", code)
	}
	if code := give(g.Key(), "", chat.Hint{Entry: "e_1", Title: "Parcels"}); code != "" {
		t.Errorf("an entry: %q", code)
	}
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	code := give(g.Key(), "", chat.Hint{Entry: "e_1", Title: "Parcels"})
	if code != "not_the_bots" || w.Head(g.Key()).Hint != "" {
		t.Errorf("after a takeover %q, and %q waits", code, w.Head(g.Key()).Hint)
	}
	_, err = w.HandBack(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	_, err = w.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	if code := give(g.Key(), "", chat.Hint{Entry: "e_1", Title: "Parcels"}); code != "case_closed" {
		t.Errorf("a closed case, whose next words begin another: %q", code)
	}
	slow := w.Guest()
	slow.Bot = chattest.Slow
	slow.Opens("/")
	slow.Says("hello")
	w.Streams()
	if code := give(slow.Key(), "", chat.Hint{Entry: "e_1", Title: "Parcels"}); code != "no_hints" {
		t.Errorf("a customer's own bot: %q", code)
	}
}
