// Package search finds messages by their words. An index keeps the words of a tenant's messages, newest first; each hit
// is then looked at in the log, so that nothing is shown that was erased, taken back or hidden from its reader.
package search

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Ref names a message.
type Ref struct {
	Conversation chat.ConversationID `json:"c"`
	Message      chat.MessageID      `json:"m"`
}

// Newer orders messages, the latest first: by their ids, which begin with the time.
func (r Ref) Newer(other Ref) int {
	return cmp.Or(cmp.Compare(other.Message, r.Message), cmp.Compare(other.Conversation, r.Conversation))
}

// String is the place of the message among all of a tenant's, for cursors and for documents of an index.
func (r Ref) String() string { return string(r.Message) + " " + string(r.Conversation) }

// Place reads a place; the zero Ref if it is none.
func Place(text string) Ref {
	message, conversation, _ := strings.Cut(text, " ")
	return Ref{chat.ConversationID(conversation), chat.MessageID(message)}
}

// At is the time in the message's id.
func (r Ref) At() time.Time {
	at, _ := chat.TimeOf(r.Message.Base()) // ids of the log are well formed; another one is very old
	return at
}

// Batch names messages of a tenant that have to be found.
type Batch struct {
	Tenant chat.TenantID `json:"tenant"`
	Refs   []Ref         `json:"refs"`
}

// Index keeps the words of messages. Each call is about one tenant, and sees nothing of another.
type Index interface {
	// Note has messages found from now on. Repeats are harmless.
	Note(ctx context.Context, tenant chat.TenantID, refs []Ref) error

	// Find returns messages of a part, newest first: all that match a plan, and perhaps others. Each next part begins
	// further back.
	Find(ctx context.Context, tenant chat.TenantID, plan Plan, part Part) (Found, error)

	// Forget takes all words of some conversations out of the index, as far as the context's time reaches: from is the
	// next of the call before, "" to begin; next is "" once all was looked at.
	Forget(
		ctx context.Context, tenant chat.TenantID, gone []chat.ConversationID, from string,
	) (n int, next string, err error)

	// Expire takes out the messages that are older than a time.
	Expire(ctx context.Context, tenant chat.TenantID, before time.Time) (n int, err error)

	// Rebuild makes the index anew of all messages of the log, which each tells page by page. It is found in as before
	// until it is done.
	Rebuild(ctx context.Context, tenant chat.TenantID, each func(page func([]Ref) error) error) error
}

// Part is how much of an index is looked at.
type Part struct {
	After Ref // only messages after this place, zero for all
	Limit int // messages at most
	Bytes int // that are fetched; there may be more of them only as far as nothing new is seen without
}

// Found are the messages that an index found in a part.
type Found struct {
	Refs    []Ref
	Next    Ref  // the place to go on after; zero at the end
	Fetched int  // bytes
	Damaged bool // something of the index could not be read, so that some may be missing
}

// Log reads the documents of messages. Only messages that are gone have none. An index reads them up to date, because
// nobody tells it of a message again.
type Log interface {
	Documents(ctx context.Context, tenant chat.TenantID, refs []Ref) ([]Doc, error)

	// There returns the refs whose conversations exist.
	There(ctx context.Context, tenant chat.TenantID, refs []Ref) ([]Ref, error)
}

// Store is the part of the log that is looked at. All of it are eventual reads, unless the store says otherwise.
type Store interface {
	// Messages returns the existing ones of these messages.
	Messages(ctx context.Context, tenant chat.TenantID, refs []Ref) (map[Ref]chat.Message, error)

	// Wamid finds the bubble that Meta knows by an id. ErrNotFound.
	Wamid(ctx context.Context, tenant chat.TenantID, wamid string) (chat.BubbleRef, error)

	// The promises of views.Store hold for these methods too.
	HeadsByID(
		ctx context.Context, tenant chat.TenantID, ids []chat.ConversationID,
	) (map[chat.ConversationID]chat.Head, error)
	VisitorsByID(
		ctx context.Context, tenant chat.TenantID, ids []chat.VisitorID,
	) (map[chat.VisitorID]chat.Visitor, error)
}
