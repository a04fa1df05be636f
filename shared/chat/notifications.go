package chat

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// MarketingConsent is a customer's yes or no to marketing messages, as they told WhatsApp.
type MarketingConsent struct {
	Stopped bool      `json:"stopped,omitempty"`
	At      time.Time `json:"at,omitzero"`
}

// after tells whether a wish counts after another. Meta's clock has seconds: of two wishes in one second the
// refusal stands.
func (p MarketingConsent) after(had MarketingConsent) bool {
	return p.At.After(had.At) || (p.At.Equal(had.At) && p.Stopped && !had.Stopped)
}

// SetMarketingConsent stores a customer's yes or no to marketing messages.
func (c *Courier) SetMarketingConsent(ctx context.Context, n Number, who Contact, p MarketingConsent) error {
	visitor, err := c.contact(ctx, n, who, p.At, false)
	if errors.Is(err, ErrErased) || (err == nil && !p.after(visitor.Marketing)) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = c.store.UpdateVisitor(ctx, visitor.Key(), func(v *Visitor) error {
		if p.after(v.Marketing) {
			v.Marketing = p
		}
		return nil
	})
	return Except(err, ErrErased)
}

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

// stored is the beginning of a text that takes at most this many bytes in a row: some characters take six
// there.
func stored(text string, most int) string {
	for size := jsonSize(text); size > most; size = jsonSize(text) {
		text = strings.ToValidUTF8(text[:len(text)*most/size], "")
	}
	return text
}

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
