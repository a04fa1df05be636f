package chat

import (
	"context"
	"time"
)

// Forgetting deletes what is due or unwanted. All of it may be done again.
type Forgetting interface {
	// Bury puts tombstones in the place of a visitor: from then on Visitor, UpdateVisitor,
	// Current, Head, Glance and Commit answer ErrErased, and Identify leads to nobody.
	// Lists do not show them.
	Bury(ctx context.Context, tenant TenantID, w Whom) error

	// EraseConversation and EraseVisitor delete every row but the tombstone, and tell how
	// many. EraseSession deletes a visit with its log, and keeps what it was counted as.
	EraseConversation(ctx context.Context, key ConversationKey) (int, error)
	EraseVisitor(ctx context.Context, key VisitorKey) (int, error)
	EraseSession(ctx context.Context, key SessionKey) error
	EraseMessage(ctx context.Context, key ConversationKey, m Message) error // and its row in a Flow's table
	EraseParked(ctx context.Context, tenant TenantID, about Identity) error // statuses and news about somebody
	EraseWamid(ctx context.Context, tenant TenantID, wamid string) error
	EraseNewsBefore(ctx context.Context, tenant TenantID, before time.Time) (int, error) // at most a page of it
	EraseOrder(ctx context.Context, key OrderKey, visit SessionID) error                 // unless it counts in another visit
	EraseBudget(ctx context.Context, tenant TenantID, what string) error

	// EraseGap takes the asking by one message off a question, and the question when it was
	// the last. others are some that asked the same. RewordGap shows it in other words.
	EraseGap(ctx context.Context, tenant TenantID, bot BotID, id string, message MessageID) (others []BubbleRef, err error)
	RewordGap(ctx context.Context, tenant TenantID, bot BotID, id, question string) error

	// ErasePoison deletes what was parked under a key that holds one of these.
	ErasePoison(ctx context.Context, names []string) (int, error)

	// EraseJobsAbout deletes the jobs about a visitor, but for one.
	EraseJobsAbout(ctx context.Context, tenant TenantID, visitor VisitorID, but string) error

	// ErasedCounts is what visits that are gone were counted as.
	ErasedCounts(ctx context.Context, tenant TenantID, from, to string) ([]Counts, error)

	// Oldest is the first messages of a conversation with an id under before ("" for all).
	Oldest(ctx context.Context, key ConversationKey, before MessageID, limit int) ([]Message, error)

	// OldestSessions is the ended visits that began before a time, the first first.
	OldestSessions(ctx context.Context, tenant TenantID, before time.Time, limit int) ([]Session, error)

	// QuietVisitors is those who are Quiet, the longest first.
	QuietVisitors(ctx context.Context, tenant TenantID, position string, limit int) (visitors []Visitor, next string, err error)

	// DropConversation, DropVisitor and DropGap delete what is due, without a tombstone.
	// ErrConflict if a conversation is not as it was.
	DropConversation(ctx context.Context, h Head) error
	DropVisitor(ctx context.Context, v Visitor) error
	DropGap(ctx context.Context, tenant TenantID, g GapRow) error
}
