package lifecycle

import (
	"context"
	"errors"
	"log/slog"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/trace"
)

// SilentEvery is how many minutes pass between two looks at all live visits.
const SilentEvery = 10

// EndSilent looks at every live visit, and returns how many there were. It ends those that began more than
// SilentSocket ago and whose tabs were lost without a word, or whose customer fell silent; a closed tab has its visit
// ended sooner, by a task of its own. It goes on past a visit that fails: the next run comes back to it.
func (w *Worker) EndSilent(ctx context.Context) (live int, err error) {
	var failed []error
	err = chat.EachRow(func(position string) ([]chat.Tenant, string, error) {
		return w.store.Tenants(ctx, position, chat.MaxPageSize)
	}, func(t chat.Tenant) error {
		n, err := w.endSilentOf(ctx, t.ID)
		live, failed = live+n, append(failed, err)
		return ctx.Err()
	})
	return live, errors.Join(append(failed, err)...)
}

// endSilentOf goes through the visits page by page: there may be more of them than a function can hold, and a row
// that leaves the list moves no other.
func (w *Worker) endSilentOf(ctx context.Context, tenant chat.TenantID) (live int, err error) {
	var failed []error
	for position := ""; ; {
		visits, next, err := w.store.ListVisits(ctx, tenant, true, position, chat.MaxPageSize)
		live += len(visits)
		if err == nil {
			visits, err = w.desk.Silent(ctx, visits)
		}
		if err != nil {
			return live, errors.Join(append(failed, err)...)
		}
		for _, s := range visits {
			failed = append(failed, w.endSilent(ctx, s))
		}
		if position = next; next == "" || ctx.Err() != nil {
			return live, errors.Join(append(failed, ctx.Err())...)
		}
	}
}

func (w *Worker) endSilent(ctx context.Context, s chat.Visit) error {
	_, err := w.desk.EndVisit(ctx, chat.VisitTask{Tenant: s.Tenant, Visitor: s.Visitor, Visit: s.ID})
	if err = chat.Except(err, chat.ErrNotFound, chat.ErrConflict, chat.ErrErased); err != nil {
		slog.ErrorContext(ctx, "parked", "visit", s.ID, "tenant", s.Tenant, "error", err.Error())
		return trace.Logged(err)
	}
	return nil
}
