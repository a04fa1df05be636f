package lifecycle

import (
	"context"
	"errors"
	"log/slog"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/trace"
)

// CatchUpAll works off the changes of all tenants, so that a reader of figures finds few of them left. It goes on past
// a tenant that fails: the next run comes back to it.
func (w *Worker) CatchUpAll(ctx context.Context) error {
	var failed []error
	err := chat.EachRow(func(position string) ([]chat.Tenant, string, error) {
		return w.store.Tenants(ctx, position, chat.MaxPageSize)
	}, func(t chat.Tenant) error {
		for more := true; more && ctx.Err() == nil; {
			var err error
			if more, err = w.Ledger.CatchUp(ctx, t.ID); err != nil {
				slog.ErrorContext(ctx, "parked", "ledger", t.ID, "error", err.Error())
				failed = append(failed, trace.Logged(err))
			}
		}
		return ctx.Err()
	})
	return errors.Join(append(failed, err)...)
}
