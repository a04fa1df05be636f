package ledger

import (
	"context"
	"errors"
	"slices"
)

// A month whose tables are old has those of its days made anew with its next changes. A past month may have none, so a
// note has the keeper finish it.

// noteOld notes a month with days whose tables are still old, once. The note comes before the month says so: a keeper
// may die in between.
func (k *Keeper) noteOld(ctx context.Context, t *attempt, m *Month) error {
	noted := m.Noted && !t.mended
	if m.Noted = len(m.Old) > 0; !m.Noted || noted {
		return nil
	}
	return k.store.AddRecount(ctx, t.tenant.ID, Change{ID: k.desk.NewID(k.now()), Month: m.Month})
}

// finish makes the tables of the noted months anew that are still old, in the time that is left by people. A month that
// takes longer gets on like a person of many days.
func (k *Keeper) finish(ctx context.Context, r *round) (failed error) {
	save, cancel := saving(ctx)
	defer cancel()
	for _, c := range r.notes {
		if c.Month == "" || ctx.Err() != nil {
			continue
		}
		left := k.finishMonth(ctx, r, c.Month)
		if left.why != nil && r.glance {
			continue // the sweep has more time
		}
		failed = errors.Join(failed, k.settle(save, r, []Change{c}, left))
	}
	return failed
}

func (k *Keeper) finishMonth(ctx context.Context, r *round, month string) (left rest) {
	m, err := k.store.Month(ctx, r.tenant.ID, month)
	if err != nil {
		return rest{why: err}
	}
	days := map[string][]Line{}
	for _, day := range m.Old {
		days[day] = nil
	}
	_, failed := k.writeMonth(ctx, r.tenant.ID, month, days)
	for day, why := range failed {
		left = left.and(rest{day, why})
	}
	return left
}

// unfinished tells whether days of a period are still to be made anew.
func (m *Month) unfinished(from, to string) bool {
	return m.Noted && slices.ContainsFunc(m.Old, func(day string) bool { return day >= from && day <= to })
}
