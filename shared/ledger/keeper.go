package ledger

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Keeper keeps the files in step with the changes. Any number of keepers may work at once, and each may die after any
// step: a change is worked off at least once, and making a line anew changes nothing.
type Keeper struct {
	desk  *chat.Desk
	store Store
	files Files
	small Small
}

// NewKeeper makes a keeper. small names the small talk of a text.
func NewKeeper(desk *chat.Desk, store Store, files Files, small Small) *Keeper {
	return &Keeper{desk, store, files, small}
}

func (k *Keeper) now() time.Time { return k.desk.Now() }

// batch is how many notes of changes are worked off at once.
const batch = 200

// overlap is how long a note may take from its id's time until it is stored, at most.
const overlap = 2 * time.Minute

// CatchUp works off the changes of a tenant, a batch at most, and tells whether more are left. Somebody else who does
// the same at that moment is no error.
func (k *Keeper) CatchUp(ctx context.Context, tenant chat.TenantID) (more bool, err error) {
	p, err := k.store.Recounted(ctx, tenant)
	if err != nil {
		return false, err
	}
	all, err := k.store.Recounts(ctx, tenant, p.After, batch+len(p.Done))
	if err != nil || len(all) == 0 {
		return false, err
	}
	fresh := slices.DeleteFunc(slices.Clone(all), func(c Change) bool { return slices.Contains(p.Done, c.ID) })
	if len(fresh) == 0 {
		return false, nil
	}
	if err := k.workOff(ctx, tenant, fresh); err != nil {
		return false, err
	}
	err = k.store.PutRecounted(ctx, tenant, p.past(all, k.now()))
	return len(fresh) >= batch, chat.Except(err, chat.ErrConflict)
}

// past is the progress once notes were worked off. A note may be stored a little later than its id says, so the latest
// ones are remembered one by one.
func (p Progress) past(all []Change, now time.Time) Progress {
	sure := string(chat.FirstIDAt(now.Add(-overlap)))
	p.Done = nil
	for _, c := range all {
		if c.ID < sure {
			p.After = c.ID
		} else {
			p.Done = append(p.Done, c.ID)
		}
	}
	return p
}

// workOff makes the lines of everybody who is named in notes anew.
func (k *Keeper) workOff(ctx context.Context, tenant chat.TenantID, notes []Change) error {
	people := map[chat.VisitorID]*wanted{}
	for _, c := range notes {
		if people[c.Visitor] == nil {
			people[c.Visitor] = &wanted{k.now(), map[chat.VisitID]bool{}}
		}
		people[c.Visitor].takes(c, k.now())
	}
	lines := []Line{}
	for id, w := range people {
		more, err := k.lines(ctx, chat.VisitorKey{Tenant: tenant, ID: id}, *w)
		if err != nil {
			return err
		}
		lines = append(lines, more...)
	}
	_, err := k.write(ctx, tenant, lines)
	return err
}

// write puts lines into the files of their days, and returns how many days changed.
func (k *Keeper) write(ctx context.Context, tenant chat.TenantID, lines []Line) (int, error) {
	t, err := k.store.Tenant(ctx, tenant)
	if err != nil {
		return 0, err
	}
	zones, due := ZonesOf(t), dueDay(t, k.now())
	days := map[string][]Line{}
	for _, l := range lines {
		if day := zones.Day(l.At); day >= due {
			days[day] = append(days[day], l)
		}
	}
	changed := 0
	for month, of := range byMonth(days) {
		n, err := k.change(ctx, tenant, month, of, func(d *Day) bool { return d.put(days[d.Day]) })
		if err != nil {
			return changed, err
		}
		changed += n
	}
	return changed, nil
}

// dueDay is the first day whose lines are kept: those of older days are only sums.
func dueDay(t chat.Tenant, now time.Time) string {
	return now.AddDate(0, 0, -t.RetentionOrStandard().Visits).Format(time.DateOnly)
}

func byMonth(days map[string][]Line) map[string][]string {
	months := map[string][]string{}
	for day := range days {
		months[day[:7]] = append(months[day[:7]], day)
	}
	return months
}

// change changes some days of a month, together, and returns how many of them changed.
func (k *Keeper) change(
	ctx context.Context, tenant chat.TenantID, month string, days []string, change func(*Day) bool,
) (int, error) {
	for range writeTries {
		n, err := k.changeOnce(ctx, tenant, month, days, change)
		if !errors.Is(err, chat.ErrConflict) {
			return n, err
		}
	}
	return 0, chat.ErrConflict
}

// writeTries is how often a month is written against other writers.
const writeTries = 5

func (k *Keeper) changeOnce(
	ctx context.Context, tenant chat.TenantID, month string, days []string, change func(*Day) bool,
) (changed int, err error) {
	m, err := k.store.Month(ctx, tenant, month)
	if err != nil {
		return 0, err
	}
	was := m
	m.Month, m.Days = month, map[string]string{}
	for day, path := range was.Days {
		m.Days[day] = path
	}
	tables, err := loadPack(ctx, k.files, was)
	if err != nil {
		return 0, err
	}
	t, err := k.store.Tenant(ctx, tenant)
	if err != nil {
		return 0, err
	}
	var replaced []string
	for _, name := range days {
		d, err := day(ctx, k.files, was, name)
		if err != nil {
			return 0, err
		}
		if !change(&d) {
			continue
		}
		if err := tables.put(name, d.Table(ZonesOf(t))); err != nil {
			return 0, err
		}
		if m.Days[name], err = k.keepDay(ctx, tenant, d); err != nil {
			return 0, err
		}
		replaced = append(replaced, was.Days[name])
	}
	if len(replaced) == 0 {
		return 0, nil
	}
	if m.Sums, err = k.keepPack(ctx, tenant, month, tables); err != nil {
		return 0, err
	}
	if err := k.store.PutMonth(ctx, tenant, m); err != nil {
		return 0, err // it may be stored all the same: the files stay, and an erasure deletes those that are left over
	}
	k.forget(ctx, append(replaced, was.Sums)...)
	return len(replaced), nil
}

// forget deletes files that are in force no more, best effort.
func (k *Keeper) forget(ctx context.Context, paths ...string) {
	for _, path := range paths {
		if path != "" {
			_, _ = k.files.Forget(ctx, path)
		}
	}
}
