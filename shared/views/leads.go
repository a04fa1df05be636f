package views

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/sheet"
	"golang.org/x/sync/errgroup"
)

// LeadQuery filters the list of leads.
type LeadQuery struct {
	State  chat.LeadState // "" for any
	Owner  *chat.AgentID  // "" for those of nobody; nil for any
	Oldest bool           // the oldest come first
	Cursor string
	Limit  int
}

func (q *LeadQuery) passes(l chat.Lead) bool {
	return (q.State == "" || q.State == l.State) && (q.Owner == nil || *q.Owner == l.Owner)
}

// LeadRow is a lead with its person, as far as the reader may see them.
type LeadRow struct {
	chat.Lead
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// Leads lists leads. A page looks at no more than chat.MaxLookback of them, so it costs the same
// however many there are.
func (r *Reader) Leads(ctx context.Context, a chat.Agent, q LeadQuery) (chat.Listed[LeadRow], error) {
	found, err := chat.ListPage(ctx, r.desk, a.Tenant, chat.ListName("leads", q.State, q.Owner, q.Oldest), q.Cursor,
		q.Limit, func(position string, limit int) ([]chat.Lead, string, error) {
			return r.store.Leads(ctx, a.Tenant, q.Oldest, position, limit)
		}, q.passes)
	if err != nil {
		return chat.Listed[LeadRow]{}, err
	}
	rows, err := r.leadRows(ctx, a, found.Rows)
	return chat.Listed[LeadRow]{Rows: rows, Next: found.Next}, err
}

func (r *Reader) leadRows(ctx context.Context, a chat.Agent, leads []chat.Lead) ([]LeadRow, error) {
	ids := []chat.VisitorID{}
	for _, l := range leads {
		ids = append(ids, l.Visitor)
	}
	people, err := r.Names(ctx, a, ids)
	if err != nil {
		return nil, err
	}
	rows := []LeadRow{}
	for _, l := range leads {
		v := people[l.Visitor]
		rows = append(rows, LeadRow{l, v.Called(), v.Profile["email"].Value, v.Profile["phone"].Value})
	}
	return masked(ctx, r, a, rows, func(l LeadRow) LeadRow {
		l.Note = chat.Note{Text: l.Note}.Masked().Text
		return l
	})
}

const (
	sheetPage  = 1000 // leads that one read looks at
	sheetPages = 50   // reads: a sheet is made within one call
	sheetParts = 8    // of a sheet, made side by side
)

// LeadSheet returns the matching leads as a sheet, up to its maximum size; its last row says so if there may be more.
// It reads in bulk, so it is audited.
func (r *Reader) LeadSheet(ctx context.Context, a chat.Agent, q LeadQuery) ([]byte, error) {
	all, more, err := r.sheetLeads(ctx, a.Tenant, &q)
	if err != nil {
		return nil, err
	}
	parts := slices.Collect(slices.Chunk(all, chat.MaxPageSize))
	made := make([][][]string, len(parts))
	var work errgroup.Group
	work.SetLimit(sheetParts)
	for i, part := range parts {
		work.Go(func() error {
			rows, err := r.leadRows(ctx, a, part)
			for k := range rows {
				made[i] = append(made[i], r.leadCells(ctx, a.Tenant, &rows[k]))
			}
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	cells := append([][]string{{
		"since", "state", "name", "email", "phone", "value", "currency", "goal", "verified", "owner", "note", "visitor",
		"conversation",
	}}, slices.Concat(made...)...)
	if more {
		cells = append(cells, []string{
			"There may be more: a sheet ends here. Choose a state or an owner, or the other order.",
		})
	}
	return sheet.CSV(cells), r.desk.Audited(ctx, a, nil, "leads.exported", "", fmt.Sprintf("%d rows", len(all)))
}

// sheetLeads are the leads of a sheet, and whether there may be more.
func (r *Reader) sheetLeads(
	ctx context.Context, tenant chat.TenantID, q *LeadQuery,
) (all []chat.Lead, more bool, err error) {
	position := ""
	for range sheetPages {
		found, next, err := r.store.Leads(ctx, tenant, q.Oldest, position, sheetPage)
		if err != nil {
			return nil, false, err
		}
		all = append(all, slices.DeleteFunc(found, func(l chat.Lead) bool { return !q.passes(l) })...)
		if position = next; next == "" || len(all) > chat.MaxSheet {
			break
		}
	}
	return all[:min(len(all), chat.MaxSheet)], position != "" || len(all) > chat.MaxSheet, nil
}

func (r *Reader) leadCells(ctx context.Context, tenant chat.TenantID, l *LeadRow) []string {
	value := ""
	if l.Value > 0 {
		value = strconv.FormatFloat(l.Value, 'f', -1, 64)
	}
	return []string{
		chat.SheetTime(ctx, r.desk, tenant, l.At), string(l.State), l.Name, l.Email, l.Phone, value, l.Currency, l.Goal,
		strconv.FormatBool(l.Verified), string(l.Owner), l.Note, string(l.Visitor), string(l.Conversation),
	}
}
