package views

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// InboxQuery filters conversations. A zero field filters nothing.
type InboxQuery struct {
	Queue    string // all, waiting, mine, unassigned, human, bot, snoozed, closed
	Source   chat.Source
	At       string // a website's key, a phone number's id, or a bot's id
	Assignee chat.AgentID
	Country  string
	Label    chat.LabelID
	Group    chat.GroupID  // to which they fall
	Unread   bool          // by the caller, among those that are not the bot's
	Missed   bool          // the bot had no answer to a question of its latest case
	Ending   time.Duration // WhatsApp's service window closes within it
	Earliest bool          // the earliest last word first, where a queue is sorted by it
	Priority chat.Priority // that it has
	Language string        // that the visitor speaks
	Target   string        // TargetLate or TargetSoon
	First    string        // TargetFirst or PriorityFirst, where a queue is sorted by the waiting time
	Cursor   string
	Limit    int
}

// InboxRow is a conversation with its visitor, as the caller may see them.
type InboxRow struct {
	chat.Head
	Who    chat.Visitor
	Unread bool // the visitor has written since the caller last looked

	Group  chat.GroupID // to which it falls, "" for none
	Target time.Time    // by when a person's first word is due; zero for none
}

// readRows reads a page of a queue's rows.
type readRows func(position string, limit int) ([]*InboxRow, string, error)

// passes tells whether a row matches the query, as far as its head and its group tell.
func (q *InboxQuery) passes(h *InboxRow, now time.Time) bool {
	is := func(asked, had string) bool { return asked == "" || asked == had }
	left := h.Window.Sub(now)
	return is(string(q.Source), string(h.Source)) && is(string(q.Assignee), string(h.Assignee)) &&
		(q.At == "" || h.IsAt(q.At)) && is(string(q.Group), string(h.Group)) &&
		(q.Label == "" || slices.Contains(h.LabelIDs(), q.Label)) &&
		(!q.Missed || h.Case > 0 && h.Missed == h.Case) &&
		is(string(q.Priority), string(h.Priority)) && is(q.Language, h.Speaks()) &&
		(q.Ending == 0 || h.Source == chat.WhatsApp && left > 0 && left <= q.Ending)
}

// list names the list of the query. The lists of waiting and mine, and of unread ones, are the caller's own.
func (q *InboxQuery) list(a chat.Agent) string {
	own := chat.AgentID("")
	if q.Queue == "waiting" || q.Queue == "mine" || q.Unread {
		own = a.ID
	}
	return chat.ListName("inbox", q.Queue, q.Source, q.At, q.Assignee, q.Country, q.Label, q.Group, q.Unread,
		q.Missed, q.Ending, q.Earliest, q.Priority, q.Language, q.Target, q.First, own)
}

// heads reads a page of the queue, before the filters.
func (r *Reader) heads(
	ctx context.Context, a chat.Agent, q InboxQuery, position string, limit int,
) ([]chat.Head, string, error) {
	switch q.Queue {
	case "waiting":
		return r.store.ListWaiting(ctx, a.Tenant, []chat.AgentID{"", a.ID}, position, limit)
	case "mine":
		return r.store.ListWork(ctx, a.Tenant, a.ID, position, limit)
	case "unassigned":
		return r.store.ListWork(ctx, a.Tenant, "", position, limit)
	case "all":
		return r.store.ListQueues(ctx, a.Tenant, chat.AllQueues, q.Earliest, position, limit)
	}
	return r.store.ListQueues(ctx, a.Tenant, []chat.Queue{chat.Queue(q.Queue)}, q.Earliest, position, limit)
}

// Inbox lists conversations: all, human, bot, snoozed and closed by the visitor's last word, the others by their
// waiting time. Those of waiting wait for the caller or for nobody in particular.
func (r *Reader) Inbox(ctx context.Context, a chat.Agent, q InboxQuery) (chat.Listed[InboxRow], error) {
	now := r.desk.Now()
	tenant, err := r.desk.Tenant(ctx, a.Tenant)
	if err != nil {
		return chat.Listed[InboxRow]{}, err
	}
	read := func(position string, limit int) ([]*InboxRow, string, error) {
		heads, next, err := r.heads(ctx, a, q, position, limit)
		if err != nil {
			return nil, "", err
		}
		var rows, fit []*InboxRow
		for _, h := range heads {
			row := &InboxRow{Head: h, Group: tenant.GroupOf(&h).ID}
			if rows = append(rows, row); q.passes(row, now) {
				fit = append(fit, row)
			}
		}
		if err := r.targets(ctx, a, fit); err != nil {
			return nil, "", err
		}
		return rows, next, r.join(ctx, a, fit, q.Country != "", q.Unread)
	}
	pass := func(row *InboxRow) bool {
		return q.passes(row, now) && (!q.Unread || row.Unread && row.Owner != chat.OwnerBot) &&
			(q.Country == "" || row.Who.Place.Country == q.Country) && q.meets(row, now)
	}
	var found chat.Listed[*InboxRow]
	if q.First != "" && q.work() {
		found, err = r.ranked(ctx, a, q, read, pass)
	} else {
		found, err = chat.ListPage(ctx, r.desk, a.Tenant, q.list(a), q.Cursor, q.Limit, read, pass)
	}
	if err == nil {
		err = r.join(ctx, a, found.Rows, q.Country == "", !q.Unread)
	}
	if err != nil {
		return chat.Listed[InboxRow]{}, err
	}
	rows := make([]InboxRow, len(found.Rows))
	for i, row := range found.Rows {
		rows[i] = *row
	}
	rows, err = masked(ctx, r, a, rows, maskRow)
	return chat.Listed[InboxRow]{Rows: rows, Next: found.Next}, err
}

// join adds each row's visitor, or whether the caller has read it, or both.
func (r *Reader) join(ctx context.Context, a chat.Agent, rows []*InboxRow, visitors, marks bool) error {
	if len(rows) == 0 {
		return nil
	}
	people, ids := make([]chat.VisitorID, len(rows)), make([]chat.ConversationID, len(rows))
	for i, row := range rows {
		people[i], ids[i] = row.Visitor, row.ID
	}
	if visitors {
		names, err := r.Names(ctx, a, people)
		if err != nil {
			return err
		}
		for _, row := range rows {
			row.Who = names[row.Visitor]
		}
	}
	if !marks {
		return nil
	}
	read, err := r.store.ReadMarks(ctx, a.Tenant, a.ID, ids)
	for _, row := range rows {
		row.Unread = row.VisitorAt.After(read[row.ID])
	}
	return err
}

func maskRow(row InboxRow) InboxRow {
	row.Head = row.Masked()
	return row
}

// InboxRow reads one conversation of the inbox. See chat.Desk.Conversation for its errors.
func (r *Reader) InboxRow(ctx context.Context, a chat.Agent, id chat.ConversationID) (InboxRow, error) {
	head, err := r.desk.Conversation(ctx, chat.ConversationKey{Tenant: a.Tenant, ID: id})
	if err != nil {
		return InboxRow{}, err
	}
	tenant, err := r.desk.Tenant(ctx, a.Tenant)
	if err != nil {
		return InboxRow{}, err
	}
	row := &InboxRow{Head: head, Group: tenant.GroupOf(&head).ID}
	if err := r.join(ctx, a, []*InboxRow{row}, true, true); err != nil {
		return InboxRow{}, err
	}
	if err := r.targets(ctx, a, []*InboxRow{row}); err != nil {
		return InboxRow{}, err
	}
	rows, err := masked(ctx, r, a, []InboxRow{*row}, maskRow)
	if err != nil {
		return InboxRow{}, err
	}
	return rows[0], nil
}
