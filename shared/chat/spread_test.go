package chat_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// hints tells how often each of a team's agents is told of a list in a busy minute.
func hints(t *testing.T, team int) int {
	o := newOffice(t)
	for i := range team {
		s := chat.Socket{ID: chat.ConnectionID(fmt.Sprint("a.", i)), Tenant: tenant, Agent: &ana, Opened: o.Now(), Expires: o.Now().Add(time.Hour)}
		o.must(o.Store.OpenSocket(o.ctx(), s))
		o.must(o.Store.BindSocket(o.ctx(), s))
	}
	amara := o.guest()
	amara.opens("/")
	for range 240 {
		o.pass(250 * time.Millisecond)
		amara.says("hello")
		o.streams()
	}
	n := 0
	for _, p := range o.pushes["a.0"] {
		if p.Action == "changed" && p.List == "inbox" {
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
