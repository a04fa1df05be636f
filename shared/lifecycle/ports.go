package lifecycle

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Forgetting deletes what is due or unwanted. All of it may be done again.
type Forgetting interface {
	// PlaceTombstones puts tombstones in the place of a visitor: from then on Visitor, UpdateVisitor,
	// Current, Head, HeadEventually and Commit answer ErrErased, and Identify leads to nobody.
	// Lists do not show them.
	PlaceTombstones(ctx context.Context, tenant chat.TenantID, w chat.Subject) error

	// EraseConversation and EraseVisitor delete every row but the tombstone, and tell how
	// many. EraseVisit deletes a visit with its log, and keeps what it was counted as.
	EraseConversation(ctx context.Context, key chat.ConversationKey) (int, error)
	EraseVisitor(ctx context.Context, key chat.VisitorKey) (int, error)
	EraseVisit(ctx context.Context, key chat.VisitKey) error
	EraseParked(ctx context.Context, tenant chat.TenantID, about chat.Identity) error // statuses and news about somebody
	EraseWamid(ctx context.Context, tenant chat.TenantID, wamid string) error
	// at most a page of it
	EraseNotificationsBefore(ctx context.Context, tenant chat.TenantID, before time.Time) (int, error)
	// unless it counts in another visit
	EraseOrder(ctx context.Context, key chat.OrderKey, visit chat.VisitID) error
	EraseBudget(ctx context.Context, tenant chat.TenantID, what string) error

	// EraseGap takes the asking by one message off a question, and the question when it was
	// the last. others are some that asked the same. RewordGap shows it in other words.
	EraseGap(
		ctx context.Context, tenant chat.TenantID, bot chat.BotID, id string, message chat.MessageID,
	) (others []chat.BubbleRef, err error)
	RewordGap(ctx context.Context, tenant chat.TenantID, bot chat.BotID, id, question string) error

	// ErasePoison deletes what was parked under a key that holds one of these.
	ErasePoison(ctx context.Context, names []string) (int, error)

	// EraseJobsAbout deletes the jobs about a visitor, but for one.
	EraseJobsAbout(ctx context.Context, tenant chat.TenantID, visitor chat.VisitorID, but string) error

	// Oldest is the first messages of a conversation with an id under before ("" for all).
	Oldest(ctx context.Context, key chat.ConversationKey, before chat.MessageID, limit int) ([]chat.Message, error)

	// OldestVisits is the ended visits that began before a time, the first first.
	OldestVisits(ctx context.Context, tenant chat.TenantID, before time.Time, limit int) ([]chat.Visit, error)

	// DropConversation, DropVisitor and DropGap delete what is due, without a tombstone.
	// ErrConflict if a conversation is not as it was.
	DropConversation(ctx context.Context, h chat.Head) error
	DropVisitor(ctx context.Context, v chat.Visitor) error
	DropGap(ctx context.Context, tenant chat.TenantID, g chat.GapRow) error
}

// Vault is where files lie: those of conversations, exports, copies of tombstones; and what
// the stream and the queues gave up on. Paths begin with what they are, and then the tenant.
type Vault interface {
	Put(ctx context.Context, path, kind string, raw []byte) error

	// AddPart appends to a file that is made in parts; all but the last have MinPart bytes
	// or more. made is what AddPart gave before, "" to begin. The last one makes the file.
	AddPart(ctx context.Context, path, kind, made string, raw []byte, last bool) (string, error)

	// Address is where a browser fetches a file, for some minutes.
	Address(ctx context.Context, path string) (string, error)

	// Forget deletes everything under a prefix, and tells how many files it was.
	// ForgetBefore deletes what is older, and tells the time of the oldest that is left.
	Forget(ctx context.Context, prefix string) (int, error)
	ForgetBefore(ctx context.Context, prefix string, before time.Time) (n int, oldest time.Time, err error)

	// Scrub deletes what names one of these from all that was given up.
	Scrub(ctx context.Context, names []string) (int, error)
}

// MinPart is the least size of a part that is not the last: S3's.
const MinPart = 5 << 20

// ArchiveWriter makes one file of all that is kept about a visitor.
type ArchiveWriter interface {
	Write(ctx context.Context, path string, all Archive) error
}

// DueItem is a row whose time has come: a visit, a conversation or a job.
type DueItem struct {
	Visit        *chat.VisitKey
	Conversation *chat.ConversationKey
	Job          *JobKey
}

// Clockwork finds what falls due, and parks what cannot be done.
type Clockwork interface {
	// Due is rows whose time has come by now, to the millisecond; a bounded number, oldest first.
	Due(ctx context.Context, now time.Time, limit int) ([]DueItem, error)

	// Postpone has a row come up in Due not before until, unless it is written meanwhile. The
	// row does not grow by it: that works for one that is too full to be written.
	Postpone(ctx context.Context, item DueItem, until time.Time) error

	// Job reads a job, up to date; Jobs is a tenant's, the newest first. PutJob is as the
	// Puts of Directory.
	Job(ctx context.Context, key JobKey) (Job, error)
	Jobs(ctx context.Context, tenant chat.TenantID, limit int) ([]Job, error)
	PutJob(ctx context.Context, j Job) error
}

// Store is what the lifecycle reads and writes.
type Store interface {
	Forgetting
	Clockwork

	// What chat.Store promises of these holds here.
	ConversationsOf(ctx context.Context, key chat.VisitorKey) ([]chat.Head, error)
	EraseMessage(ctx context.Context, key chat.ConversationKey, m chat.Message) error
	Events(ctx context.Context, key chat.VisitKey, limit int) ([]chat.VisitEvent, error)
	Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	History(ctx context.Context, key chat.ConversationKey, before chat.MessageID, limit int) ([]chat.Message, error)
	ListVisits(
		ctx context.Context, tenant chat.TenantID, live bool, position string, limit int,
	) (visits []chat.Visit, next string, err error)
	Message(ctx context.Context, key chat.ConversationKey, id chat.MessageID) (chat.Message, error)
	Visit(ctx context.Context, key chat.VisitKey) (chat.Visit, error)
	VisitsOf(ctx context.Context, key chat.VisitorKey, limit int) ([]chat.Visit, error)
	Since(ctx context.Context, key chat.ConversationKey, after chat.MessageID, limit int) ([]chat.Message, error)
	Tenant(ctx context.Context, id chat.TenantID) (chat.Tenant, error)
	UpdateMessage(
		ctx context.Context, key chat.ConversationKey, id chat.MessageID, change func(*chat.Message) error,
	) (chat.Message, error)
	UpdateVisitor(ctx context.Context, key chat.VisitorKey, change func(*chat.Visitor) error) (chat.Visitor, error)
	Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error)

	// ListQueue is a tenant's conversations in a queue, the latest visitor's word
	// first. position comes from the call before, "" begins; next is "" at the end.
	ListQueue(
		ctx context.Context, tenant chat.TenantID, queue chat.Queue, position string, limit int,
	) (heads []chat.Head, next string, err error)

	// FlowRowsOf is the rows of a conversation in the tables of Flows, the latest message first.
	FlowRowsOf(ctx context.Context, key chat.ConversationKey, limit int) ([]chat.FlowRow, error)

	Notes(ctx context.Context, key chat.VisitorKey, limit int) ([]chat.Note, error)

	// Counts is the counters from day to day, both included.
	Counts(ctx context.Context, tenant chat.TenantID, from, to string) ([]chat.Counts, error)

	// Gaps is a bot's questions without an answer, the most asked first.
	Gaps(
		ctx context.Context, tenant chat.TenantID, bot chat.BotID, position string, limit int,
	) (gaps []chat.GapRow, next string, err error)

	// QuietVisitors is the visitors who have no visit any more, the longest first.
	QuietVisitors(
		ctx context.Context, tenant chat.TenantID, position string, limit int,
	) (visitors []chat.Visitor, next string, err error)

	Bots(ctx context.Context, tenant chat.TenantID) ([]chat.Bot, error)
}
