package chat

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FlowQuery picks rows of a Flow's table.
type FlowQuery struct {
	Flow    string
	Visitor VisitorID // "" for everybody
	Field   string    // that was filled in; "" for any
	Words   string    // that stand in Field, or in any field, without regard to case and accents
	State   FlowState
	FromDay string // when it was sent, 2006-01-02 in the team's zone; "" for no bound
	ToDay   string
	Cursor  string
	Limit   int
}

// list names what a cursor of the query goes on with.
func (q *FlowQuery) list() string {
	return strings.Join([]string{"flow", q.Flow, string(q.Visitor), q.Field, q.Words, string(q.State), q.FromDay, q.ToDay}, "/")
}

// passes tells whether a row is among those that are asked for.
func (q *FlowQuery) passes(r *FlowEntry) bool {
	if (q.Visitor != "" && r.Visitor != q.Visitor) || (q.State != "" && r.State != q.State) {
		return false
	}
	if q.Field == "" && q.Words == "" {
		return true
	}
	words := folded(q.Words)
	for name, value := range r.Values {
		if (q.Field == "" || name == q.Field) && value != "" && strings.Contains(folded(value), words) {
			return true
		}
	}
	return false
}

// FlowEntry is a row of a Flow's table as it is shown.
type FlowEntry struct {
	FlowRow
	State FlowState `json:"state"`
	Name  string    `json:"name,omitempty"` // of the person, if one is known
}

// FlowRows is a Flow's table, the latest first.
func (d *Desk) FlowRows(ctx context.Context, a Agent, q FlowQuery) (Listed[FlowEntry], error) {
	read, err := d.readFlow(ctx, a.Tenant, q)
	if err != nil {
		return Listed[FlowEntry]{}, err
	}
	found, err := page(ctx, d, a.Tenant, q.list(), q.Cursor, q.Limit, read, func(r FlowEntry) bool { return q.passes(&r) })
	if err != nil {
		return found, err
	}
	return found, d.nameEntries(ctx, a.Tenant, found.Rows)
}

// readFlow reads pages of a Flow's table within the days that are asked for.
func (d *Desk) readFlow(ctx context.Context, tenant TenantID, q FlowQuery) (func(string, int) ([]FlowEntry, string, error), error) {
	zone, err := d.zone(ctx, tenant)
	if err != nil {
		return nil, err
	}
	from, to, err := days(q.FromDay, q.ToDay, zone)
	if err != nil {
		return nil, err
	}
	return func(position string, limit int) ([]FlowEntry, string, error) {
		rows, next, err := d.Store.FlowRows(ctx, tenant, q.Flow, from, to, position, limit)
		entries := make([]FlowEntry, len(rows))
		for i, r := range rows {
			entries[i] = FlowEntry{FlowRow: r, State: r.State(d.Now())}
		}
		return entries, next, err
	}, nil
}

// nameEntries says of rows whose they are.
func (d *Desk) nameEntries(ctx context.Context, tenant TenantID, rows []FlowEntry) error {
	ids := []VisitorID{}
	for _, r := range rows {
		if !slices.Contains(ids, r.Visitor) {
			ids = append(ids, r.Visitor)
		}
	}
	people, err := d.Store.VisitorsByID(ctx, tenant, ids)
	for i := range rows {
		if v, ok := people[rows[i].Visitor]; ok {
			rows[i].Name = v.Called()
		}
	}
	return err
}

// FlowSheet is the same as a sheet: a column for each name that was filled in, as many rows as
// a sheet has.
func (d *Desk) FlowSheet(ctx context.Context, tenant TenantID, q FlowQuery) (sheet []byte, rows int, err error) {
	read, err := d.readFlow(ctx, tenant, q)
	if err != nil {
		return nil, 0, err
	}
	all, position := []FlowEntry{}, ""
	for len(all) < maxSheet {
		found, next, err := read(position, MaxPageSize)
		if err != nil {
			return nil, 0, err
		}
		for _, r := range found {
			if q.passes(&r) {
				all = append(all, r)
			}
		}
		if position = next; next == "" {
			break
		}
	}
	all = all[:min(len(all), maxSheet)]
	for part := range slices.Chunk(all, MaxPageSize) {
		if err := d.nameEntries(ctx, tenant, part); err != nil {
			return nil, 0, err
		}
	}
	return Sheet(d.flowCells(ctx, tenant, all)), len(all), nil
}

func (d *Desk) flowCells(ctx context.Context, tenant TenantID, all []FlowEntry) [][]string {
	names := map[string]bool{}
	for _, r := range all {
		for name := range r.Values {
			names[name] = true
		}
	}
	columns := slices.Sorted(maps.Keys(names))
	cells := [][]string{append([]string{"sent", "state", "completed", "conversation", "visitor", "name", "opened", "last screen", "refused inputs", "problem"}, columns...)}
	for _, r := range all {
		row := d.flowCell(ctx, tenant, &r)
		for _, name := range columns {
			row = append(row, r.Values[name])
		}
		cells = append(cells, row)
	}
	return cells
}

func (d *Desk) flowCell(ctx context.Context, tenant TenantID, r *FlowEntry) []string {
	opened, screen, refused := time.Time{}, "", 0
	for _, s := range r.Steps {
		if s.Kind == FlowOpened && opened.IsZero() {
			opened = s.At
		}
		if screen = s.Screen; s.Kind == FlowRefused {
			refused += s.Times
		}
	}
	count := ""
	if len(r.Steps) > 0 {
		count = strconv.Itoa(refused)
	}
	sent := r.At
	if r.Flow == UnknownFlow {
		sent = time.Time{} // not by us
	}
	at := func(t time.Time) string { return d.SheetTime(ctx, tenant, t) }
	return []string{
		at(sent), string(r.State), at(r.Done), string(r.Conversation), string(r.Visitor), r.Name, at(opened), screen, count, r.Problem,
	}
}

// Flows is the Flows that were sent or filled in.
func (d *Desk) Flows(ctx context.Context, a Agent) ([]FlowInfo, error) {
	return d.Store.Flows(ctx, a.Tenant)
}

// flowStepRows are the steps in a conversation's Flows, for an export: what was filled in is
// among its messages.
func flowStepRows(ctx context.Context, d *Desk, h Head) ([][]string, error) {
	if h.Source != WhatsApp {
		return nil, nil
	}
	all, err := d.Store.FlowRowsOf(ctx, h.Key(), MaxLookback)
	rows := [][]string{}
	for _, r := range all {
		row := []string{string(h.ID), string(r.Message), r.Flow, r.Form, d.SheetTime(ctx, h.Tenant, r.At), d.SheetTime(ctx, h.Tenant, r.Done)}
		if len(r.Steps) == 0 {
			rows = append(rows, append(row, "", "", "", "", ""))
		}
		for _, s := range r.Steps {
			rows = append(rows, append(slices.Clone(row), d.SheetTime(ctx, h.Tenant, s.At), string(s.Kind), s.Screen, s.Field, strconv.Itoa(s.Times)))
		}
	}
	return rows, err
}
