package views

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// The orders of a list of the waiting that its index does not have.
const (
	TargetFirst   = "target"
	PriorityFirst = "priority"
)

// The narrowings by target.
const (
	TargetLate = "late" // it has passed
	TargetSoon = "soon" // it passes within soonTarget, or has passed
)

const soonTarget = 15 * time.Minute

// work tells whether a list is one of those that are sorted by the waiting time.
func (q *InboxQuery) work() bool {
	return q.Queue == "waiting" || q.Queue == "mine" || q.Queue == "unassigned"
}

// meets tells whether a row has the target that the query asks for.
func (q *InboxQuery) meets(row *InboxRow, now time.Time) bool {
	left := row.Target.Sub(now)
	return q.Target == "" || !row.Target.IsZero() && (left <= 0 || q.Target == TargetSoon && left <= soonTarget)
}

// rank is a row's place in the order of the query: texts that sort as the rows do.
func (q *InboxQuery) rank(row *InboxRow) string {
	first := "" // of two that are alike the longest wait is first
	if q.First == PriorityFirst {
		first = strconv.Itoa(row.Priority.Rank())
	} else {
		first = stampOr(row.Target)
	}
	return first + "|" + stampOr(row.Waits()) + "|" + string(row.ID)
}

// stampOr is a time as a text that sorts as times do; none sorts last.
func stampOr(at time.Time) string {
	if at.IsZero() {
		return "~"
	}
	return at.UTC().Format("2006-01-02T15:04:05.000")
}

// targets reads by when the customers of rows are to get a person's first word.
func (r *Reader) targets(ctx context.Context, a chat.Agent, rows []*InboxRow) error {
	t, err := r.desk.Tenant(ctx, a.Tenant)
	if err != nil || t.Targets == (chat.Targets{}) {
		return err
	}
	for _, row := range rows {
		if row.Waits().IsZero() {
			continue
		}
		bot, err := r.desk.Bot(ctx, a.Tenant, row.Bot)
		if chat.Except(err, chat.ErrNotFound) != nil {
			return err
		}
		row.Target = t.TargetOf(bot, &row.Head)
	}
	return nil
}

// ranked lists a queue of the waiting in another order than theirs: the first chat.MaxLookback in it, so that a page
// costs no more the longer the queue is.
func (r *Reader) ranked(
	ctx context.Context, a chat.Agent, q InboxQuery, read readRows, pass func(*InboxRow) bool,
) (found chat.Listed[*InboxRow], err error) {
	after, err := chat.OpenCursor(ctx, r.desk, a.Tenant, q.list(a), q.Cursor)
	if err != nil {
		return found, err
	}
	for position, looked := "", 0; looked < chat.MaxLookback; {
		rows, next, err := read(position, min(chat.MaxPageSize, chat.MaxLookback-looked))
		if err != nil {
			return found, err
		}
		for _, row := range rows {
			if pass(row) && q.rank(row) > after {
				found.Rows = append(found.Rows, row)
			}
		}
		looked += max(len(rows), 1)
		if position = next; position == "" {
			break
		}
	}
	slices.SortFunc(found.Rows, func(x, y *InboxRow) int { return cmp.Compare(q.rank(x), q.rank(y)) })
	limit := min(cmp.Or(q.Limit, chat.PageSize), chat.MaxPageSize)
	if len(found.Rows) > limit {
		found.Rows = found.Rows[:limit]
		found.Next, err = chat.SealCursor(ctx, r.desk, a.Tenant, q.list(a), q.rank(found.Rows[limit-1]))
	}
	return found, err
}
