package lifecycle

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Forgetting deletes due or unwanted data. All of its methods are idempotent.
type Forgetting interface {
	// PlaceTombstones puts tombstones in the place of a visitor: from then on Visitor,
	// UpdateVisitor, Current, Head, HeadEventually and Commit return ErrErased, Identify finds
	// nobody, and lists leave the visitor out.
	PlaceTombstones(ctx context.Context, tenant chat.TenantID, w chat.Subject) error

	// EraseConversation and EraseVisitor delete every row but the tombstone, and return their
	// number. EraseVisit deletes a visit with its log and its lead, in whose
	// place nothing comes for chat.LeadTomb, and leaves its counts.
	EraseConversation(ctx context.Context, key chat.ConversationKey) (int, error)
	EraseVisitor(ctx context.Context, key chat.VisitorKey) (int, error)
	EraseVisit(ctx context.Context, key chat.VisitKey) error
	EraseParked(ctx context.Context, tenant chat.TenantID, about chat.Identity) error // statuses and news about a person
	EraseWamid(ctx context.Context, tenant chat.TenantID, wamid string) error
	// EraseNotificationsBefore deletes at most a page of them.
	EraseNotificationsBefore(ctx context.Context, tenant chat.TenantID, before time.Time) (int, error)
	// EraseOrder leaves an order that is counted in another visit.
	EraseOrder(ctx context.Context, key chat.OrderKey, visit chat.VisitID) error
	EraseBudget(ctx context.Context, tenant chat.TenantID, what string) error

	// EraseGap removes one message's asking of a question, and the question after the last one.
	// others are some messages that asked the same. RewordGap changes the question's wording.
	// Everything that was made of a question goes with it: its vector, and its place in people's decisions.
	EraseGap(ctx context.Context, tenant chat.TenantID, a chat.Asking) (others []chat.BubbleRef, err error)
	RewordGap(ctx context.Context, tenant chat.TenantID, bot chat.BotID, id, question string) error

	// ErasePoison deletes the parked rows whose keys contain one of these names.
	ErasePoison(ctx context.Context, names []string) (int, error)

	// EraseJobsAbout deletes the jobs about a visitor, except for one.
	EraseJobsAbout(ctx context.Context, tenant chat.TenantID, visitor chat.VisitorID, but string) error

	// Oldest returns the first messages of a conversation with an id under before ("" for all).
	Oldest(ctx context.Context, key chat.ConversationKey, before chat.MessageID, limit int) ([]chat.Message, error)

	// OldestVisits returns the ended visits that began before a time, oldest first.
	OldestVisits(ctx context.Context, tenant chat.TenantID, before time.Time, limit int) ([]chat.Visit, error)

	// DropConversation, DropVisitor and DropGaps delete due rows without a tombstone. ErrConflict if
	// a conversation has changed since it was read. The questions are of one bot.
	DropConversation(ctx context.Context, h chat.Head) error
	DropVisitor(ctx context.Context, v chat.Visitor) error
	DropGaps(ctx context.Context, tenant chat.TenantID, bot chat.BotID, gaps []chat.GapRow) error

	// DropAskings forgets the askers of questions, and those whom entries answered, on the days before one.
	DropAskings(ctx context.Context, tenant chat.TenantID, before time.Time) (int, error)
}

// Vault stores files: those of conversations, exports, copies of tombstones, and dead letters. A
// path begins with its kind, then the tenant.
type Vault interface {
	Put(ctx context.Context, path, kind string, raw []byte) error

	// AddPart appends to a file that is uploaded in parts; all but the last have at least MinPart
	// bytes. made is the result of the call before, "" for the first part. The last part completes
	// the file.
	AddPart(ctx context.Context, path, kind, made string, raw []byte, last bool) (string, error)

	// Address returns an address from which a browser can download a file for some minutes.
	Address(ctx context.Context, path string) (string, error)

	// Forget deletes everything under a prefix, and returns the number of files. ForgetBefore
	// deletes older files only, and returns the time of the oldest one that is left.
	Forget(ctx context.Context, prefix string) (int, error)
	ForgetBefore(ctx context.Context, prefix string, before time.Time) (n int, oldest time.Time, err error)

	// ForgetUnused deletes the files under a prefix that are older than a time and that nothing uses any more.
	ForgetUnused(
		ctx context.Context, prefix string, before time.Time, used func(path string) (bool, error),
	) (n int, err error)

	// Scrub deletes the failed records and dead letters that contain one of these names, and returns their number. from
	// is the next of a call that was cut off, "" to begin; next is "" once all were looked at.
	Scrub(ctx context.Context, names []string, from string) (n int, next string, err error)
}

// Index is the index by which searches find messages. Both methods are idempotent.
type Index interface {
	// Forget takes all words of some conversations out of it, as far as the context's time reaches: from is the next of
	// the call before, "" to begin; next is "" once all was looked at.
	Forget(
		ctx context.Context, tenant chat.TenantID, gone []chat.ConversationID, from string,
	) (n int, next string, err error)

	// Expire takes out the messages that are older than a time.
	Expire(ctx context.Context, tenant chat.TenantID, before time.Time) (n int, err error)
}

// Ledger keeps the lines of visits and cases.
type Ledger interface {
	// Erase takes a visitor out of all lines, as far as the context's time reaches: their counts stay. from is the next of
	// the call before, "" to begin; next is "" once all was looked at.
	Erase(ctx context.Context, tenant chat.TenantID, who chat.VisitorID, from string) (next string, err error)

	// Expire deletes the lines of the days that are older than visits are kept, and returns the number of these days.
	Expire(ctx context.Context, tenant chat.TenantID) (int, error)

	// CatchUp works off a batch of changes, and tells whether more are left.
	CatchUp(ctx context.Context, tenant chat.TenantID) (more bool, err error)

	// Behind is how long the oldest change waits that is not worked off.
	Behind(ctx context.Context, tenant chat.TenantID) (time.Duration, error)
}

// noLedger refuses in words.
type noLedger struct{}

var errNoLedger = errors.New("lifecycle: this function has no ledger")

func (noLedger) Erase(context.Context, chat.TenantID, chat.VisitorID, string) (string, error) {
	return "", errNoLedger
}

func (noLedger) Expire(context.Context, chat.TenantID) (int, error) { return 0, errNoLedger }

func (noLedger) CatchUp(context.Context, chat.TenantID) (bool, error) { return false, errNoLedger }

func (noLedger) Behind(context.Context, chat.TenantID) (time.Duration, error) { return 0, errNoLedger }

// MinPart is S3's smallest size of a part that is not the last.
const MinPart = 5 << 20

// ArchiveWriter writes all data of a visitor into one file.
type ArchiveWriter interface {
	Write(ctx context.Context, path string, all Archive) error
}

// WeeklyKey names a site whose pages are read each week, for the knowledge.
type WeeklyKey struct {
	Tenant chat.TenantID
	ID     string
}

// DueItem is a row that has fallen due: a conversation, a job, or a site to be read again.
type DueItem struct {
	Conversation *chat.ConversationKey
	Job          *JobKey
	Weekly       *WeeklyKey
}

// Clockwork finds due rows, and postpones those that fail.
type Clockwork interface {
	// Due returns a bounded number of rows that are due by now, to the millisecond, oldest first.
	Due(ctx context.Context, now time.Time, limit int) ([]DueItem, error)

	// Postpone hides a row from Due until a time, unless it is written meanwhile. The row does not
	// grow by it, so that a row that is too full to be written can be postponed.
	Postpone(ctx context.Context, item DueItem, until time.Time) error

	// Job is an up-to-date read; Jobs lists a tenant's jobs, newest first. PutJob is an optimistic
	// write: ErrConflict unless the stored version equals the given one.
	Job(ctx context.Context, key JobKey) (Job, error)
	Jobs(ctx context.Context, tenant chat.TenantID, limit int) ([]Job, error)
	PutJob(ctx context.Context, j Job) error
}

// Store is the storage of this package.
type Store interface {
	Forgetting
	Clockwork

	// The promises of chat.Store hold for these methods too.
	LeadsOf(ctx context.Context, tenant chat.TenantID, visits []chat.VisitID) ([]chat.Lead, error)
	ConversationsOf(ctx context.Context, key chat.VisitorKey) ([]chat.Head, error)
	EraseMessage(ctx context.Context, key chat.ConversationKey, m chat.Message) error
	Events(ctx context.Context, key chat.VisitKey, limit int) ([]chat.VisitEvent, error)
	Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	History(ctx context.Context, key chat.ConversationKey, before chat.MessageID, limit int) ([]chat.Message, error)
	ListVisits(
		ctx context.Context, tenant chat.TenantID, live bool, position string, limit int,
	) (visits []chat.Visit, next string, err error)
	Message(ctx context.Context, key chat.ConversationKey, id chat.MessageID) (chat.Message, error)
	VisitsOf(ctx context.Context, key chat.VisitorKey, limit int) ([]chat.Visit, error)
	Since(ctx context.Context, key chat.ConversationKey, after chat.MessageID, limit int) ([]chat.Message, error)
	Tenant(ctx context.Context, id chat.TenantID) (chat.Tenant, error)
	UpdateMessage(
		ctx context.Context, key chat.ConversationKey, id chat.MessageID, change func(*chat.Message) error,
	) (chat.Message, error)
	UpdateVisitor(ctx context.Context, key chat.VisitorKey, change func(*chat.Visitor) error) (chat.Visitor, error)
	SocketsByID(ctx context.Context, ids []chat.ConnectionID) (map[chat.ConnectionID]chat.Socket, error)
	Tenants(ctx context.Context, position string, limit int) ([]chat.Tenant, string, error)
	Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error)

	// ListQueue lists a tenant's conversations in a queue, the latest visitor's message first.
	// position is the next of the call before, "" for the first page; next is "" at the end.
	ListQueue(
		ctx context.Context, tenant chat.TenantID, queue chat.Queue, position string, limit int,
	) (heads []chat.Head, next string, err error)

	// FlowRowsOf lists a conversation's rows in the tables of Flows, the latest message first.
	FlowRowsOf(ctx context.Context, key chat.ConversationKey, limit int) ([]chat.FlowRow, error)

	// LeftAddress is the e-mail address that a visitor left in a conversation, nil for none. It may be a moment old.
	LeftAddress(ctx context.Context, key chat.ConversationKey) (*LeftAddress, error)

	Notes(ctx context.Context, key chat.VisitorKey, limit int) ([]chat.Note, error)

	// Counts returns the counters from day to day, both included.
	Counts(ctx context.Context, tenant chat.TenantID, from, to string) ([]chat.Counts, error)

	// Gaps lists a bot's unanswered questions, the most asked first.
	Gaps(
		ctx context.Context, tenant chat.TenantID, bot chat.BotID, position string, limit int,
	) (gaps []chat.GapRow, next string, err error)

	// QuietVisitors lists the visitors who have no visits any more, the longest absent first.
	QuietVisitors(
		ctx context.Context, tenant chat.TenantID, position string, limit int,
	) (visitors []chat.Visitor, next string, err error)

	Bots(ctx context.Context, tenant chat.TenantID) ([]chat.Bot, error)
}
