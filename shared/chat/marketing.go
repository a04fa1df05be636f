package chat

import (
	"context"
	"errors"
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
