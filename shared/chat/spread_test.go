package chat_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// hints is how often each of a team's agents is told of a list in a busy minute.
func hints(t *testing.T, team int) int {
	w := chattest.New(t)
	for i := range team {
		s := chat.Socket{
			ID: chat.ConnectionID(fmt.Sprint("a.", i)), Tenant: chattest.Tenant, Agent: &chattest.Ana, Opened: w.Now(),
			Expires: w.Now().Add(time.Hour),
		}
		w.Must(w.Store.OpenSocket(w.Ctx(), s))
		w.Must(w.Store.BindSocket(w.Ctx(), s))
	}
	amara := w.Guest()
	amara.Opens("/")
	for range 240 {
		w.Pass(250 * time.Millisecond)
		amara.Says("hello")
		w.Streams()
	}
	n := 0
	for _, p := range w.Pushes["a.0"] {
		if p.Action == chat.PushChanged && p.List == "inbox" {
			n++
		}
	}
	return n
}

func TestHintsGrowRarerWithTheTeam(t *testing.T) {
	if n := hints(t, 1); n < 55 || n > 61 {
		t.Errorf("one agent is told %d times a minute, want about once a second", n)
	}
	if n := hints(t, 500); n < 8 || n > 13 {
		t.Errorf("each of 500 agents is told %d times a minute, want about every six seconds", n)
	}
}
