package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// InboxQuery filters conversations.
type InboxQuery struct {
	Queue  string // bot, human, mine, unassigned, snoozed, closed
	Source chat.Source
	Cursor string
	Limit  int
}

// Inbox lists conversations: bot, snoozed and closed by the visitor's last message, those that wait
// for an agent by their waiting time.
func (r *Reader) Inbox(ctx context.Context, a chat.Agent, q InboxQuery) (chat.Listed[chat.Head], error) {
	pass := func(h chat.Head) bool { return q.Source == "" || h.Source == q.Source }
	list := "inbox/" + q.Queue + "/" + string(q.Source)
	read := func(position string, limit int) ([]chat.Head, string, error) {
		return r.store.ListQueue(ctx, a.Tenant, chat.Queue(q.Queue), position, limit)
	}
	switch q.Queue {
	case "mine":
		list += "/" + string(a.ID)
		read = func(position string, limit int) ([]chat.Head, string, error) {
			return r.store.ListWork(ctx, a.Tenant, a.ID, position, limit)
		}
	case "unassigned":
		read = func(position string, limit int) ([]chat.Head, string, error) {
			return r.store.ListWork(ctx, a.Tenant, "", position, limit)
		}
	}
	return chat.ListPage(ctx, r.desk, a.Tenant, list, q.Cursor, q.Limit, read, pass)
}
