package chat_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// What the bot says too late is not sent: it says why, and a person is asked for once.
func TestTheBotsWordsAfterTheWindow(t *testing.T) {
	o := newOffice(t)
	k := o.writes(bruno, "wamid.1", "hello")
	o.pass(chat.ServiceWindow)
	o.delivers()
	if len(o.sent) != 0 {
		t.Errorf("sent was %+v", o.sent)
	}
	if d := o.delivery(k, "you said hello"); d.Status != chat.NotSent || d.Reason == "" {
		t.Errorf("the delivery is %+v", d)
	}
	if h := o.head(k); h.Owner != chat.OwnerTeam || h.WaitingFrom.IsZero() {
		t.Errorf("the conversation is with %s, waiting from %s", h.Owner, h.WaitingFrom)
	}
}
