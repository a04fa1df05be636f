package chat

import (
	"context"
	"time"
)

// WakeVisit ends a silent visit (a session timeout), whose sockets are gone or silent, at its last activity; or
// it looks again later.
func (d *Desk) WakeVisit(ctx context.Context, key VisitKey) error {
	alive, last, err := d.signsOfLife(ctx, VisitorKey{key.Tenant, key.Visitor})
	if err != nil {
		return err
	}
	now := d.Now()
	_, err = d.Fold(ctx, key, func(s *Visit) {
		if !s.Live() {
			return
		}
		if last.After(s.LastAt) {
			s.LastAt = last
		}
		switch {
		case alive && s.Source == Web:
			s.ClosedAt = time.Time{} // somebody came back; arm follows LastAt
		case s.WakeAt().After(now):
		case !s.ClosedAt.IsZero():
			s.End(Left)
		default:
			s.End(Idle)
		}
	})
	return err
}

// signsOfLife tells whether a visitor has a socket that spoke lately, and when the
// visitor was last active on one. Sockets that were lost without a word are forgotten.
func (d *Desk) signsOfLife(ctx context.Context, key VisitorKey) (bool, time.Time, error) {
	sockets, err := d.store.OpenSockets(ctx, key)
	if err != nil {
		return false, time.Time{}, err
	}
	alive := false
	for _, s := range sockets {
		if d.Now().Sub(s.Seen) < SilentSocket {
			alive = true
		} else if err := d.store.CloseSocket(ctx, s.ID); Except(err, ErrNotFound) != nil {
			return false, time.Time{}, err
		}
	}
	return alive, lastSignOf(sockets, d.Now()), nil
}

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
