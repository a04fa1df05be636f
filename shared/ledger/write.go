package ledger

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// write puts lines into the files of their days. It returns how many days changed, and the people whose lines could not
// be written: one month holds up no other.
func (k *Keeper) write(ctx context.Context, t chat.Tenant, lines []Line) (int, map[chat.VisitorID]error) {
	zones, due := ZonesOf(t), dueDay(t, k.now())
	months := map[string]map[string][]Line{}
	for _, l := range lines {
		day := zones.Day(l.At)
		if day < due {
			continue
		}
		if months[day[:7]] == nil {
			months[day[:7]] = map[string][]Line{}
		}
		months[day[:7]][day] = append(months[day[:7]][day], l)
	}
	changed, failed := 0, map[chat.VisitorID]error{}
	for month, days := range months {
		n, err := k.change(ctx, t.ID, month, edit{
			days:  func(Month) []string { return slices.Collect(maps.Keys(days)) },
			apply: func(d *Day, gone people) (bool, []chat.VisitorID) { return d.put(days[d.Day], gone) },
		})
		changed += n
		for _, of := range days {
			for _, l := range of {
				if err != nil {
					failed[l.Visitor] = err
				}
			}
		}
	}
	return changed, failed
}

// dueDay is the first day whose lines are kept: those of older days are only sums.
func dueDay(t chat.Tenant, now time.Time) string {
	return now.AddDate(0, 0, -t.RetentionOrStandard().Visits).Format(time.DateOnly)
}

// people are some of them.
type people map[chat.VisitorID]bool

// edit is a change of some days of a month. apply leaves out lines of people who are gone, and tells whether anything
// changed, and the people whose lines it put in. gives has it give up the lines of a day that cannot be read, and keep
// its sums.
type edit struct {
	gives bool
	days  func(Month) []string
	apply func(d *Day, gone people) (changed bool, put []chat.VisitorID)
}

// change changes some days of a month, together, and returns how many of them changed.
func (k *Keeper) change(ctx context.Context, tenant chat.TenantID, month string, e edit) (int, error) {
	gone := people{}
	for range writeTries {
		n, err := k.changeOnce(ctx, tenant, month, e, gone)
		if !errors.Is(err, chat.ErrConflict) {
			return n, err
		}
	}
	return 0, chat.ErrConflict
}

const (
	// writeTries is how often a month is written against other writers.
	writeTries = 5

	// writeTime is how long one try may take. Its work is in force by then, or never. With leftover it is shorter
	// than the time between the two passes of an erasure, so the second finds all that a dead writer left over.
	writeTime = 20 * time.Second
)

// changeOnce asks, once it has read the month and before it stores lines, whether their people are still known. If one
// is erased after that, the first pass of the erasure either changes the month before this does, which makes this a
// conflict, or has nobody to find there yet: then the second pass does, and nobody is counted twice.
func (k *Keeper) changeOnce(ctx context.Context, tenant chat.TenantID, month string, e edit, gone people) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	was, err := k.store.Month(ctx, tenant, month)
	if err != nil {
		return 0, err
	}
	was.Month = month
	tables, mended, err := k.tables(ctx, tenant, was)
	if err != nil {
		return 0, err
	}
	t, err := k.store.Tenant(ctx, tenant)
	if err != nil {
		return 0, err
	}
	days := e.days(was)
	if mended {
		days = union(days, was.Days)
	}
	try := attempt{edit: e, tenant: t, was: was, tables: tables, anew: mended, gone: gone}
	made, err := sideBySide(daysAtOnce, days, func(name string) (written, error) { return k.changeDay(ctx, &try, name) })
	if err != nil {
		return 0, err
	}
	for _, w := range made {
		for _, id := range w.gone {
			gone[id], err = true, chat.ErrConflict
		}
	}
	if err != nil {
		k.forget(ctx, paths(made)...)
		return 0, err
	}
	m, replaced := with(was, made, tables)
	if len(replaced) == 0 && !mended {
		return 0, nil
	}
	m.Form = form
	if m.Sums, err = k.keepPack(ctx, tenant, month, tables); err != nil {
		return 0, err
	}
	if err := k.store.PutMonth(ctx, tenant, m); err != nil {
		return 0, err // it may be stored all the same: the files stay, and an erasure deletes those that are left over
	}
	k.forget(ctx, append(replaced, was.Sums)...)
	return len(replaced), nil
}

// daysAtOnce is how many days of a month are changed side by side. Each may have MaxDay bytes.
const daysAtOnce = 2

// attempt is one try to change a month.
type attempt struct {
	edit
	tenant chat.Tenant
	was    Month
	tables pack
	anew   bool // all days are to be made anew
	gone   people
}

// written is a day that was changed.
type written struct {
	day, path string
	table     pack             // its part of the month's
	gone      []chat.VisitorID // people of its lines, so it is not stored
	lost      bool             // it has no file any more
}

// changeDay changes a day, and stores it under a new name if that changed anything, or if the month is made anew.
func (k *Keeper) changeDay(ctx context.Context, try *attempt, name string) (w written, err error) {
	w = written{day: name, table: pack{}}
	if name <= try.was.Expired {
		return w, nil
	}
	d, found, err := k.day(ctx, try.tenant.ID, try.was, name)
	given := try.gives && errors.Is(err, errUnreadable)
	if given {
		slog.ErrorContext(ctx, "a day of the ledger cannot be read, so only its sums are kept", "tenant", try.tenant.ID,
			"path", try.was.Days[name], "error", err.Error())
		d, err = sumsOnly(name, try.tables)
	}
	if err != nil {
		return w, err
	}
	changed, put := try.apply(&d, try.gone)
	known := try.was.Days[name] != ""
	if w.lost = known && try.anew && found == none && !changed && !given; w.lost {
		return w, nil
	}
	if !changed && !given && !(known && try.anew) && found != elsewhere {
		return w, nil
	}
	if w.gone, err = k.unknown(ctx, try.tenant.ID, put); err != nil || len(w.gone) > 0 {
		return w, err
	}
	raw, err := d.fit(k.MaxDay, k.now())
	if err != nil {
		return w, err
	}
	if err := w.table.put(name, d.Table(ZonesOf(try.tenant))); err != nil {
		return w, err
	}
	w.path, err = k.keepDay(ctx, try.tenant.ID, name, raw)
	return w, err
}

// with is a month with changed days, of which the tables are put among its own. It also returns the files that they
// replace.
func with(was Month, made []written, tables pack) (m Month, replaced []string) {
	m = was
	m.Days = map[string]string{}
	maps.Copy(m.Days, was.Days)
	for _, w := range made {
		switch {
		case w.lost:
			delete(m.Days, w.day)
		case w.path != "":
			tables.drop(w.day)
			maps.Copy(tables, w.table)
			m.Days[w.day] = w.path
			replaced = append(replaced, was.Days[w.day])
		}
	}
	return m, replaced
}

func paths(made []written) (all []string) {
	for _, w := range made {
		all = append(all, w.path)
	}
	return all
}

// unknown are those of some people who were erased, or whom the table does not know.
func (k *Keeper) unknown(ctx context.Context, tenant chat.TenantID, some []chat.VisitorID) ([]chat.VisitorID, error) {
	some = slices.Compact(slices.Sorted(slices.Values(some)))
	known, err := sideBySide(readsAtOnce, some, func(id chat.VisitorID) (bool, error) {
		_, err := k.store.Visitor(ctx, chat.VisitorKey{Tenant: tenant, ID: id})
		return err == nil, chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	})
	var gone []chat.VisitorID
	for i, is := range known {
		if !is {
			gone = append(gone, some[i])
		}
	}
	return gone, err
}

// union is some days and those of a month.
func union(days []string, more map[string]string) []string {
	return slices.Compact(slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(more)), days...))))
}

// forget deletes files that are in force no more, best effort.
func (k *Keeper) forget(ctx context.Context, paths ...string) {
	for _, path := range paths {
		if path != "" {
			_, _ = k.files.Forget(ctx, path)
		}
	}
}
