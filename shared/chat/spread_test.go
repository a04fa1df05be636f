package chat_test

import (
	"fmt"
	"slices"
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

// Lists call people by their names: they are read anew when a page tells another name, and not for anything else of it.
func TestANewNameIsToldToTheTeam(t *testing.T) {
	w := chattest.New(t)
	s := chat.Socket{
		ID: "a.ana", Tenant: chattest.Tenant, Agent: &chattest.Ana, Opened: w.Now(), Expires: w.Now().Add(time.Hour),
	}
	w.Must(w.Store.OpenSocket(w.Ctx(), s))
	w.Must(w.Store.BindSocket(w.Ctx(), s))
	amara := w.Guest()
	amara.Opens("/")
	told := func(attributes map[string]string) (lists []string) {
		w.Pass(2 * time.Second)
		before := len(w.Pushes["a.ana"])
		w.Must(w.Attributes(w.Ctx(), amara.Socket, attributes))
		for _, p := range w.Pushes["a.ana"][before:] {
			lists = append(lists, p.List)
		}
		return lists
	}
	lists := told(map[string]string{"name": "Amara", "plan": "gold"})
	if !slices.Equal(lists, []string{"visitors", "inbox"}) {
		t.Errorf("of a name %v are told", lists)
	}
	if lists := told(map[string]string{"name": "Amara", "plan": "silver"}); len(lists) > 0 {
		t.Errorf("of the same name %v are told", lists)
	}
}
