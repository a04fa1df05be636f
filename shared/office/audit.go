package office

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/sheet"
)

// AuditQuery filters entries.
type AuditQuery struct {
	From, To time.Time // zero for no bound
	By       chat.AgentID
	Action   string // a prefix: bot, or bot.paused
	Cursor   string
	Limit    int
}

// list names the list of the query.
func (q *AuditQuery) list() string { return chat.ListName("audit", q.By, q.Action, q.From, q.To) }

// Audits lists entries, newest first.
func (o *Office) Audits(ctx context.Context, a chat.Agent, q AuditQuery) (chat.Listed[chat.AuditEntry], error) {
	pass := func(e chat.AuditEntry) bool {
		return (q.By == "" || e.By == q.By) &&
			(q.Action == "" || e.Action == q.Action || strings.HasPrefix(e.Action, q.Action+".")) &&
			(q.From.IsZero() || !e.At.Before(q.From)) && (q.To.IsZero() || e.At.Before(q.To))
	}
	return chat.ListPage(ctx, o.desk, a.Tenant, q.list(), q.Cursor, q.Limit,
		func(position string, limit int) ([]chat.AuditEntry, string, error) {
			rows, next, err := o.store.Audits(ctx, a.Tenant, position, limit)
			if n := len(rows); n > 0 && rows[n-1].At.Before(q.From) {
				next = ""
			}
			return rows, next, err
		}, pass)
}

// AuditSheet returns the matches of a query as a sheet, up to its maximum size, with the number of
// entries. It reads in bulk, so it is audited itself.
func (o *Office) AuditSheet(ctx context.Context, a chat.Agent, q AuditQuery) ([]byte, int, error) {
	entries, err := o.allAudits(ctx, a, q)
	rows := [][]string{{"at", "by", "name", "action", "object", "details", "from"}}
	for _, e := range entries {
		at := chat.SheetTime(ctx, o.desk, a.Tenant, e.At)
		rows = append(rows, []string{at, string(e.By), e.Name, e.Action, e.Object, e.Details, e.From})
	}
	err = o.desk.Audited(ctx, a, err, "audit.exported", "", fmt.Sprintf("%d entries", len(entries)))
	return sheet.CSV(rows), len(entries), err
}

// allAudits returns the matches of a query, up to the size of a sheet.
func (o *Office) allAudits(ctx context.Context, a chat.Agent, q AuditQuery) ([]chat.AuditEntry, error) {
	all := []chat.AuditEntry{}
	q.Cursor, q.Limit = "", chat.MaxPageSize
	for len(all) < chat.MaxSheet {
		found, err := o.Audits(ctx, a, q)
		if err != nil {
			return nil, err
		}
		if all = append(all, found.Rows...); found.Next == "" {
			break
		}
		q.Cursor = found.Next
	}
	return slices.Clip(all), nil
}
