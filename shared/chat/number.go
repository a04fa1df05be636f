package chat

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// App is a Meta app whose webhooks we take. Secrets are sealed.
type App struct {
	Edited
	Key      string   `json:"key"` // part of the webhook's path
	Tenant   TenantID `json:"tenant"`
	Secret   []byte   `json:"secret"`             // app secret, sealed
	Previous []byte   `json:"previous,omitempty"` // the one before, while it rotates
	Verify   []byte   `json:"verify"`             // verify token, sealed
}

// Number binds a WhatsApp number to a tenant's bot. The signature proves the app;
// this row proves the tenant.
type Number struct {
	Edited
	App     string   `json:"app"`
	ID      string   `json:"id"` // Meta's phone number id
	WABA    string   `json:"waba"`
	Display string   `json:"display"`
	Tenant  TenantID `json:"tenant"`
	Bot     BotID    `json:"bot"`
	Token   []byte   `json:"token"` // access token, sealed

	Stopped *Stop `json:"stopped,omitempty"` // Meta refuses the number: nothing is sent until somebody has looked
}

// Stop is why and since when nothing is sent through a number.
type Stop struct {
	Code   int       `json:"code"` // Meta's
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// Stopped says why nothing can be sent in a conversation through its number, or "".
func (d *Desk) Stopped(ctx context.Context, h Head) (string, error) {
	if h.Source != WhatsApp || h.Number == "" {
		return "", nil
	}
	n, err := d.numbers.get(string(h.Tenant)+"/"+h.Number, d.Now(),
		func() (Number, error) { return d.store.NumberByID(ctx, h.Tenant, h.Number) })
	if errors.Is(err, ErrNotFound) {
		return "The WhatsApp number of this conversation is no longer bound.", nil
	}
	return n.WhyStopped(), err
}

// WhyStopped says why nothing is sent through a number, or "".
func (n *Number) WhyStopped() string {
	if n.Stopped == nil {
		return ""
	}
	return fmt.Sprintf("This WhatsApp number is stopped (%d): %s", n.Stopped.Code, n.Stopped.Reason)
}
