package lifecycle_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/lifecycle"
)

// books is a ledger that notes its calls. Some tenants take all of their time, and one always has more.
type books struct {
	mu     sync.Mutex
	slow   map[chat.TenantID]bool
	busy   chat.TenantID
	asked  []chat.TenantID
	from   []string
	erases func(from string) (string, error)
	err    error
	age    map[chat.TenantID]time.Duration // of the oldest change
}

func (b *books) Behind(_ context.Context, t chat.TenantID) (time.Duration, error) {
	return b.age[t], nil
}

func (b *books) Erase(_ context.Context, _ chat.TenantID, _ chat.VisitorID, from string) (string, error) {
	b.from = append(b.from, from)
	return b.erases(from)
}

func (b *books) Expire(context.Context, chat.TenantID) (int, error) { return 0, b.err }

func (b *books) CatchUp(ctx context.Context, t chat.TenantID) (bool, error) {
	b.mu.Lock()
	b.asked = append(b.asked, t)
	b.mu.Unlock()
	if t == b.busy {
		time.Sleep(time.Second) // of the bubble's clock: else it would have more for ever at no time
	}
	if b.slow[t] {
		<-ctx.Done()
		return true, ctx.Err()
	}
	return t == b.busy, nil
}

// tenants adds some to a world.
func tenants(w *chattest.World, ids ...chat.TenantID) {
	for _, id := range ids {
		w.Must(w.Store.PutTenant(w.Ctx(), chat.Tenant{ID: id}))
	}
}

// Neither a tenant that is slow nor one that always has more keeps the others from being counted, and the time is kept.
func TestOneTenantStarvesNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := chattest.New(t)
		all := []chat.TenantID{"t_1", "t_2", "t_3", "t_4", "t_5", "t_6", "t_7", "t_8"}
		tenants(w, all[1:]...)
		b := &books{slow: map[chat.TenantID]bool{"t_1": true, "t_2": true, "t_3": true}, busy: "t_4"}
		b.age = map[chat.TenantID]time.Duration{"t_2": 9 * time.Hour, "t_4": time.Hour, "t_5": 90 * time.Hour}
		w.Worker.Ledger = b
		began := time.Now()
		ctx, cancel := context.WithDeadline(w.Ctx(), began.Add(time.Minute))
		defer cancel()
		oldest, err := w.CatchUpAll(ctx)
		if err == nil || oldest != 9*time.Hour { // the fifth has nothing left
			t.Errorf("nobody hears of the slow ones: %v, behind by %s", err, oldest)
		}
		for _, id := range all {
			if !slices.Contains(b.asked, id) {
				t.Errorf("%s was not looked at", id)
			}
		}
		if took := time.Since(began); took > 21*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// Each run begins at another tenant, and none begins once the time is up.
func TestEachCatchUpBeginsSomewhereElse(t *testing.T) {
	w := chattest.New(t)
	tenants(w, "t_2", "t_3", "t_4", "t_5", "t_6", "t_7", "t_8", "t_9")
	first := map[chat.TenantID]bool{}
	for range 9 {
		b := &books{}
		w.Worker.Ledger = b
		_, err := w.CatchUpAll(w.Ctx())
		w.Must(err)
		first[b.asked[0]] = true
		w.Pass(lifecycle.SilentEvery * time.Minute)
	}
	if len(first) < 5 {
		t.Errorf("it began at %v only", first)
	}
	late, cancel := context.WithTimeout(w.Ctx(), 3*time.Second)
	defer cancel()
	b := &books{}
	w.Worker.Ledger = b
	_, err := w.CatchUpAll(late)
	if w.Must(err); len(b.asked) > 0 {
		t.Error("it began shortly before its end")
	}
}

// An erasure whose way through the ledger is cut off goes on where it was.
func TestAnErasureRemembersItsPlaceInTheLedger(t *testing.T) {
	w := chattest.New(t)
	w.Vault, w.Archives = chattest.NewVault(), chattest.Archives{Vault: chattest.NewVault()}
	g := w.Guest()
	g.Opens("/")
	b := &books{erases: func(from string) (string, error) {
		if from == "" {
			return "2026-10", chattest.ErrNetwork
		}
		return "", nil
	}}
	w.Worker.Ledger = b
	job, err := w.Erase(w.Ctx(), chattest.Olu, g.Socket.Visitor)
	w.Must(err)
	for range 2 {
		job, err = w.RunJob(w.Ctx(), job.Key())
		w.Must(err)
		w.Pass(time.Minute + time.Second)
	}
	if !slices.Equal(b.from, []string{"", "2026-10"}) || job.State != lifecycle.JobChecking {
		t.Errorf("it looked from %q, and is %s", b.from, job.State)
	}
}

// A ledger that fails does not hold up the retention of anything else.
func TestRetentionGoesOnPastTheLedger(t *testing.T) {
	w := chattest.New(t)
	w.Vault, w.Archives = chattest.NewVault(), chattest.Archives{Vault: chattest.NewVault()}
	g := w.Guest()
	g.Opens("/")
	g.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	w.Pass(400 * 24 * time.Hour)
	w.Worker.Ledger = &books{err: chattest.ErrNetwork}
	w.Must(w.ScheduleRetention(w.Ctx(), chattest.Tenant))
	w.Walks()
	left, err := w.Store.VisitsOf(w.Ctx(), g.Socket.VisitorKey(), 10)
	if w.Must(err); len(left) > 0 {
		t.Errorf("%d visits are kept for too long", len(left))
	}
}
