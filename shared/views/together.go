package views

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Together makes one row of the live visits of a person: that which began last and passes the query stands for all. It
// returns the rows with the sources of the visits that each of them stands for beside its own. people are the visitors
// of the rows.
func (r *Reader) Together(
	ctx context.Context, q VisitQuery, rows []VisitRow, people map[chat.VisitorID]chat.Visitor,
) ([]VisitRow, map[chat.VisitID][]chat.Source, error) {
	also, left := map[chat.VisitID][]chat.Source{}, []VisitRow{}
	for _, row := range rows {
		others, err := r.liveBeside(ctx, q, row, people)
		if err != nil {
			return nil, nil, err
		}
		later := slices.ContainsFunc(others, func(o VisitRow) bool {
			return o.Started.After(row.Started) || o.Started.Equal(row.Started) && o.ID > row.ID
		})
		if later {
			continue
		}
		left = append(left, row)
		for _, other := range others {
			also[row.ID] = append(also[row.ID], other.Source)
		}
	}
	return left, also, nil
}

// liveBeside are the live visits of the visitors who are joined with that of a row.
func (r *Reader) liveBeside(
	ctx context.Context, q VisitQuery, row VisitRow, people map[chat.VisitorID]chat.Visitor,
) ([]VisitRow, error) {
	v := people[row.Visitor]
	if !q.Live || len(v.Links) == 0 {
		return nil, nil
	}
	linked, err := chat.LinkedWith(ctx, r.store, v)
	if err != nil {
		return nil, err
	}
	var visits []chat.Visit
	for _, other := range linked {
		latest, err := r.store.VisitsOf(ctx, other.Key(), 1)
		if err != nil {
			return nil, err
		}
		visits = append(visits, latest...)
	}
	visits = slices.DeleteFunc(visits, func(s chat.Visit) bool { return !s.Live() })
	found, err := r.present(ctx, v.Tenant, visits)
	now := r.desk.Now()
	return slices.DeleteFunc(found, func(o VisitRow) bool { return !q.passes(&o, now) }), err
}
