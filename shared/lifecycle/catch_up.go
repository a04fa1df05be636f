package lifecycle

import (
	"context"
	"errors"
	"log/slog"
	"slices"
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
	oldestTime     = 2 * time.Second  // how long it may take to see how far they are behind
	firstOfTenants = 7919             // a prime: each run begins somewhere else in the list
)

// CatchUpAll works off the changes of all tenants, so that a reader of figures finds few of them left: a batch of each,
// then another of those that have more, until the time is up. It begins at another tenant each time, and goes on past
// one that fails: the next run comes back to it. It returns how long the oldest change waits that is left.
func (w *Worker) CatchUpAll(ctx context.Context) (oldest time.Duration, err error) {
	limit := catchUpTime
	if end, is := ctx.Deadline(); is {
		limit = min(limit, time.Until(end)-catchUpMargin)
	}
	if limit < time.Second {
		slog.WarnContext(ctx, "no time is left to work off the changes of figures")
		return 0, nil
	}
	short, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	behind, err := w.turns(short)
	failed, stuck := []error{err}, []chat.TenantID{}
	for len(behind) > 0 && short.Err() == nil {
		more, bad, errs := w.catchUpOnce(short, behind)
		behind, stuck, failed = more, append(stuck, bad...), append(failed, errs...)
	}
	if behind = append(behind, stuck...); len(behind) == 0 {
		return 0, errors.Join(failed...)
	}
	slog.InfoContext(ctx, "figures are behind", "tenants", len(behind))
	return w.oldest(ctx, behind), errors.Join(failed...)
}

// turns are all tenants, beginning somewhere else each time.
func (w *Worker) turns(ctx context.Context) (all []chat.TenantID, err error) {
	err = chat.EachRow(func(position string) ([]chat.Tenant, string, error) {
		return w.store.Tenants(ctx, position, chat.MaxPageSize)
	}, func(t chat.Tenant) error {
		all = append(all, t.ID)
		return nil
	})
	if len(all) == 0 {
		return nil, err
	}
	first := int(w.desk.Now().Unix()/60/SilentEvery*firstOfTenants) % len(all)
	return append(all[first:], all[:first]...), err
}

// oldest is how long the oldest change of some tenants waits, as far as a short time tells.
func (w *Worker) oldest(ctx context.Context, tenants []chat.TenantID) time.Duration {
	ctx, cancel := context.WithTimeout(ctx, oldestTime)
	defer cancel()
	ages := make([]time.Duration, len(tenants))
	var all errgroup.Group
	all.SetLimit(catchingUp)
	for i, tenant := range tenants {
		all.Go(func() (err error) {
			if ctx.Err() == nil {
				ages[i], err = w.Ledger.Behind(ctx, tenant)
			}
			return err
		})
	}
	if err := all.Wait(); err != nil {
		slog.WarnContext(ctx, "nobody knows how far figures are behind", "error", err.Error())
	}
	return slices.Max(ages)
}

// catchUpOnce works off a batch of each tenant, as many as the time allows. It returns those that have more, and those
// that failed.
func (w *Worker) catchUpOnce(
	ctx context.Context, tenants []chat.TenantID,
) (behind, stuck []chat.TenantID, failed []error) {
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
			failed, stuck = append(failed, errs[i]), append(stuck, tenant)
		}
	}
	return behind, stuck, failed
}
