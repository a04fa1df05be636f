package ledger

import (
	"context"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Erase takes a person out of all files of days, and out of the notes. Their lines leave sums, which name nobody. It
// also deletes files that were left over there, of which one may name the person. A day that nobody can read leaves
// sums of everybody, since the person may be in it. It goes on where the call before ended: from is its next, "" to
// begin; next is "" once all is done.
func (k *Keeper) Erase(
	ctx context.Context, tenant chat.TenantID, who chat.VisitorID, from string,
) (next string, err error) {
	if position, is := strings.CutPrefix(from, inNotes); is || from == "" {
		for more := true; more; more = position != "" {
			next, err := k.store.EraseRecounts(ctx, tenant, who, position)
			if err != nil {
				return inNotes + position, err
			}
			position = next
		}
		if from, err = k.firstMonth(ctx, tenant); err != nil {
			return "", err
		}
	}
	last := k.now().AddDate(0, 0, 2).Format(monthForm) // a day ahead of UTC, and a clock that is fast
	for from != "" && from[:len(monthForm)] <= last {
		if from, err = k.eraseDays(ctx, tenant, who, from); err != nil {
			return from, err
		}
	}
	return "", nil
}

// inNotes begins a position among the notes, as others are months.
const inNotes = "notes "

const monthForm = "2006-01"

// monthAfter is the month after another one.
func monthAfter(month string) string {
	at, err := time.Parse(monthForm, month)
	if err != nil {
		return "" // no month: nothing follows
	}
	return at.AddDate(0, 1, 0).Format(monthForm)
}

// firstMonth is the month of the first day that has a file, whether it is in force or not, "" if none has: a list of
// files has the first ones first.
func (k *Keeper) firstMonth(ctx context.Context, tenant chat.TenantID) (string, error) {
	names, err := k.files.Names(ctx, daysPrefix(tenant, ""))
	if err != nil || len(names) == 0 {
		return "", err
	}
	return strings.TrimPrefix(slices.Min(names), daysPrefix(tenant, ""))[:len(monthForm)], nil
}

// eraseDays takes a person out of days of a month, from a day or the first one on, as far as one write gets. next is
// the day or the month at which it goes on.
func (k *Keeper) eraseDays(
	ctx context.Context, tenant chat.TenantID, who chat.VisitorID, from string,
) (next string, err error) {
	month := from[:len(monthForm)]
	done, err := k.change(ctx, tenant, month, edit{
		gives: true, // else one such day would hold up all erasures of the team
		days: func(m Month) []string {
			return slices.DeleteFunc(union(nil, m.Days), func(day string) bool { return day < from })
		},
		apply: func(d *Day, _ people) (bool, []chat.VisitorID) {
			return d.drop(k.now(), func(l *Line) bool { return l.Visitor == who }), nil
		},
	})
	if err != nil {
		return from, err
	}
	if next, err = done.next(); err != nil {
		return from, err
	}
	if next != "" {
		return next, nil
	}
	if err := k.tidy(ctx, tenant, month); err != nil {
		return from, err
	}
	return monthAfter(month), nil
}

// leftover is how old a file is that no writer can put into force any more: longer than writeTime.
const leftover = 40 * time.Second

// tidy deletes the files of a month's days that are in force no more.
func (k *Keeper) tidy(ctx context.Context, tenant chat.TenantID, month string) error {
	m, err := k.store.Month(ctx, tenant, month)
	if err != nil {
		return err
	}
	inForce := map[string]bool{}
	for _, name := range m.Days {
		inForce[name] = true
	}
	for more := true; more; {
		names, err := k.files.Names(ctx, daysPrefix(tenant, month+"-"))
		if err != nil {
			return err
		}
		more = false
		for _, name := range names {
			made, bad := chat.TimeOf(strings.TrimSuffix(path.Base(name), fileEnd))
			if inForce[name] || bad == nil && k.now().Sub(made) < leftover {
				continue
			}
			if _, err = k.files.Forget(ctx, name); err != nil {
				return err
			}
			more = len(names) >= namesListed // others may follow
		}
	}
	return nil
}

// namesListed is how many names a list of files has at most.
const namesListed = 1000
