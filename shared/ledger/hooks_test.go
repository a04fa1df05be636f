package ledger_test

import (
	"cmp"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/storetest"
)

// hooked is a store in which something happens just before a call.
type hooked struct {
	storetest.Store
	visits   func(ctx context.Context, who chat.VisitorID) error
	visitor  func(ctx context.Context) error
	month    func()
	putMonth func()
}

func (h *hooked) Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error) {
	if h.visitor != nil {
		if err := h.visitor(ctx); err != nil {
			return chat.Visitor{}, err
		}
	}
	return h.Store.Visitor(ctx, key)
}

func (h *hooked) VisitsOf(ctx context.Context, key chat.VisitorKey, limit int) ([]chat.Visit, error) {
	if h.visits != nil {
		if err := h.visits(ctx, key.ID); err != nil {
			return nil, err
		}
	}
	return h.Store.VisitsOf(ctx, key, limit)
}

func (h *hooked) Month(ctx context.Context, t chat.TenantID, month string) (ledger.Month, error) {
	once(&h.month)
	return h.Store.Month(ctx, t, month)
}

func (h *hooked) PutMonth(ctx context.Context, t chat.TenantID, m ledger.Month) error {
	once(&h.putMonth)
	return h.Store.PutMonth(ctx, t, m)
}

// once does something the first time.
func once(do *func()) {
	if now := *do; now != nil {
		*do = nil
		now()
	}
}

// flaky are files with which something happens just before a call.
type flaky struct {
	ledger.Files
	get    func(path string) error
	put    func(ctx context.Context, path string) error
	forget func(prefix string) error
}

func (f *flaky) Get(ctx context.Context, path string) (io.ReadCloser, error) {
	if f.get != nil {
		if err := cmp.Or(f.get(path), ctx.Err()); err != nil {
			return nil, err
		}
	}
	return f.Files.Get(ctx, path)
}

func (f *flaky) Put(ctx context.Context, path, kind string, raw []byte) error {
	if f.put != nil {
		if err := f.put(ctx, path); err != nil {
			return err
		}
	}
	return f.Files.Put(ctx, path, kind, raw)
}

func (f *flaky) Forget(ctx context.Context, prefix string) (int, error) {
	if f.forget != nil {
		if err := f.forget(prefix); err != nil {
			return 0, err
		}
	}
	return f.Files.Forget(ctx, prefix)
}

// takes waits for some time, of a bubble's clock, or until the context's time is up.
func takes(ctx context.Context, long time.Duration) error {
	select {
	case <-ctx.Done():
	case <-time.After(long):
	}
	return ctx.Err()
}

// keeps makes a keeper of a world on other storage.
func keeps(w *chattest.World, store ledger.Store, files ledger.Files) *ledger.Keeper {
	return ledger.NewKeeper(w.Desk, store, files, chattest.Small)
}

// erases runs the first pass of the erasure of a guest, and returns the job of the second.
func erases(w *chattest.World, g *chattest.Guest) lifecycle.Job {
	w.T.Helper()
	w.Vault, w.Archives = w.Ledger, chattest.Archives{Vault: w.Ledger}
	job, err := w.Erase(w.Ctx(), chattest.Olu, g.Socket.Visitor)
	w.Must(err)
	return goesOn(w, job)
}

// goesOn runs a slice of a job.
func goesOn(w *chattest.World, job lifecycle.Job) lifecycle.Job {
	w.T.Helper()
	job, err := w.RunJob(w.Ctx(), job.Key())
	w.Must(err)
	return job
}

// namesNobody checks that no file of the ledger names a guest.
func namesNobody(t *testing.T, w *chattest.World, g *chattest.Guest) {
	t.Helper()
	days := ledger.Prefix(chattest.Tenant) + "days/"
	for path := range w.Ledger.Files {
		if strings.HasPrefix(path, days) && strings.Contains(unpacked(w, path), string(g.Socket.Visitor)) {
			t.Errorf("%s names the person", path)
		}
	}
}

// retains sets how many days messages and visits are kept.
func retains(w *chattest.World, messages, visits int) {
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	tenant.Keep.Messages, tenant.Keep.Visits = messages, visits
	w.Must(w.Store.PutTenant(w.Ctx(), tenant))
	w.Must(w.ScheduleRetention(w.Ctx(), chattest.Tenant))
}

// days passes some days, with all that the clock does each day.
func days(w *chattest.World, n int) {
	for range n {
		w.Pass(24 * time.Hour)
		w.Streams()
		w.Sweeps()
		w.CatchesUp()
		w.Walks()
	}
}
