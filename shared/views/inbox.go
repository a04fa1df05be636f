package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// InboxQuery filters conversations.
type InboxQuery struct {
	Queue  string // waiting, mine, unassigned, human, bot, snoozed, closed
	Source chat.Source
	Cursor string
	Limit  int
}

// Inbox lists conversations: bot, snoozed and closed by the visitor's last message, the others by their waiting time.
// Those of waiting wait for the caller or for nobody in particular.
func (r *Reader) Inbox(ctx context.Context, a chat.Agent, q InboxQuery) (chat.Listed[chat.Head], error) {
	pass := func(h chat.Head) bool { return q.Source == "" || h.Source == q.Source }
	list := "inbox/" + q.Queue + "/" + string(q.Source)
	read := func(position string, limit int) ([]chat.Head, string, error) {
		return r.store.ListQueue(ctx, a.Tenant, chat.Queue(q.Queue), position, limit)
	}
	switch q.Queue {
	case "waiting":
		list += "/" + string(a.ID)
		read = func(position string, limit int) ([]chat.Head, string, error) {
			return r.store.ListWaiting(ctx, a.Tenant, []chat.AgentID{"", a.ID}, position, limit)
		}
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
	found, err := chat.ListPage(ctx, r.desk, a.Tenant, list, q.Cursor, q.Limit, read, pass)
	if err != nil {
		return found, err
	}
	found.Rows, err = masked(ctx, r, a, found.Rows, chat.Head.Masked)
	return found, err
}

// InboxRow reads one conversation of the inbox. See chat.Desk.Conversation for its errors.
func (r *Reader) InboxRow(ctx context.Context, a chat.Agent, id chat.ConversationID) (chat.Head, error) {
	head, err := r.desk.Conversation(ctx, chat.ConversationKey{Tenant: a.Tenant, ID: id})
	if err != nil {
		return head, err
	}
	rows, err := masked(ctx, r, a, []chat.Head{head}, chat.Head.Masked)
	if err != nil {
		return chat.Head{}, err
	}
	return rows[0], nil
}

// QueueCounts counts the conversations of queues.
type QueueCounts struct {
	Waiting    int `json:"waiting"` // for the caller or for nobody in particular: the number that each screen shows
	Mine       int `json:"mine"`
	Unassigned int `json:"unassigned"`
}

// QueueCounts counts the caller's queues.
func (r *Reader) QueueCounts(ctx context.Context, a chat.Agent) (QueueCounts, error) {
	unassigned, waiting, err := r.store.CountWork(ctx, a.Tenant, "")
	if err != nil {
		return QueueCounts{}, err
	}
	mine, forMe, err := r.store.CountWork(ctx, a.Tenant, a.ID)
	return QueueCounts{Waiting: waiting + forMe, Mine: mine, Unassigned: unassigned}, err
}
