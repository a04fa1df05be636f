package ledger

import (
	"context"
	"path"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Erase takes a person out of all files of the days from a time on, and out of the notes. Their lines leave sums, which
// name nobody. It also deletes files that were left over there, of which one may name the person.
func (k *Keeper) Erase(ctx context.Context, tenant chat.TenantID, who chat.VisitorID, from time.Time) error {
	if err := k.store.EraseRecounts(ctx, tenant, who); err != nil {
		return err
	}
	return k.each(ctx, tenant, func(m Month) error {
		first := from.AddDate(0, 0, -1).Format(time.DateOnly) // whatever the zone was
		days := daysOf(m, func(day string) bool { return day >= first })
		if len(days) == 0 {
			return nil
		}
		_, err := k.change(ctx, tenant, m.Month, days, func(d *Day) bool {
			return d.drop(func(l *Line) bool { return l.Visitor == who })
		})
		for _, day := range days {
			if err == nil {
				err = k.tidy(ctx, tenant, m.Month, day)
			}
		}
		return err
	})
}

// Expire turns the days that are older than a tenant keeps visits into sums, and returns how many there were.
func (k *Keeper) Expire(ctx context.Context, tenant chat.TenantID) (int, error) {
	t, err := k.store.Tenant(ctx, tenant)
	if err != nil {
		return 0, err
	}
	due, expired := dueDay(t, k.now()), 0
	err = k.each(ctx, tenant, func(m Month) error {
		days := daysOf(m, func(day string) bool { return day < due })
		for range writeTries {
			err := k.expire(ctx, tenant, m, days)
			if err == nil {
				expired += len(days)
			}
			if chat.KindOf(err) != chat.Conflict {
				return err
			}
			if m, err = k.store.Month(ctx, tenant, m.Month); err != nil {
				return err
			}
		}
		return chat.ErrConflict
	})
	return expired, err
}

// expire forgets the files of some days; the tables of the month stay.
func (k *Keeper) expire(ctx context.Context, tenant chat.TenantID, m Month, days []string) error {
	if len(days) == 0 {
		return nil
	}
	kept := map[string]string{}
	for day, file := range m.Days {
		kept[day] = file
	}
	for _, day := range days {
		delete(kept, day)
	}
	m.Days = kept
	if err := k.store.PutMonth(ctx, tenant, m); err != nil {
		return err
	}
	for _, day := range days {
		if _, err := k.files.Forget(ctx, dayPrefix(tenant, day)); err != nil {
			return err
		}
	}
	return nil
}

// leftover is how old a file is that no writer can put into force any more.
const leftover = time.Minute

// tidy deletes the files of a day that are in force no more.
func (k *Keeper) tidy(ctx context.Context, tenant chat.TenantID, month, day string) error {
	m, err := k.store.Month(ctx, tenant, month)
	if err != nil {
		return err
	}
	names, err := k.files.Names(ctx, dayPrefix(tenant, day))
	for _, name := range names {
		made, bad := chat.TimeOf(strings.TrimSuffix(path.Base(name), fileEnd))
		if name == m.Days[day] || bad == nil && k.now().Sub(made) < leftover {
			continue
		}
		if _, err = k.files.Forget(ctx, name); err != nil {
			return err
		}
	}
	return err
}

// firstMonth is earlier than any.
const firstMonth = "2026-01"

// each does something for each month of a tenant.
func (k *Keeper) each(ctx context.Context, tenant chat.TenantID, do func(Month) error) error {
	months, err := k.store.Months(ctx, tenant, firstMonth, k.now().AddDate(0, 1, 0).Format("2006-01"))
	for _, m := range months {
		if err == nil {
			err = do(m)
		}
	}
	return err
}

func daysOf(m Month, is func(day string) bool) []string {
	days := []string{}
	for day := range m.Days {
		if is(day) {
			days = append(days, day)
		}
	}
	return days
}
