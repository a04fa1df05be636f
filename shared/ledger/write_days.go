package ledger

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// daysAtOnce is how many days of a month are changed side by side. Each may have MaxDay bytes.
const daysAtOnce = 2

// written is a day that was looked at.
type written struct {
	day   string
	path  string           // its new file, "" if it keeps the one that it has
	table pack             // its part of the month's, if that was made anew
	gone  []chat.VisitorID // people of its lines, so it is not stored
	lost  bool             // it has no file any more
	err   error
}

// anything tells whether it changes the month.
func (w written) anything() bool { return w.lost || w.path != "" || len(w.table) > 0 }

// changeDays changes days, and then makes old tables of others anew, until half of the time is gone: the rest is for
// the month. At least some are changed however short the time is, so that whoever comes again with the others
// gets on. failed are the days that were not changed, by why.
func (k *Keeper) changeDays(
	ctx context.Context, try *attempt, days []string,
) (made []written, failed map[string]error, err error) {
	failed = map[string]error{}
	others := slices.DeleteFunc(slices.Clone(try.was.Old), func(day string) bool { return slices.Contains(days, day) })
	end, _ := ctx.Deadline() // it has one
	half := time.Until(end) / 2
	began := time.Now()
	for some := range slices.Chunk(slices.Concat(days, others), daysAtOnce) {
		if len(made) > 0 && time.Since(began) > half {
			for _, day := range some {
				failed[day] = errLate
			}
			continue
		}
		tried, _ := sideBySide(daysAtOnce, some, func(day string) (written, error) {
			return k.changeDay(ctx, try, day), nil
		})
		for _, w := range tried {
			if made = append(made, w); w.err == nil {
				continue
			}
			if ctx.Err() != nil || errors.Is(w.err, chat.ErrConflict) {
				return made, nil, w.err
			}
			failed[w.day] = w.err
		}
	}
	for _, day := range others {
		delete(failed, day) // its table stays old until the next change
	}
	return made, failed, nil
}

// changeDay changes a day, and stores it under a new name if that changed anything. A table that is old is made anew
// in any case.
func (k *Keeper) changeDay(ctx context.Context, try *attempt, name string) (w written) {
	w = written{day: name}
	if name <= try.was.Expired {
		return w
	}
	d, found, err := k.day(ctx, try.tenant.ID, try.was, name)
	given := try.gives && errors.Is(err, errUnreadable)
	if given {
		slog.ErrorContext(ctx, "a day of the ledger cannot be read, so only its sums are kept", "tenant", try.tenant.ID,
			"path", try.was.Days[name], "error", err.Error())
		d, err = sumsOnly(name, try.tables)
	}
	if w.err = err; err != nil {
		return w
	}
	changed, put := try.apply(&d, try.gone)
	old := slices.Contains(try.was.Old, name)
	if w.lost = old && found == none && !changed && !given; w.lost {
		return w
	}
	stores := changed || given || found == elsewhere
	if !stores && !old {
		return w
	}
	if w.gone, w.err = k.unknown(ctx, try.tenant.ID, put); w.err != nil || len(w.gone) > 0 {
		return w
	}
	raw, table := []byte(nil), pack{}
	if stores {
		if raw, w.err = d.fit(k.MaxDay, k.now()); w.err != nil {
			return w
		}
	}
	if w.err = table.put(name, d.Table(ZonesOf(try.tenant))); w.err != nil {
		return w
	}
	if stores {
		if w.path, w.err = k.keepDay(ctx, try.tenant.ID, name, raw); w.err != nil {
			return w
		}
	}
	w.table = table
	return w
}
