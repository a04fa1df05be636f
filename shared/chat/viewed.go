package chat

import (
	"context"
)

// Seen notes how far the visitor has read, and tells the agents who look and the visitor's other tabs: a
// message that was read in one of them counts nowhere as new.
func (w *WebChannel) Seen(ctx context.Context, key ConversationKey, upTo MessageID, from ConnectionID) error {
	moved := false
	head, err := w.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		if h.Version == 0 {
			return nil, ErrNoConversation
		}
		moved = h.saw(upTo, w.Desk)
		return nil, nil
	})
	if err != nil || !moved {
		return Except(err, ErrNoConversation)
	}
	to := append(w.watching(ctx, head), w.visitorSockets(ctx, head, from, "")...)
	w.push(ctx, Push{Action: PushStatus, Conversation: head.ID, Seen: head.SeenByVisitor}, to...)
	return nil
}

// saw moves the mark up to which the visitor has read, never back and never ahead of the clock, and tells
// whether it moved.
func (h *Head) saw(upTo MessageID, d *Desk) bool {
	at, err := TimeOf(upTo.Base())
	if err != nil || upTo <= h.SeenByVisitor || at.After(d.Now().Add(ClockSkew)) {
		return false
	}
	h.SeenByVisitor = upTo
	return true
}
