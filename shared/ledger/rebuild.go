package ledger

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Visits lists the visits of a tenant, as chat.Store does.
type Visits interface {
	ListVisits(
		ctx context.Context, tenant chat.TenantID, live bool, position string, limit int,
	) (visits []chat.Visit, next string, err error)
}

// portion is how many people a rebuild takes at once.
const portion = 1000

// Rebuild makes all lines of a tenant anew, from the visits and the logs, and returns how many days were not as these
// say. Days that are older than visits are kept stay as they are, as do the sums of people who were erased. Files that
// are lost are made anew, and lines of people whom the table does not know go, as after a restore of an older one. A
// keeper may work beside it: changes since it began are worked off once more, since it may have written over them.
func (k *Keeper) Rebuild(ctx context.Context, visits Visits, tenant chat.TenantID) (changed int, err error) {
	t, err := k.store.Tenant(ctx, tenant)
	if err != nil {
		return 0, err
	}
	began := k.now()
	defer func() { err = errors.Join(err, k.rewind(ctx, tenant, began)) }()
	p, err := k.store.Recounted(ctx, tenant)
	if err != nil {
		return 0, err
	}
	if changed, err = k.mend(ctx, tenant); err != nil {
		return changed, err
	}
	people, err := peopleOf(ctx, visits, tenant)
	if err != nil {
		return changed, err
	}
	o, w := newOpenings(k.store, t), wanted{kept: p.kept(t, k.now())}
	for some := range slices.Chunk(people, portion) {
		lines, err := sideBySide(peopleAtOnce, some, func(id chat.VisitorID) ([]Line, error) {
			return k.lines(ctx, chat.VisitorKey{Tenant: tenant, ID: id}, w, o)
		})
		if err != nil {
			return changed, err
		}
		n, left := k.write(ctx, t, slices.Concat(lines...))
		changed += n
		for _, one := range left {
			return changed, one.why
		}
	}
	return changed, nil
}

// rewind has the notes since a time worked off again.
func (k *Keeper) rewind(ctx context.Context, tenant chat.TenantID, since time.Time) error {
	ctx, cancel := saving(ctx)
	defer cancel()
	first := string(chat.FirstIDAt(since.Add(-overlap)))
	for range writeTries {
		p, err := k.store.Recounted(ctx, tenant)
		if err != nil {
			return err
		}
		p.After = min(p.After, first)
		p.Done = slices.DeleteFunc(p.Done, func(id string) bool { return id >= first })
		if err = k.store.PutRecounted(ctx, tenant, p); !errors.Is(err, chat.ErrConflict) {
			return err
		}
	}
	return chat.ErrConflict
}

// mend makes the files anew that are lost, and takes lines of unknown people out. It returns how many days had some.
func (k *Keeper) mend(ctx context.Context, tenant chat.TenantID) (changed int, err error) {
	months, err := k.store.Months(ctx, tenant, firstOfAll, k.now().AddDate(0, 1, 0).Format(monthForm))
	for _, m := range months {
		if err := k.mendMonth(ctx, tenant, m.Month); err != nil {
			return changed, err
		}
		for day := range m.Days {
			n, err := k.dropUnknown(ctx, tenant, m.Month, day)
			if changed += n; err != nil {
				return changed, err
			}
		}
	}
	return changed, err
}

// mendMonth makes the files of a month anew that are lost, and its tables where they are old. A day that cannot be read
// keeps its sums, as in an erasure: nothing else would ever repair it.
func (k *Keeper) mendMonth(ctx context.Context, tenant chat.TenantID, month string) error {
	for from := month; from != ""; {
		done, err := k.change(ctx, tenant, month, edit{
			gives: true,
			days: func(m Month) []string {
				return slices.DeleteFunc(union(nil, m.Days), func(day string) bool { return day < from })
			},
			apply: func(*Day, people) (bool, []chat.VisitorID) { return false, nil },
		})
		if err != nil {
			return err
		}
		if from, err = done.next(); err != nil {
			return err
		}
	}
	return nil
}

// dropUnknown takes out of a day the lines of people that the table does not know.
func (k *Keeper) dropUnknown(ctx context.Context, tenant chat.TenantID, month, day string) (int, error) {
	m, err := k.store.Month(ctx, tenant, month)
	if err != nil {
		return 0, err
	}
	d, _, err := k.day(ctx, tenant, m, day)
	if err != nil {
		return 0, err
	}
	some := []chat.VisitorID{}
	for _, l := range d.Lines {
		some = append(some, l.Visitor)
	}
	unknown, err := k.unknown(ctx, tenant, some)
	if err != nil || len(unknown) == 0 {
		return 0, err
	}
	done, err := k.change(ctx, tenant, month, edit{
		days: func(Month) []string { return []string{day} },
		apply: func(d *Day, _ people) (bool, []chat.VisitorID) {
			had := len(d.Lines)
			d.Lines = slices.DeleteFunc(d.Lines, func(l Line) bool { return slices.Contains(unknown, l.Visitor) })
			return len(d.Lines) < had, nil
		},
	})
	return done.changed, cmp.Or(err, done.failed[day])
}

// peopleOf lists everybody who has visits, those of the latest first: people of the same days are taken together.
func peopleOf(ctx context.Context, visits Visits, tenant chat.TenantID) ([]chat.VisitorID, error) {
	seen, all := people{}, []chat.VisitorID{}
	for _, live := range []bool{true, false} {
		for position := ""; ; {
			rows, next, err := visits.ListVisits(ctx, tenant, live, position, chat.MaxPageSize)
			if err != nil {
				return nil, err
			}
			for _, s := range rows {
				if !seen[s.Visitor] {
					seen[s.Visitor], all = true, append(all, s.Visitor)
				}
			}
			if position = next; next == "" {
				break
			}
		}
	}
	return all, nil
}
