package views

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/sheet"
)

// FlowQuery filters the rows of a Flow's table.
type FlowQuery struct {
	Flow    string
	Visitor chat.VisitorID // "" for everybody
	Field   string         // a submitted field; "" for any
	Words   string         // text in Field, or in any field, regardless of case and accents
	State   chat.FlowState
	FromDay string // the first day of sending, 2006-01-02 in the team's zone; "" for no bound
	ToDay   string
	Cursor  string
	Limit   int
}

// list names the list of the query.
func (q *FlowQuery) list() string {
	return chat.ListName("flow", q.Flow, q.Visitor, q.Field, q.Words, q.State, q.FromDay, q.ToDay)
}

// passes tells whether a row matches the query.
func (q *FlowQuery) passes(e *FlowEntry) bool {
	if (q.Visitor != "" && e.Visitor != q.Visitor) || (q.State != "" && e.State != q.State) {
		return false
	}
	if q.Field == "" && q.Words == "" {
		return true
	}
	words := chat.Folded(q.Words)
	for name, value := range e.Values {
		if (q.Field == "" || name == q.Field) && value != "" && strings.Contains(chat.Folded(value), words) {
			return true
		}
	}
	return false
}

// FlowEntry is a row of a Flow's table with its state.
type FlowEntry struct {
	chat.FlowRow
	State chat.FlowState `json:"state"`
	Name  string         `json:"name,omitempty"` // the visitor's, if it is known
}

// FlowRows lists a Flow's table, newest first.
func (r *Reader) FlowRows(ctx context.Context, a chat.Agent, q FlowQuery) (chat.Listed[FlowEntry], error) {
	sees, err := r.desk.SeesContacts(ctx, a)
	if err != nil {
		return chat.Listed[FlowEntry]{}, err
	}
	if !sees && (q.Field != "" || q.Words != "") {
		return chat.Listed[FlowEntry]{}, chat.ErrContactsHidden
	}
	read, err := r.readFlow(ctx, a.Tenant, q)
	if err != nil {
		return chat.Listed[FlowEntry]{}, err
	}
	found, err := chat.ListPage(ctx, r.desk, a.Tenant, q.list(), q.Cursor, q.Limit, read,
		func(e FlowEntry) bool { return q.passes(&e) })
	if err != nil {
		return found, err
	}
	if err := r.nameEntries(ctx, a, found.Rows); err != nil || sees {
		return found, err
	}
	for i := range found.Rows {
		found.Rows[i].FlowRow = found.Rows[i].Masked()
	}
	return found, nil
}

// readFlow reads pages of a Flow's table within the query's days.
func (r *Reader) readFlow(
	ctx context.Context, tenant chat.TenantID, q FlowQuery,
) (func(string, int) ([]FlowEntry, string, error), error) {
	zone, err := r.desk.Zone(ctx, tenant)
	if err != nil {
		return nil, err
	}
	from, to, err := chat.Days(q.FromDay, q.ToDay, zone)
	if err != nil {
		return nil, err
	}
	return func(position string, limit int) ([]FlowEntry, string, error) {
		rows, next, err := r.store.FlowRows(ctx, tenant, q.Flow, from, to, position, limit)
		entries := make([]FlowEntry, len(rows))
		for i, e := range rows {
			entries[i] = FlowEntry{FlowRow: e, State: e.State(r.desk.Now())}
		}
		return entries, next, err
	}, nil
}

// nameEntries adds the visitors' names to rows.
func (r *Reader) nameEntries(ctx context.Context, a chat.Agent, rows []FlowEntry) error {
	ids := []chat.VisitorID{}
	for _, e := range rows {
		if !slices.Contains(ids, e.Visitor) {
			ids = append(ids, e.Visitor)
		}
	}
	people, err := r.Names(ctx, a, ids)
	for i := range rows {
		if v, ok := people[rows[i].Visitor]; ok {
			rows[i].Name = v.Called()
		}
	}
	return err
}

// FlowSheet returns the matching rows as a sheet, up to its maximum size: a column for each
// submitted field. It reads in bulk, so it is audited.
func (r *Reader) FlowSheet(ctx context.Context, a chat.Agent, q FlowQuery) ([]byte, error) {
	read, err := r.readFlow(ctx, a.Tenant, q)
	if err != nil {
		return nil, err
	}
	all, position := []FlowEntry{}, ""
	for len(all) < chat.MaxSheet {
		found, next, err := read(position, chat.MaxPageSize)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			if q.passes(&e) {
				all = append(all, e)
			}
		}
		if position = next; next == "" {
			break
		}
	}
	all = all[:min(len(all), chat.MaxSheet)]
	for part := range slices.Chunk(all, chat.MaxPageSize) {
		if err := r.nameEntries(ctx, a, part); err != nil {
			return nil, err
		}
	}
	csv := sheet.CSV(r.flowCells(ctx, a.Tenant, all))
	return csv, r.desk.Audited(ctx, a, nil, "flow.exported", q.Flow, fmt.Sprintf("%d rows", len(all)))
}

func (r *Reader) flowCells(ctx context.Context, tenant chat.TenantID, all []FlowEntry) [][]string {
	names := map[string]bool{}
	for _, e := range all {
		for name := range e.Values {
			names[name] = true
		}
	}
	columns := slices.Sorted(maps.Keys(names))
	cells := [][]string{
		append([]string{
			"sent", "state", "completed", "conversation", "visitor", "name", "opened", "last screen", "refused inputs",
			"problem",
		}, columns...),
	}
	for _, e := range all {
		row := r.flowCell(ctx, tenant, &e)
		for _, name := range columns {
			row = append(row, e.Values[name])
		}
		cells = append(cells, row)
	}
	return cells
}

func (r *Reader) flowCell(ctx context.Context, tenant chat.TenantID, e *FlowEntry) []string {
	opened, screen, refused := time.Time{}, "", 0
	for _, s := range e.Steps {
		if s.Kind == chat.FlowOpened && opened.IsZero() {
			opened = s.At
		}
		if screen = s.Screen; s.Kind == chat.FlowRefused {
			refused += s.Times
		}
	}
	count := ""
	if len(e.Steps) > 0 {
		count = strconv.Itoa(refused)
	}
	sent := e.At
	if e.Flow == chat.UnknownFlow {
		sent = time.Time{} // we did not send this one
	}
	at := func(t time.Time) string { return chat.SheetTime(ctx, r.desk, tenant, t) }
	return []string{
		at(sent), string(e.State), at(e.Done), string(e.Conversation), string(e.Visitor), e.Name, at(opened),
		screen, count, e.Problem,
	}
}

// Flows lists the Flows that were sent or submitted.
func (r *Reader) Flows(ctx context.Context, a chat.Agent) ([]chat.FlowInfo, error) {
	return r.store.Flows(ctx, a.Tenant)
}
