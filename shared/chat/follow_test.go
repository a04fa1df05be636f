package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
)

// A customer who wrote nothing is not asked whether there is more.
func TestWhoeverNeverWroteIsNotAsked(t *testing.T) {
	w := chattest.New(t)
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{After: 10, Text: anythingElse}}, hours.Hours{})
	g := w.Guest()
	g.Opens("/")
	_, _, err := w.StartChat(w.Ctx(), chattest.Ana, g.Socket.VisitorKey(), w.ID(), "Can I help?")
	w.Must(err)
	w.Pass(30 * time.Minute)
	w.Sweeps()
	if n := timesSaid(w, g.Key(), anythingElse); n != 0 {
		t.Fatalf("a stranger was asked %d times", n)
	}
	g.Says("Yes: is it blue?")
	agentSays(w, g.Key(), "It is.")
	w.Pass(30 * time.Minute)
	w.Sweeps()
	if n := timesSaid(w, g.Key(), anythingElse); n != 1 {
		t.Errorf("whoever wrote was asked %d times", n)
	}
}
