package ledger

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// write puts lines into the files of their days, those of today first: they are looked at most. It returns how many
// days changed, and what is left of the people of whom some line could not be written: one day holds up no other.
func (k *Keeper) write(ctx context.Context, t chat.Tenant, lines []Line) (changed int, left map[chat.VisitorID]rest) {
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
	left = map[chat.VisitorID]rest{}
	for _, month := range latestFirst(months) {
		days := months[month]
		n, failed := k.writeMonth(ctx, t.ID, month, days)
		changed += n
		for _, day := range latestFirst(failed) {
			for _, l := range days[day] {
				left[l.Visitor] = left[l.Visitor].and(rest{day, failed[day]})
			}
		}
	}
	return changed, left
}

// writeMonth puts lines into the files of a month's days, in as many steps as there is time for: each goes on with the
// days for which the one before had none. It returns how many days changed, and those that could not be, by why.
func (k *Keeper) writeMonth(
	ctx context.Context, tenant chat.TenantID, month string, days map[string][]Line,
) (changed int, failed map[string]error) {
	failed = map[string]error{}
	for late := latestFirst(days); len(late) > 0; {
		done, err := k.change(ctx, tenant, month, edit{
			days:  func(Month) []string { return late },
			apply: func(d *Day, gone people) (bool, []chat.VisitorID) { return d.put(days[d.Day], gone) },
		})
		changed += done.changed
		for _, day := range late {
			delete(failed, day)
			if why := cmp.Or(err, done.failed[day]); why != nil {
				failed[day] = why
			}
		}
		if ctx.Err() != nil {
			break
		}
		late = slices.DeleteFunc(late, func(day string) bool { return !errors.Is(failed[day], errLate) })
	}
	return changed, failed
}

// rest is what could not be written of a person's lines: those until a day, and why.
type rest struct {
	until string // a day, "" if none of them could be made
	why   error
}

func (r rest) and(other rest) rest { return rest{max(r.until, other.until), cmp.Or(r.why, other.why)} }

// latestFirst are months, or days, the latest first.
func latestFirst[T any](some map[string]T) []string {
	names := slices.Sorted(maps.Keys(some))
	slices.Reverse(names)
	return names
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

// edited is what became of an edit: how many days changed, and those that could not be, by why.
type edited struct {
	changed int
	failed  map[string]error
}

// next is the first day for which there was no time, "" if all were changed. An error is that of a day that cannot be.
func (e edited) next() (string, error) {
	if len(e.failed) == 0 {
		return "", nil
	}
	day := slices.Min(slices.Collect(maps.Keys(e.failed)))
	if err := e.failed[day]; !errors.Is(err, errLate) {
		return "", err
	}
	return day, nil
}

// errLate says that the time was up before a day was changed.
var errLate = errors.New("ledger: there was no time for a day")

// change changes some days of a month. Those for which there is time are in force together.
func (k *Keeper) change(ctx context.Context, tenant chat.TenantID, month string, e edit) (edited, error) {
	gone := people{}
	for range writeTries {
		done, err := k.changeOnce(ctx, tenant, month, e, gone)
		if !errors.Is(err, chat.ErrConflict) {
			return done, err
		}
	}
	return edited{}, chat.ErrConflict
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
func (k *Keeper) changeOnce(
	ctx context.Context, tenant chat.TenantID, month string, e edit, gone people,
) (done edited, err error) {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	try, err := k.attempt(ctx, tenant, month, e, gone)
	if err != nil {
		return done, err
	}
	made, failed, err := k.changeDays(ctx, &try, e.days(try.was))
	defer func() { k.forgetMade(ctx, made) }()
	if err != nil {
		return done, err
	}
	for _, w := range made {
		for _, id := range w.gone {
			gone[id], err = true, chat.ErrConflict
		}
	}
	if err != nil {
		return done, err
	}
	m, replaced := try.with(made)
	if done = (edited{len(replaced), failed}); !try.mended && !slices.ContainsFunc(made, written.anything) {
		return done, nil
	}
	if err = k.noteOld(ctx, &try, &m); err != nil {
		return edited{}, err
	}
	if m.Sums, err = k.keepPack(ctx, tenant, month, try.tables); err != nil {
		return edited{}, err
	}
	put := k.store.PutMonth(ctx, tenant, m)
	made = nil // it may be stored also if it failed: the files stay, and an erasure deletes those that are left over
	if put != nil {
		return edited{}, put
	}
	k.forget(ctx, append(replaced, try.was.Sums)...)
	return done, nil
}

// attempt is one try to change a month.
type attempt struct {
	edit
	tenant chat.Tenant
	was    Month
	tables pack
	mended bool // the tables are others than those that the month names
	gone   people
}

// attempt reads the month that is to be changed. Its tables are old if their file is lost, or if their figures have an
// older form.
func (k *Keeper) attempt(
	ctx context.Context, tenant chat.TenantID, month string, e edit, gone people,
) (try attempt, err error) {
	try = attempt{edit: e, gone: gone}
	if try.was, err = k.store.Month(ctx, tenant, month); err != nil {
		return try, err
	}
	try.was.Month = month
	old := false
	if try.tables, old, err = k.tables(ctx, tenant, try.was); err != nil {
		return try, err
	}
	if try.mended = old; old {
		try.was.Old = union(nil, try.was.Days)
	}
	try.was.Old = slices.DeleteFunc(try.was.Old, func(day string) bool { return try.was.Days[day] == "" })
	try.was.Form = form
	try.tenant, err = k.store.Tenant(ctx, tenant)
	return try, err
}

// with is the month with changed days, of which the tables are put among its own. It also returns the files that they
// replace.
func (try *attempt) with(made []written) (m Month, replaced []string) {
	m = try.was
	m.Days, m.Old = maps.Clone(m.Days), slices.Clone(m.Old)
	if m.Days == nil {
		m.Days = map[string]string{}
	}
	for _, w := range made {
		if w.lost {
			delete(m.Days, w.day)
		}
		if w.path != "" {
			m.Days[w.day] = w.path
			replaced = append(replaced, try.was.Days[w.day])
		}
		if len(w.table) > 0 {
			try.tables.drop(w.day)
			maps.Copy(try.tables, w.table)
		}
		if w.anything() {
			m.Old = slices.DeleteFunc(m.Old, func(day string) bool { return day == w.day })
		}
	}
	return m, replaced
}

// forgetMade deletes files that come into force no more, also if the time is up.
func (k *Keeper) forgetMade(ctx context.Context, made []written) {
	if len(made) == 0 {
		return
	}
	ctx, cancel := saving(ctx)
	defer cancel()
	for _, w := range made {
		k.forget(ctx, w.path)
	}
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
