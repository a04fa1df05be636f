package views

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Store is the storage of the views, for reading only.
type Store interface {
	// The promises of chat.Store hold for these methods too.
	Bot(ctx context.Context, tenant chat.TenantID, id chat.BotID) (chat.Bot, error)
	ConversationsOf(ctx context.Context, key chat.VisitorKey) ([]chat.Head, error)
	Events(ctx context.Context, key chat.VisitKey, limit int) ([]chat.VisitEvent, error)
	Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	History(ctx context.Context, key chat.ConversationKey, before chat.MessageID, limit int) ([]chat.Message, error)
	ListVisits(
		ctx context.Context, tenant chat.TenantID, live bool, position string, limit int,
	) (visits []chat.Visit, next string, err error)
	VisitsOf(ctx context.Context, key chat.VisitorKey, limit int) ([]chat.Visit, error)
	Since(ctx context.Context, key chat.ConversationKey, after chat.MessageID, limit int) ([]chat.Message, error)
	Templates(ctx context.Context, tenant chat.TenantID, waba string) ([]chat.Template, error)
	Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error)
	VisitorsByID(ctx context.Context, tenant chat.TenantID, ids []chat.VisitorID) (map[chat.VisitorID]chat.Visitor, error)

	// HeadsByID returns the existing ones of these heads. It is an eventual read.
	HeadsByID(
		ctx context.Context, tenant chat.TenantID, ids []chat.ConversationID,
	) (map[chat.ConversationID]chat.Head, error)

	// ListQueues lists a tenant's conversations in some queues as one list, the latest visitor's message first, or the
	// earliest. position is the next of the call before, "" for the first page; next is "" at the end.
	ListQueues(
		ctx context.Context, tenant chat.TenantID, queues []chat.Queue, earliest bool, position string, limit int,
	) (heads []chat.Head, next string, err error)

	// CountQueue counts the conversations of a queue, up to a limit. It may be a moment old.
	CountQueue(ctx context.Context, tenant chat.TenantID, queue chat.Queue, limit int) (int, error)

	// ListWork lists the conversations that wait for an agent ("" means for anybody), the longest
	// waiting first.
	ListWork(
		ctx context.Context, tenant chat.TenantID, agent chat.AgentID, position string, limit int,
	) (heads []chat.Head, next string, err error)

	// ListWaiting lists the conversations of some agents ("" means nobody in particular) in which customers wait, the
	// longest waiting first. CountWork counts all open ones of an agent, and those that wait. It may be a moment old.
	ListWaiting(
		ctx context.Context, tenant chat.TenantID, agents []chat.AgentID, position string, limit int,
	) (heads []chat.Head, next string, err error)
	CountWork(ctx context.Context, tenant chat.TenantID, agent chat.AgentID) (all, waiting int, err error)

	// Leads lists a tenant's leads by the time of their visits, the latest first, or the oldest. It may be a moment old,
	// and a page may have fewer than limit.
	Leads(
		ctx context.Context, tenant chat.TenantID, oldest bool, position string, limit int,
	) (leads []chat.Lead, next string, err error)

	// FlowRows lists a Flow's table, newest first, between two times (zero for no bound);
	// FlowRowsOf lists the rows of a conversation, the latest message first.
	FlowRows(
		ctx context.Context, tenant chat.TenantID, flow string, from, to time.Time, position string, limit int,
	) (rows []chat.FlowRow, next string, err error)
	FlowRowsOf(ctx context.Context, key chat.ConversationKey, limit int) ([]chat.FlowRow, error)

	// Flows lists all known Flows.
	Flows(ctx context.Context, tenant chat.TenantID) ([]chat.FlowInfo, error)

	// FindVisitors returns where terms that begin with this one lead, in order, from a place on. It is an eventual
	// read.
	FindVisitors(
		ctx context.Context, tenant chat.TenantID, begins chat.Term, after chat.Posting, limit int,
	) ([]chat.Posting, error)

	// ReadMarks returns how far an agent has read some conversations. It is an eventual read.
	ReadMarks(
		ctx context.Context, tenant chat.TenantID, agent chat.AgentID, ids []chat.ConversationID,
	) (map[chat.ConversationID]time.Time, error)

	Notes(ctx context.Context, key chat.VisitorKey, limit int) ([]chat.Note, error)

	// Counts returns the counters from day to day, both included.
	Counts(ctx context.Context, tenant chat.TenantID, from, to string) ([]chat.Counts, error)

	// Gaps lists a bot's unanswered questions, the most asked first.
	Gaps(
		ctx context.Context, tenant chat.TenantID, bot chat.BotID, position string, limit int,
	) (gaps []chat.GapRow, next string, err error)

	// SocketsByID returns the open ones of these sockets. It is an eventual read.
	SocketsByID(ctx context.Context, ids []chat.ConnectionID) (map[chat.ConnectionID]chat.Socket, error)

	Bots(ctx context.Context, tenant chat.TenantID) ([]chat.Bot, error)
	Script(ctx context.Context, tenant chat.TenantID, bot chat.BotID, version int) (chat.Script, error)
	Sites(ctx context.Context, tenant chat.TenantID) ([]chat.Site, error)
	Numbers(ctx context.Context, tenant chat.TenantID) ([]chat.Number, error)

	// Notifications lists Meta's notifications, newest first.
	Notifications(
		ctx context.Context, tenant chat.TenantID, position string, limit int,
	) (news []chat.Notification, next string, err error)
}
