package chat

import (
	"context"
)

// Courier is the way to WhatsApp and back. Only the functions that serve Meta have one: no other can send to a
// customer.
type Courier struct {
	*Desk
	line    LineStore
	Sender  Sender
	Fetcher Fetcher

	apps  cache[App]
	bound cache[Number] // by app and number
}

// NewCourier makes a courier of a desk, on the same store. It can take webhooks in; sending and fetching refuse
// until the caller sets their ports.
func NewCourier(desk *Desk, store LineStore) *Courier {
	return &Courier{Desk: desk, line: store, Sender: noLine{}, Fetcher: noLine{}}
}

// LineStore is the part of the store that only the way to WhatsApp and back needs.
type LineStore interface {
	// ParkStatus keeps for some time a delivery that came before its PutWamid, and its subjects.
	ParkStatus(ctx context.Context, tenant TenantID, wamid string, d Delivery, about []Identity) error

	// AddVisitor stores a new visitor with its identities, all or nothing.
	// ErrExists if one of the identities already leads to somebody. Identities that lead
	// to nobody since an erasure carry its time in Erased, and keep it.
	AddVisitor(ctx context.Context, v Visitor) error

	// FindVisitors returns where terms that begin with this one lead, in order, from a place on. It is an eventual
	// read.
	FindVisitors(ctx context.Context, tenant TenantID, begins Term, after Posting, limit int) ([]Posting, error)

	App(ctx context.Context, key string) (App, error)
	Number(ctx context.Context, app, id string) (Number, error) // by the webhook's app
	Numbers(ctx context.Context, tenant TenantID) ([]Number, error)

	PutNumber(ctx context.Context, n Number) error // ErrExists if another tenant has bound it

	// FlowKeys is the private keys of a number's Flows, sealed, the newest first; none before the
	// first is made.
	FlowKeys(ctx context.Context, tenant TenantID, number string) ([][]byte, error)

	// PutTemplates replaces the templates of an account of Meta's; UpdateTemplate changes one.
	PutTemplates(ctx context.Context, tenant TenantID, waba string, all []Template) error
	UpdateTemplate(ctx context.Context, tenant TenantID, waba, name, language string, change func(*Template) error) error

	// AddNotification keeps a notification of Meta's, once, and its subjects, so that an erasure finds it. It
	// vanishes after RawKeep.
	AddNotification(ctx context.Context, tenant TenantID, n Notification, about []Identity) error
}
