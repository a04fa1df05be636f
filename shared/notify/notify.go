// Package notify tells a visitor who went away of an answer, by a notification of the browser in which they asked for
// it. It has no word of the conversation. docs/reach.md has the rules.
package notify

import (
	"context"
	"errors"
	"net/http"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/egress"
)

// Act is the task to notify a visitor of an answer.
const Act chat.Act = "notify"

// Store is the storage of the room. The promises of chat.Store hold for its methods.
type Store interface {
	Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	HeadEventually(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	Message(ctx context.Context, key chat.ConversationKey, id chat.MessageID) (chat.Message, error)
	Site(ctx context.Context, key string) (chat.Site, error)
	Visitor(ctx context.Context, key chat.VisitorKey) (chat.Visitor, error)
	VisitorNow(ctx context.Context, key chat.VisitorKey) (chat.Visitor, chat.Current, error)
	UpdateVisitor(
		ctx context.Context, key chat.VisitorKey, change func(*chat.Visitor) error,
	) (chat.Visitor, error)
	Visit(ctx context.Context, key chat.VisitKey) (chat.Visit, error)
	SocketsByID(ctx context.Context, ids []chat.ConnectionID) (map[chat.ConnectionID]chat.Socket, error)
}

// Queue hands over the work that only one function may do.
type Queue interface {
	Mail(ctx context.Context, t chat.Task) error
}

// Sender hands a message to the push service of a browser, in a tenant's name. egress.ErrGone says that the
// subscription has ended, *egress.Refused that nothing was handed over, *egress.Unsure that it may have been. Any other
// error is a fault of ours, after which nothing was handed over, unless ctx has ended.
type Sender interface {
	Send(ctx context.Context, from chat.Tenant, to chat.Subscription, m chat.WebPush) error
}

// Bell answers for all tenants: every call names its own.
type Bell struct {
	desk  *chat.Desk
	store Store

	Queue  Queue
	Sender Sender
	Client *http.Client // reads websites: public addresses only
	Door   string       // the public address
	Local  bool         // the stage is one machine, whose own push service is taken too
}

// New makes a bell on a store. The ports refuse until the caller sets them.
func New(desk *chat.Desk, store Store) *Bell {
	return &Bell{
		desk: desk, store: store, Queue: nobody{}, Sender: nobody{}, Client: &http.Client{Transport: nobody{}},
	}
}

// nobody stands in for the ports that a function does not have.
type nobody struct{}

func (nobody) Mail(context.Context, chat.Task) error { return chat.NotHere("queue notifications") }

func (nobody) Send(context.Context, chat.Tenant, chat.Subscription, chat.WebPush) error {
	return chat.NotHere("push to browsers")
}

func (nobody) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, chat.NotHere("read websites")
}

// errNothing ends a change that has nothing to do.
var errNothing = errors.New("notify: nothing to do")

// unsure tells whether nobody knows if a push service took a notification.
func unsure(err error) bool {
	_, is := errors.AsType[*egress.Unsure](err)
	return is
}
