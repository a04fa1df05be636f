package ledger

import (
	"context"
	"io"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Store is the storage of this room.
type Store interface {
	// The promises of chat.Store hold for these methods too.
	ConversationsOf(ctx context.Context, key chat.VisitorKey) ([]chat.Head, error)
	History(ctx context.Context, key chat.ConversationKey, before chat.MessageID, limit int) ([]chat.Message, error)
	Tenant(ctx context.Context, id chat.TenantID) (chat.Tenant, error)
	Bot(ctx context.Context, tenant chat.TenantID, id chat.BotID) (chat.Bot, error)
	Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error)

	LeadStore

	// PastHours lists the hours of the team and of its bots that held until after a time, those that ended first at the
	// beginning. It is an up-to-date read.
	PastHours(ctx context.Context, tenant chat.TenantID, since time.Time) ([]chat.PastHours, error)

	// AddRecount notes a person whose lines have to be made anew. Recounts lists those that were noted after an id, the
	// oldest first; it is an eventual read. A note vanishes by itself some time after ChangeLife.
	AddRecount(ctx context.Context, tenant chat.TenantID, c Change) error
	Recounts(ctx context.Context, tenant chat.TenantID, after string, limit int) ([]Change, error)

	// EraseRecounts deletes the notes of a person, among so many notes as one read gives. It goes on after a position, ""
	// to begin; next is "" once all are done.
	EraseRecounts(
		ctx context.Context, tenant chat.TenantID, who chat.VisitorID, position string,
	) (next string, err error)

	// Recounted is an up-to-date read of how far the notes were worked off, its zero value before the first. PutRecounted
	// is an optimistic write: ErrConflict unless the stored version equals the given one.
	Recounted(ctx context.Context, tenant chat.TenantID) (Progress, error)
	PutRecounted(ctx context.Context, tenant chat.TenantID, p Progress) error

	// Months lists the contents of months, both included, the earliest first (2006-01). Month is one of them; its zero
	// value if there is none. Both are up to date. PutMonth is an optimistic write like PutRecounted.
	Months(ctx context.Context, tenant chat.TenantID, from, to string) ([]Month, error)
	Month(ctx context.Context, tenant chat.TenantID, month string) (Month, error)
	PutMonth(ctx context.Context, tenant chat.TenantID, m Month) error
}

// Files keeps the files of days and months. Its paths begin with Prefix.
type Files interface {
	Put(ctx context.Context, path, kind string, raw []byte) error

	// Get reads a file: chat.ErrNotFound if there is none.
	Get(ctx context.Context, path string) (io.ReadCloser, error)

	// Names lists the paths under a prefix, the first 1000 in their alphabetical order. Forget deletes everything under a
	// prefix, and returns the number of files.
	Names(ctx context.Context, prefix string) ([]string, error)
	Forget(ctx context.Context, prefix string) (int, error)
}
