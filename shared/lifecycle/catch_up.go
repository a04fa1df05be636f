package lifecycle

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/trace"
	"golang.org/x/sync/errgroup"
)

const (
	catchUpTime    = 20 * time.Second // how long the changes of all tenants are worked off at once
	catchUpMargin  = 5 * time.Second  // is left to the caller
	oneCatchesUp   = 8 * time.Second  // how long those of one tenant may take in a round
	catchingUp     = 4                // so many tenants side by side
	firstOfTenants = 7919             // a prime: each run begins somewhere else in the list
)

// CatchUpAll works off the changes of all tenants, so that a reader of figures finds few of them left: a batch of each,
// then another of those that have more, until the time is up. It begins at another tenant each time, and goes on past
// one that fails: the next run comes back to it.
func (w *Worker) CatchUpAll(ctx context.Context) error {
	limit := catchUpTime
	if end, is := ctx.Deadline(); is {
		limit = min(limit, time.Until(end)-catchUpMargin)
	}
	if limit < time.Second {
		slog.WarnContext(ctx, "no time is left to work off the changes of figures")
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	behind := []chat.TenantID{}
	err := chat.EachRow(func(position string) ([]chat.Tenant, string, error) {
		return w.store.Tenants(ctx, position, chat.MaxPageSize)
	}, func(t chat.Tenant) error {
		behind = append(behind, t.ID)
		return nil
	})
	if len(behind) > 0 {
		first := int(w.desk.Now().Unix()/60/SilentEvery*firstOfTenants) % len(behind)
		behind = append(behind[first:], behind[:first]...)
	}
	failed := []error{err}
	for len(behind) > 0 && ctx.Err() == nil {
		var more []error
		behind, more = w.catchUpOnce(ctx, behind)
		failed = append(failed, more...)
	}
	if len(behind) > 0 {
		slog.InfoContext(ctx, "figures are behind", "tenants", len(behind))
	}
	return errors.Join(failed...)
}

// catchUpOnce works off a batch of each tenant, as many as the time allows, and returns those that have more.
func (w *Worker) catchUpOnce(ctx context.Context, tenants []chat.TenantID) (behind []chat.TenantID, failed []error) {
	more, errs := make([]bool, len(tenants)), make([]error, len(tenants))
	var all errgroup.Group
	all.SetLimit(catchingUp)
	for i, tenant := range tenants {
		all.Go(func() error {
			if more[i] = true; ctx.Err() != nil {
				return nil
			}
			own, cancel := context.WithTimeout(ctx, oneCatchesUp)
			defer cancel()
			is, err := w.Ledger.CatchUp(own, tenant)
			if more[i] = is; err != nil && ctx.Err() == nil {
				slog.ErrorContext(ctx, "parked", "ledger", tenant, "error", err.Error())
				errs[i] = trace.Logged(err)
			}
			return nil
		})
	}
	_ = all.Wait() // each error is its tenant's
	for i, tenant := range tenants {
		if more[i] {
			behind = append(behind, tenant)
		}
		if errs[i] != nil {
			failed = append(failed, errs[i])
		}
	}
	return behind, failed
}
