package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A bot's words that are too late are not sent: the delivery says why, and a person is asked for once.
func TestTheBotsWordsAfterTheWindow(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Pass(chat.ServiceWindow)
	w.Delivers()
	if len(w.Sent) != 0 {
		t.Errorf("sent was %+v", w.Sent)
	}
	if d := w.Delivery(k, "you said hello"); d.Status != chat.NotSent || d.Reason == "" {
		t.Errorf("the delivery is %+v", d)
	}
	if h := w.Head(k); h.Owner != chat.OwnerTeam || h.WaitingFrom.IsZero() {
		t.Errorf("the conversation is with %s, waiting from %s", h.Owner, h.WaitingFrom)
	}
}
