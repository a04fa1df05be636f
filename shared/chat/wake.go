package chat

import (
	"context"
	"time"
)

// WakeConversation ends a snooze, or a takeover that was for a time; and warns when WhatsApp's 24-hour service
// window closes soon on a customer who waits.
func (d *Desk) WakeConversation(ctx context.Context, key ConversationKey) error {
	_, err := d.act(ctx, Agent{}, key, Event{Name: EventReopened, Reason: "due"}, func(h *Head) (bool, error) {
		if h.Due.IsZero() || h.Due.After(d.Now()) {
			return false, nil
		}
		h.Due = time.Time{}
		if h.Status == Snoozed {
			h.Status = Open
			return true, nil
		}
		if h.Owner == OwnerAgent {
			h.give(OwnerBot, Agent{}, d.Now())
			return true, nil
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	_, err = d.act(ctx, Agent{}, key, Event{Name: WindowClosing}, func(h *Head) (bool, error) {
		if warn := h.warnAt(); warn.IsZero() || warn.After(d.Now()) {
			return false, nil
		}
		h.Warned = h.Window
		return h.Window.After(d.Now()), nil // after it has closed, no warning is written
	})
	return err
}
