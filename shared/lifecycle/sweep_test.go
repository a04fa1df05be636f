package lifecycle_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/memory"
)

// failFirst makes the first write of a kind fail.
func failFirst(w *chattest.World, method string) {
	first := true
	w.Memory.Inject = func(m string) memory.Fault {
		if m == method && first {
			first = false
			return memory.Fail
		}
		return memory.None
	}
}

// A visit that cannot be written blocks nothing: others end, and the next look comes back to it.
func TestEndsOfVisitsGoOnPastWhatFails(t *testing.T) {
	w := chattest.New(t)
	full, other := w.Guest(), w.Guest()
	other.Opens("/")
	w.Pass(time.Second)
	full.Opens("/") // it is the first in the list
	w.Pass(chat.SilentSocket + time.Second)
	failFirst(w, "Fold")
	if live, err := w.EndSilent(w.Ctx()); err == nil || live != 2 {
		t.Error("the failure is kept secret")
	}
	if is, was := other.Visit(), full.Visit(); is.Live() || !was.Live() {
		t.Error("one visit that fails stopped the next")
	}
	w.Memory.Inject = nil
	w.Pass(lifecycle.SilentEvery * time.Minute)
	_, err := w.EndSilent(w.Ctx())
	w.Must(err)
	if s := full.Visit(); s.Live() {
		t.Error("the failed visit was not looked at again")
	}
}

// A site that is to be read again falls due like the rest; where that fails, it is put off.
func TestTheSweepHasSitesReadAgain(t *testing.T) {
	w := chattest.New(t)
	site := lifecycle.WeeklyKey{Tenant: chattest.Tenant, ID: "w1"}
	w.Must(w.Store.PutWeekly(w.Ctx(), knowledge.Weekly{Tenant: site.Tenant, ID: "w1", Due: w.Now()}))
	if _, err := w.Sweep(w.Ctx(), 100); err == nil {
		t.Error("a sweep that reads no sites keeps it to itself")
	}
	var read []lifecycle.WeeklyKey
	w.ReadAgain = func(_ context.Context, key lifecycle.WeeklyKey) error {
		read = append(read, key)
		return nil
	}
	if n, err := w.Sweep(w.Ctx(), 100); err != nil || n != 0 {
		t.Errorf("it is tried again at once: %d, %v", n, err)
	}
	w.Pass(6 * time.Hour)
	if n, err := w.Sweep(w.Ctx(), 100); err != nil || n != 1 || !slices.Equal(read, []lifecycle.WeeklyKey{site}) {
		t.Errorf("%d were due, read were %v, %v", n, read, err)
	}
}

// A due conversation that cannot be written blocks nothing: others wake, and it is retried later.
func TestTheSweepGoesOnPastWhatFails(t *testing.T) {
	w := chattest.New(t)
	var keys []chat.ConversationKey
	for range 2 {
		g := w.Guest()
		g.Opens("/")
		g.Says("hello")
		until := w.Now().Add(time.Minute)
		_, err := w.Snooze(w.Ctx(), chattest.Ana, g.Key(), until, w.Sees(g.Key()))
		w.Must(err)
		keys = append(keys, g.Key())
		w.Pass(time.Second)
	}
	w.Pass(2 * time.Minute)
	failFirst(w, "Commit")
	if _, err := w.Sweep(w.Ctx(), 100); err == nil {
		t.Error("the sweep keeps the failure to itself")
	}
	if w.Head(keys[0]).Status != chat.Snoozed || w.Head(keys[1]).Status != chat.Open {
		t.Error("one row that fails stopped the next")
	}
	due, err := w.Store.Due(w.Ctx(), w.Now().Add(time.Second), 10)
	w.Must(err)
	if len(due) != 0 {
		t.Errorf("the failed row is first again: %v", due)
	}
	w.Memory.Inject = nil
	w.Pass(5 * time.Minute)
	w.Sweeps()
	if w.Head(keys[0]).Status != chat.Open {
		t.Error("the failed row was not retried")
	}
}
