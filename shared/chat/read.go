package chat

import (
	"context"
	"time"
)

// MarkRead notes until when an agent has read a conversation.
func (d *Desk) MarkRead(ctx context.Context, a Agent, id ConversationID, at time.Time) error {
	head, err := d.store.Head(ctx, ConversationKey{a.Tenant, id})
	if err != nil {
		return err
	}
	if now := d.Now(); at.After(now) {
		at = now
	}
	if err := d.store.MarkRead(ctx, a.Tenant, a.ID, id, at); err != nil {
		return err
	}
	if head.Owner == OwnerAgent && head.Assignee == a.ID && !head.VisitorAt.After(at) {
		return d.receipt(ctx, head, ActRead)
	}
	return nil
}

// receipt tells a customer on WhatsApp that their last word was read, and for ActTyping that somebody writes:
// at most once in a while.
func (d *Desk) receipt(ctx context.Context, head Head, act Act) error {
	if head.Source != WhatsApp || head.LastInbound == "" {
		return nil
	}
	what := string(act) + "/" + string(head.LastInbound)
	_, err := d.receipts.get(what, d.Now(), func() (bool, error) {
		return true, d.Queues.Send(ctx, Task{Tenant: head.Tenant, Conversation: head.ID, Message: head.LastInbound, Act: act})
	})
	return err
}
