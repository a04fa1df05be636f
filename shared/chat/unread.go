package chat

import (
	"context"
	"time"
)

// MarkRead notes until when an agent has read a conversation.
func (d *Desk) MarkRead(ctx context.Context, a Agent, id ConversationID, at time.Time) error {
	if _, err := d.Store.Head(ctx, ConversationKey{a.Tenant, id}); err != nil {
		return err
	}
	if now := d.Now(); at.After(now) {
		at = now
	}
	return d.Store.MarkRead(ctx, a.Tenant, a.ID, id, at)
}

// Unread is the conversations whose visitor spoke after the agent last looked.
func (d *Desk) Unread(ctx context.Context, a Agent, heads []Head) (map[ConversationID]bool, error) {
	ids := make([]ConversationID, len(heads))
	for i, h := range heads {
		ids[i] = h.ID
	}
	marks, err := d.Store.ReadMarks(ctx, a.Tenant, a.ID, ids)
	unread := map[ConversationID]bool{}
	for _, h := range heads {
		if h.VisitorAt.After(marks[h.ID]) {
			unread[h.ID] = true
		}
	}
	return unread, err
}
