package chat

import (
	"context"
	"strings"
	"time"
)

// Notification is a webhook of Meta's that is no message and no status, or one that we cannot parse:
// it is kept as it came.
type Notification struct {
	ID     string    `json:"id"` // a hash of it: a repeat changes nothing
	At     time.Time `json:"at"`
	Field  string    `json:"field"` // Meta's name of its subject
	What   string    `json:"what,omitempty"`
	WABA   string    `json:"waba,omitempty"`
	Number string    `json:"number,omitempty"`
	Raw    string    `json:"raw"`
	Cut    bool      `json:"cut,omitempty"` // it was longer
}

// MaxNotification is how much of a notification is kept, in bytes as they are stored.
const MaxNotification = 90 << 10

// RecordNotification keeps a notification, unless it is about somebody who was erased since.
func (c *Courier) RecordNotification(ctx context.Context, tenant TenantID, n Notification, about []Contact) error {
	ids := []Identity{}
	for _, who := range about {
		more, err := c.identitiesOf(ctx, tenant, who)
		if err != nil {
			return err
		}
		ids = append(ids, more...)
	}
	if gone, err := c.wasErased(ctx, tenant, ids, n.At); gone || err != nil {
		return err
	}
	whole := strings.ToValidUTF8(n.Raw, "\uFFFD")
	n.Raw = stored(whole, MaxNotification)
	n.Cut = len(n.Raw) < len(whole)
	return c.line.AddNotification(ctx, tenant, n, ids)
}
