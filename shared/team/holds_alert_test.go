package team_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// People are alerted of a talk as soon as its answer waits, once: the reply tells of the same.
func TestAnAlertDoesNotWaitWithAnAnswer(t *testing.T) {
	w, room := holding(t, chat.HoldSends, "a1")
	a1 := chat.Agent{Tenant: chattest.Tenant, ID: "a1", Name: "a1", Role: chat.RoleAgent}
	alerts := func() int {
		all, err := room.Alerts(w.Ctx(), a1)
		w.Must(err)
		return len(all)
	}
	g := w.Guest()
	g.Opens("/")
	g.Says("where is my parcel")
	rings(w, room)
	if n := alerts(); n != 0 {
		t.Fatalf("%d alerts of one question", n)
	}
	w.Pass(time.Second)
	g.Says("you useless people, where is my parcel!! this is the third time")
	w.Streams()
	for range 2 { // the stream repeats itself
		w.Must(room.Relay(w.Ctx(), chattest.Tenant, w.Memory.Holds[len(w.Memory.Holds)-1]))
	}
	if n := alerts(); n != 1 {
		t.Errorf("%d alerts while the answer waits", n)
	}
	rings(w, room)
	w.Relayed = 0
	rings(w, room)
	if n := alerts(); n != 1 {
		t.Errorf("%d alerts after the reply", n)
	}
}
