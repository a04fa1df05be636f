package lifecycle_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// A visit that cannot be written blocks nothing: others end, and it is retried later.
func TestTheSweepGoesOnPastWhatFails(t *testing.T) {
	w := chattest.New(t)
	full, other := w.Guest(), w.Guest()
	full.Opens("/")
	full.Leaves()
	w.Pass(time.Second)
	other.Opens("/")
	other.Leaves()
	w.Pass(chat.CloseGrace + time.Second)
	first := true
	w.Memory.Inject = func(method string) memory.Fault {
		if method == "Fold" && first {
			first = false
			return memory.Fail
		}
		return memory.None
	}
	if _, err := w.Sweep(w.Ctx(), 100); err == nil {
		t.Error("the sweep keeps the failure to itself")
	}
	if is, was := other.Visit(), full.Visit(); is.Live() || !was.Live() {
		t.Error("one visit that fails stopped the next")
	}
	due, err := w.Store.Due(w.Ctx(), w.Now().Add(time.Second), 10)
	w.Must(err)
	if len(due) != 0 {
		t.Errorf("the failed row is first again: %v", due)
	}
	w.Memory.Inject = nil
	w.Pass(5 * time.Minute)
	w.Sweeps()
	if s := full.Visit(); s.Live() {
		t.Error("the failed row was not retried")
	}
}
