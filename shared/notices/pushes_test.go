package notices_test

import (
	"bytes"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/trace"
)

// Each wait is told once to each device at most, in any order of words, repeats and writes that fail, whether the
// service answers, refuses, or its answer is lost.
func TestEachNoticeIsPushedOnce(t *testing.T) {
	const schedules, fresh = 1000, 100
	var w *world
	var b *browsers
	told := 0
	for seed := range uint64(schedules) {
		if seed%fresh == 0 { // a team of which few wait
			w, b = away(t)
			w.carries(bo, "bo", everything)
			w.carries(cyd, "cyd", everything)
		}
		r := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // a schedule that can be repeated
		clear(b.shown)
		b.answer = func(string) error {
			switch r.IntN(6) {
			case 0:
				return &egress.Refused{Status: 503}
			case 1:
				return &egress.Unsure{Status: egress.Unanswered}
			}
			return nil
		}
		g := w.asks()
		w.relays(g)
		tasks := w.tasks
		w.tasks = nil
		w.Memory.Inject = func(method string) memory.Fault {
			if method == "UpdateTold" && r.IntN(4) == 0 {
				return memory.Fault(r.IntN(4))
			}
			return memory.None
		}
		for range 4 {
			r.Shuffle(len(tasks), func(i, j int) { tasks[i], tasks[j] = tasks[j], tasks[i] })
			for _, task := range tasks {
				_ = w.room.Send(w.Ctx(), task, 0)
			}
		}
		w.Memory.Inject, b.answer = nil, nil
		w.Pass(2 * time.Minute) // what rests is called again
		for _, task := range tasks {
			if err := w.room.Send(w.Ctx(), task, 0); err != nil && !isBusy(err) {
				t.Fatalf("schedule %d: %v", seed, err)
			}
		}
		for _, name := range []string{"bo", "cyd"} {
			n := len(b.shown[endpoint+name])
			if told += n; n > 1 {
				t.Fatalf("schedule %d: %s was told %d times", seed, name, n)
			}
		}
		w.Pass(2 * time.Hour)
	}
	if told < schedules {
		t.Errorf("of %d waits only %d were told", schedules, told)
	}
}

func isBusy(err error) bool { _, is := errors.AsType[chat.Busy](err); return is }

// No line of the log and no error has the way to a device, whatever becomes of a push.
func TestTheWayToADeviceIsASecret(t *testing.T) {
	was := slog.Default()
	defer slog.SetDefault(was)
	var out bytes.Buffer
	for _, err := range []error{
		egress.ErrGone, &egress.Refused{Status: 500}, &egress.Unsure{Status: 502}, errors.New("a fault of ours"),
	} {
		w, b := away(t)
		d := w.carries(bo, "bo", everything)
		b.answer = func(string) error { return err }
		slog.SetDefault(slog.New(trace.NewHandler(&out)))
		w.relays(w.asks())
		for _, task := range w.tasks {
			if err := w.room.Send(w.Ctx(), task, 4); err != nil {
				t.Errorf("the last try of %v is a dead letter: %v", task, err)
			}
		}
		_, tested := w.room.TestDevice(w.Ctx(), bo, d.ID)
		slog.SetDefault(was)
		if tested != nil && strings.Contains(tested.Error(), endpoint) {
			t.Errorf("an error has it: %v", tested)
		}
	}
	if got := out.String(); strings.Contains(got, endpoint) || !strings.Contains(got, "a fault of ours") {
		t.Errorf("the log has %s", got)
	}
}

// A team of which nobody has a device costs nothing, and people of another team are told nothing.
func TestATeamWithoutADeviceCostsNothing(t *testing.T) {
	w := begin(t)
	w.has()
	w.relays(w.asks())
	if len(w.tasks) != 0 {
		t.Errorf("tasks are %+v", w.tasks)
	}
	w, b := away(t)
	w.Must(w.Store.PutTenant(w.Ctx(), chat.Tenant{ID: "t_2", Name: "Cups"}))
	other := bo
	other.Tenant = "t_2"
	w.carries(other, "other", everything)
	w.relays(w.asks())
	if w.works(); len(b.shown) != 0 {
		t.Errorf("told are %+v", b.shown)
	}
	if _, err := w.room.TestDevice(w.Ctx(), bo, "none"); chattest.Code(err) != "no_device" {
		t.Errorf("a device that there is not: %v", err)
	}
}
