package ledger

import (
	"context"
	"maps"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Behind asks for the list behind a figure.
type Behind struct {
	Asked
	Figure  string // its lines add to this figure
	Without string // and not to this one; "" for no such bound
	Value   string // of the dimension, if the figure is one of a breakdown
	Broken  bool   // it is
	Sees    bool   // the reader may see contact data
	Cursor  string
	Limit   int

	places map[string]bool // of the list of those that are joined
	packs  map[string]pack // that were read for these, by their path
}

// maxDayFiles is how many days are opened for a page of a list at most.
const maxDayFiles = 25

// Rows lists the lines behind a figure, the latest first. The sums tell which days have any.
func (b *Books) Rows(ctx context.Context, tenant chat.TenantID, q Behind) (chat.Listed[Line], error) {
	if err := q.Check(); err != nil {
		return chat.Listed[Line]{}, err
	}
	t, err := b.store.Tenant(ctx, tenant)
	if err != nil {
		return chat.Listed[Line]{}, err
	}
	zones, limit := ZonesOf(t), min(max(q.Limit, 0), chat.MaxPageSize)
	if limit == 0 {
		limit = chat.PageSize
	}
	if err := b.among(ctx, tenant, &q); err != nil {
		return chat.Listed[Line]{}, err
	}
	list := chat.ListName("ledger", q.Asked, q.Figure, q.Without, q.Value, q.Broken)
	before, err := chat.OpenCursor(ctx, b.desk, tenant, list, q.Cursor)
	if err != nil {
		return chat.Listed[Line]{}, err
	}
	var next string
	found, err := again(func(last bool) (found []Line, err error) {
		found, next, err = b.behind(ctx, tenant, q, zones, before, limit+1, last)
		return found, err
	})
	if err != nil {
		return chat.Listed[Line]{}, err
	}
	if len(found) > limit {
		found = found[:limit]
		next = place(&found[limit-1], zones)
	}
	next, err = chat.SealCursor(ctx, b.desk, tenant, list, next)
	return chat.Listed[Line]{Rows: found, Next: next}, err
}

// place is where a line lies in a list: later ones sort after it.
func place(l *Line, zones Zones) string {
	return zones.Day(l.At) + " " + l.At.UTC().Format("2006-01-02T15:04:05.000Z") + " " + l.ID
}

// behind finds lines before a place, the latest first. It opens only days that have some, and not too many: next is
// where to go on then.
func (b *Books) behind(
	ctx context.Context, tenant chat.TenantID, q Behind, zones Zones, before string, limit int, last bool,
) (found []Line, next string, err error) {
	months, err := b.store.Months(ctx, tenant, q.From[:7], q.To[:7])
	if err != nil {
		return nil, "", err
	}
	opened := 0
	for _, m := range slices.Backward(months) {
		tables, known := q.packs[m.Sums]
		if !known {
			if tables, err = b.tables(ctx, tenant, m, last); err != nil {
				return nil, "", err
			}
		}
		for _, name := range slices.Backward(slices.Sorted(maps.Keys(m.Days))) {
			if name < q.From || name > q.To || before != "" && name > before[:10] {
				continue
			}
			table, err := tables.table(name, q.By)
			if err != nil {
				return nil, "", err
			}
			if !q.in(table) {
				continue
			}
			if len(found) >= limit {
				return found, "", nil
			}
			if opened++; opened > maxDayFiles {
				return found, name + " ~", nil
			}
			d, err := b.day(ctx, tenant, m, name, last)
			if err != nil {
				return nil, "", err
			}
			for _, l := range slices.Backward(d.Lines) {
				if len(found) < limit && q.fits(&l, zones) && (before == "" || place(&l, zones) < before) {
					found = append(found, l)
				}
			}
		}
	}
	return found, "", nil
}

// in tells whether a day has lines of the list.
func (q *Behind) in(t Table) bool {
	sums := t.All
	if q.places != nil {
		return slices.ContainsFunc(slices.Collect(maps.Keys(t.By[q.By])), func(p string) bool {
			return (q.places[p] || p == Others) && t.By[q.By][p].Of(q.Figure) > 0
		})
	}
	if q.Broken {
		sums = t.By[q.By][q.Value]
		if _, others := t.By[q.By][Others]; others && sums == nil {
			sums = t.By[q.By][Others]
		}
	}
	return sums.Of(q.Figure) > 0
}

// fits tells whether a line is in the list.
func (q *Behind) fits(l *Line, zones Zones) bool {
	sums := l.Sums()
	if q.places != nil && !q.places[l.Values(zones)[q.By]] {
		return false
	}
	if q.Broken && q.places == nil {
		sums = l.Split(zones)[q.By][q.Value]
	}
	return sums.Of(q.Figure) > 0 && (q.Without == "" || sums.Of(q.Without) == 0)
}
