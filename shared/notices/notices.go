// Package notices tells a channel of a team's Slack or Microsoft Teams, by incoming webhook, and devices of people of
// the team, by push, that a customer waits for a person, so that nobody waits unseen while no page of the admin is
// open. A notice has no words of the customer and nothing that says who they are. docs/desk.md has the rules.
package notices

import (
	"context"
	"net/http"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// The tasks: to tell of a customer who waits, of a promise that has passed without an answer, of a customer whom nobody
// answered although their conversation moved on, of a colleague whom a note names, and of one who got a conversation.
// One without a channel is for the devices of the team.
const (
	ActWaits    chat.Act = "notice_waits"
	ActPassed   chat.Act = "notice_passed"
	ActRaised   chat.Act = "notice_raised"
	ActNamed    chat.Act = "notice_named"
	ActAssigned chat.Act = "notice_assigned"
)

// Acts are all of them.
var Acts = []chat.Act{ActWaits, ActPassed, ActRaised, ActNamed, ActAssigned}

// Store is the storage of the room. The promises of chat.Store and of the office's hold for the other methods.
type Store interface {
	Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	Tenant(ctx context.Context, id chat.TenantID) (chat.Tenant, error)
	PutTenant(ctx context.Context, t chat.Tenant) error
	CountWork(ctx context.Context, tenant chat.TenantID, agent chat.AgentID) (all, waiting int, err error)

	// Devices are those of a team. PutDevice puts one in place of the one with its id, whoever's that was. DropDevice is
	// no error if there is none, and leaves one of another person.
	Devices(ctx context.Context, tenant chat.TenantID) ([]Registered, error)
	PutDevice(ctx context.Context, tenant chat.TenantID, d Registered) error
	DropDevice(ctx context.Context, tenant chat.TenantID, agent chat.AgentID, id string) error

	// Told is the latest notices of a channel or a device, up to date; its zero value if there are none. UpdateTold
	// changes them, and begins with none; see chat.Conversations. They vanish after until.
	Told(ctx context.Context, tenant chat.TenantID, channel string) (Told, error)
	UpdateTold(
		ctx context.Context, tenant chat.TenantID, channel string, until time.Time, change func(*Told) error,
	) error
}

// Queue hands over the work that only one function may do.
type Queue interface {
	Mail(ctx context.Context, t chat.Task) error
}

// Open decrypts a secret that was sealed for a tenant, purpose and row.
type Open func(ctx context.Context, tenant chat.TenantID, purpose, row string, sealed []byte) ([]byte, error)

// Room answers for all tenants: every call names its own.
type Room struct {
	desk  *chat.Desk
	store Store

	Queue    Queue
	Open     Open
	Client   *http.Client // reaches public addresses only
	Browsers Browsers
	Door     string // the public address, to which links lead
	Local    bool   // the stage is one machine, at which a browser's push service may be too
}

// New makes the room on a store. desk has the clock, and knows who of a team is there. The ports refuse until the
// caller sets them.
func New(desk *chat.Desk, store Store) *Room {
	return &Room{
		desk: desk, store: store, Queue: nobody{}, Client: &http.Client{Transport: nobody{}}, Browsers: nobody{},
		Open: func(context.Context, chat.TenantID, string, string, []byte) ([]byte, error) {
			return nil, chat.NotHere("open a channel's address")
		},
	}
}

// nobody stands in for the ports that a function does not have.
type nobody struct{}

func (nobody) Mail(context.Context, chat.Task) error { return chat.NotHere("queue a notice") }

func (nobody) Send(context.Context, chat.Tenant, chat.Subscription, chat.WebPush) error {
	return chat.NotHere("push to browsers")
}

func (nobody) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errNoClient
}

var errNoClient = chat.NotHere("call a channel")

// tells tells whether a channel wants a kind of notice and may get it.
func tells(c *chat.Channel, act chat.Act) bool {
	return c.Off.IsZero() && (act == ActWaits && c.Waits || act == ActPassed && c.Promises ||
		act == ActRaised && (c.Waits || c.Promises) || act == ActNamed && c.Mentions)
}
