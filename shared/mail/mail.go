// Package mail brings a visitor who went away back by e-mail. They leave an address while they wait for a person; an
// answer that they do not see goes there as a link, once per burst. docs/reach.md has the rules.
package mail

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Post writes to the addresses that visitors left.
type Post struct {
	desk  *chat.Desk
	store Store
	from  string

	Sender Sender
	Queue  Queue

	Door  string        // the public address, to which links lead
	After time.Duration // how long an answer may be unseen before it is mailed
}

// New makes a post on a store. from is the address from which mail comes; a stage without one sends none. The ports
// refuse until the caller sets them.
func New(desk *chat.Desk, store Store, from string) *Post {
	return &Post{desk: desk, store: store, from: from, Sender: nobody{}, Queue: nobody{}}
}

// Sender hands letters to the service that sends them.
type Sender interface {
	// Send hands a letter over. A *Refused error says that nothing was sent; after any other error the letter may
	// have been sent.
	Send(ctx context.Context, l Letter) error
}

// Refused says that a letter was not sent.
type Refused struct {
	Again  bool // another try may succeed
	Reason string
}

func (r *Refused) Error() string { return r.Reason }

// Queue hands over the work that waits or that only one function may do.
type Queue interface {
	Mail(ctx context.Context, t chat.Task) error
}

// ActLink is the task to send a new link; the task without an act is about an answer.
const ActLink chat.Act = "link"

// Store is the storage of the room. A method that takes a change function reads the row, lets the function change it,
// and writes it if nobody else wrote meanwhile; it tries a few times and then answers ErrConflict. An error of the
// function ends it and is returned as it is.
type Store interface {
	// The promises of chat.Store hold for these methods too.
	Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	Since(
		ctx context.Context, key chat.ConversationKey, after chat.MessageID, limit int,
	) ([]chat.Message, error)
	Site(ctx context.Context, key string) (chat.Site, error)
	Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error)
	UpdateVisitor(
		ctx context.Context, key chat.VisitorKey, change func(*chat.Visitor) error,
	) (chat.Visitor, error)
	Identify(ctx context.Context, tenant chat.TenantID, hash string) (chat.Bearer, error)
	AddIdentity(ctx context.Context, key chat.VisitorKey, identity chat.Identity) error

	// DropIdentity undoes AddIdentity. ErrNotFound if there is no such visitor.
	DropIdentity(ctx context.Context, key chat.VisitorKey, identity chat.Identity) error

	// Box is the address that a visitor left in a conversation, ErrNotFound if none. It may be a moment old.
	Box(ctx context.Context, key chat.ConversationKey) (Box, error)

	// UpdateBox changes it, and begins with an empty one. DropBox forgets it with all links.
	UpdateBox(ctx context.Context, key chat.ConversationKey, change func(*Box) error) error
	DropBox(ctx context.Context, key chat.ConversationKey) error

	// PutLink stores a link, which vanishes some time after its Until. Link reads it up to date, UpdateLink changes
	// it. ErrNotFound.
	PutLink(ctx context.Context, key chat.ConversationKey, l Link) error
	Link(ctx context.Context, key chat.ConversationKey, hash string) (Link, error)
	UpdateLink(ctx context.Context, key chat.ConversationKey, hash string, change func(*Link) error) error

	// Silence is why nothing may be written to an address of a tenant's visitors, by its hash, or the last mail to it; its
	// zero value if nothing is known. UpdateSilence changes it. One that is not Set vanishes some days after its Wrote.
	Silence(ctx context.Context, tenant chat.TenantID, hash string) (Silence, error)
	UpdateSilence(ctx context.Context, tenant chat.TenantID, hash string, change func(*Silence) error) error
}

// nobody stands in for the ports that a function does not have.
type nobody struct{}

func (nobody) Send(context.Context, Letter) error    { return chat.NotHere("send mail") }
func (nobody) Mail(context.Context, chat.Task) error { return chat.NotHere("queue mail") }
