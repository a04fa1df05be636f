package ledger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/sync/errgroup"
)

const (
	peopleAtOnce = 8               // how many people are read side by side
	personTime   = 4 * time.Second // the longest that one may take: others wait
	retryAfter   = 10 * time.Minute
	maxTries     = 8 // each waits twice as long as the one before, so some two days
)

// task is a person whose lines are made anew.
type task struct {
	who    chat.VisitorID
	notes  []Change
	wanted wanted
	lines  []Line
	taken  bool // lines or err are known
	err    error
}

// workOff makes anew the lines of everybody who is named in a round's notes, and marks the notes that are done. A
// person who cannot be read or written holds up nobody: their notes come again later. late says that there was no time
// for all of them. An error says that somebody was given up, or could not be left for later.
func (k *Keeper) workOff(ctx context.Context, r *round) (late bool, failed error) {
	if len(r.notes) == 0 {
		return false, nil
	}
	work := k.tasks(r.notes, r.was.kept(r.tenant, k.now()))
	k.read(ctx, work, newOpenings(k.store, r.tenant))
	lines, zones := []Line{}, ZonesOf(r.tenant)
	for _, one := range work {
		one.skips(zones)
		lines = append(lines, one.lines...)
	}
	_, unwritten := k.write(ctx, r.tenant, lines)
	late = ctx.Err() != nil
	save, cancel := saving(ctx)
	defer cancel()
	for _, one := range work {
		left := one.left(unwritten)
		if !one.taken || left.why != nil && r.waits() && (ctx.Err() != nil || errors.Is(left.why, errLate)) {
			late = true
			continue // the next one takes them, with fewer others beside them
		}
		failed = errors.Join(failed, k.settle(save, r, one.notes, left))
	}
	return late, errors.Join(failed, k.finish(ctx, r))
}

// waits tells whether somebody for whom there was no time waits for a round with more time for each. Somebody who was
// alone already is parked.
func (r *round) waits() bool { return r.glance || len(r.notes) > 1 }

// settle marks notes as done, and has those come again later that failed.
func (k *Keeper) settle(ctx context.Context, r *round, notes []Change, left rest) (failed error) {
	for _, c := range notes {
		var err error
		if left.why != nil {
			err = k.park(ctx, r.tenant.ID, c, left)
		}
		r.done[c.ID] = err == nil || errors.Is(err, errGivenUp)
		failed = errors.Join(failed, err)
	}
	return failed
}

// left is what is left of the lines of a person, of all of their profiles, that were not made or not written.
func (t *task) left(unwritten map[chat.VisitorID]rest) rest {
	all := rest{why: t.err}.and(unwritten[t.who])
	for i := range t.lines {
		all = all.and(unwritten[t.lines[i].Visitor])
	}
	return all
}

// skips leaves the lines out that an earlier try has written for each of the person's notes. A change of them since
// has a note of its own.
func (t *task) skips(zones Zones) {
	until := ""
	for _, c := range t.notes {
		if c.Until == "" {
			return
		}
		until = max(until, c.Until)
	}
	t.lines = slices.DeleteFunc(t.lines, func(l Line) bool { return zones.Day(l.At) > until })
}

// tasks are the people of notes, in the order of their first one.
func (k *Keeper) tasks(notes []Change, kept time.Time) []*task {
	work, at := []*task{}, map[chat.VisitorID]*task{}
	for _, c := range notes {
		if c.Month != "" {
			continue
		}
		one := at[c.Visitor]
		if one == nil {
			one = &task{who: c.Visitor, wanted: wanted{since: k.now(), named: map[chat.VisitID]bool{}, kept: kept}}
			work, at[c.Visitor] = append(work, one), one
		}
		one.notes = append(one.notes, c)
		one.wanted.takes(c, k.now())
	}
	return work
}

// read makes the lines of people, some side by side, until two thirds of the time are gone: the rest is for the files.
func (k *Keeper) read(ctx context.Context, work []*task, o *openings) {
	if end, is := ctx.Deadline(); is {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(end)*2/3)
		defer cancel()
	}
	var reads errgroup.Group
	reads.SetLimit(peopleAtOnce)
	for _, one := range work {
		reads.Go(func() error {
			if ctx.Err() != nil {
				return nil
			}
			own, cancel := context.WithTimeout(ctx, personTime)
			defer cancel()
			one.lines, one.err = k.lines(own, chat.VisitorKey{Tenant: o.tenant.ID, ID: one.who}, one.wanted, o)
			one.taken = one.err == nil || ctx.Err() == nil
			return nil
		})
	}
	_ = reads.Wait() // each error is its person's
}

var errGivenUp = errors.New("ledger: a change is given up")

// park has a note come again later: its id is of that time, until which it is not looked at. One that got on goes on
// where it stopped, and is tried as often as a new one.
func (k *Keeper) park(ctx context.Context, tenant chat.TenantID, c Change, left rest) error {
	id := c.ID
	if further := c.waits(left); further {
		slog.InfoContext(ctx, "a change takes several tries", "tenant", tenant, "note", id, "until", c.Until)
	} else {
		slog.ErrorContext(ctx, "parked", "ledger", tenant, "note", id, "tries", c.Tries, "error", left.why.Error())
	}
	if c.Tries > maxTries {
		return fmt.Errorf("%w: %w", errGivenUp, left.why)
	}
	c.Noted = c.noted(k.now())
	c.ID = k.desk.NewID(k.now().Add(retryAfter << (c.Tries - 1)))
	return k.store.AddRecount(ctx, tenant, c)
}
