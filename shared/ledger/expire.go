package ledger

import (
	"context"
	"maps"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// firstOfAll is earlier than any month.
const firstOfAll = "0001-01"

// Expire turns the days that are older than a tenant keeps visits into sums, and returns how many there were. It looks
// at the files themselves too: a day that a month names no more may have some, if a call was cut off.
func (k *Keeper) Expire(ctx context.Context, tenant chat.TenantID) (int, error) {
	t, err := k.store.Tenant(ctx, tenant)
	if err != nil {
		return 0, err
	}
	if err := k.cut(ctx, t); err != nil {
		return 0, err
	}
	due, expired := dueDay(t, k.now()), 0
	months, err := k.store.Months(ctx, tenant, firstOfAll, due[:len(monthForm)])
	for _, m := range months {
		n, err := k.expire(ctx, tenant, m.Month, due)
		if err != nil {
			return expired, err
		}
		expired += n
	}
	if err != nil {
		return expired, err
	}
	return expired, k.forgetDays(ctx, tenant, due)
}

// expire has a month name the files of no day that is due; their tables stay.
func (k *Keeper) expire(ctx context.Context, tenant chat.TenantID, month, due string) (int, error) {
	for range writeTries {
		m, err := k.store.Month(ctx, tenant, month)
		if err != nil {
			return 0, err
		}
		kept := maps.Clone(m.Days)
		maps.DeleteFunc(kept, func(day, _ string) bool { return day < due })
		n := len(m.Days) - len(kept)
		if n == 0 {
			return 0, nil
		}
		for day := range m.Days {
			if day < due {
				m.Expired = max(m.Expired, day)
			}
		}
		m.Days = kept
		if err = k.store.PutMonth(ctx, tenant, m); chat.KindOf(err) != chat.Conflict {
			return n, err
		}
	}
	return 0, chat.ErrConflict
}

// forgetDays deletes the files of all days before one. A list of files has the first days first.
func (k *Keeper) forgetDays(ctx context.Context, tenant chat.TenantID, due string) error {
	begin := daysPrefix(tenant, "")
	for {
		names, err := k.files.Names(ctx, begin)
		if err != nil {
			return err
		}
		days := map[string]bool{}
		for _, name := range names {
			if day, _, _ := strings.Cut(strings.TrimPrefix(name, begin), "/"); day < due {
				days[day] = true
			}
		}
		if len(days) == 0 {
			return nil
		}
		for day := range days {
			if _, err := k.files.Forget(ctx, dayPrefix(tenant, day)); err != nil {
				return err
			}
		}
	}
}

// cut remembers how far back messages are kept: they stay deleted if they are to be kept for longer from now on.
func (k *Keeper) cut(ctx context.Context, t chat.Tenant) error {
	for range writeTries {
		p, err := k.store.Recounted(ctx, t.ID)
		if err != nil {
			return err
		}
		at := p.kept(t, k.now()).Truncate(24 * time.Hour)
		if !at.After(p.Cut) {
			return nil
		}
		p.Cut = at
		if err = k.store.PutRecounted(ctx, t.ID, p); chat.KindOf(err) != chat.Conflict {
			return err
		}
	}
	return chat.ErrConflict
}
