package chat

import (
	"context"
	"errors"
)

// finishPhone does the work that only a customer's message on WhatsApp needs: it is part of a visit, findable
// by Meta's id, its file is to be fetched, its order is a goal, its Flow a row.
func (d *Desk) finishPhone(ctx context.Context, in Incoming, key ConversationKey, m Message) error {
	if !m.Body().IsMark() {
		if err := d.visitByMessage(ctx, in, m); err != nil {
			return err
		}
	}
	if err := d.finishOrigin(ctx, key, m); err != nil {
		return err
	}
	if m.goesOn() {
		return nil
	}
	m, err := d.whole(ctx, key, m)
	if err != nil {
		return err
	}
	switch b := m.Body(); {
	case b.Order != nil:
		return d.ordered(ctx, VisitorKey{in.Tenant, in.Visitor}, m)
	case b.FlowReply != nil && b.FlowReply.Name == "":
		return d.keepFlowReply(ctx, in, key, m)
	case len(b.People) > 0 && b.People[0].Own && len(b.People[0].Phones) > 0:
		claims := []Claim{{Field: "phone", Value: b.People[0].Phones[0], Source: FromWhatsApp}}
		return d.learn(ctx, VisitorKey{in.Tenant, in.Visitor}, claims, m.Origin.Sent)
	}
	return nil
}

// finishOrigin makes a message from the Business app findable by Meta's id, and joins a mark with the message that it
// is about, in either order of arrival.
func (d *Desk) finishOrigin(ctx context.Context, key ConversationKey, m Message) error {
	if m.Body().IsMark() || m.Author.Kind == ByAgent { // for other messages the write of the visit has found out
		if _, err := d.store.Head(ctx, key); Except(err, ErrNotFound) != nil {
			return err // nothing about an erased visitor is left behind
		}
	}
	if m.Body().IsMark() {
		return d.mark(ctx, key, m)
	}
	if m.Origin.Part > 1 { // Meta's id leads to the first
		return d.markLike(ctx, key, m.Origin.partID(1))
	}
	ref := BubbleRef{key.ID, m.ID, 0}
	if m.Author.Kind == ByAgent { // statuses name it without its conversation
		if err := d.store.PutWamid(ctx, key.Tenant, m.Origin.Wamid, ref); err != nil {
			return err
		}
	}
	marks, err := d.store.ParkedMarks(ctx, key.Tenant, m.Origin.Wamid)
	if err != nil {
		return err
	}
	for _, mark := range marks {
		if err := d.applyMark(ctx, key, m.ID, mark); err != nil {
			return err
		}
	}
	if m.Author.Kind == ByAgent { // messages from the Business app have statuses too
		if err := d.unpark(ctx, key.Tenant, m.Origin.Wamid, ref); err != nil {
			return Except(err, ErrNotFound)
		}
	}
	if media := m.Body().Media; media != nil && media.State == MediaWaiting {
		return d.Queues.Fetch(ctx, Task{Tenant: key.Tenant, Conversation: key.ID, Message: m.ID})
	}
	return nil
}

// mark takes a reaction, an edit or a revoke to the message that it is about. A message that is not known yet
// finds the mark parked when it comes.
func (d *Desk) mark(ctx context.Context, key ConversationKey, m Message) error {
	if m.Body().Rating != nil {
		return d.rates(ctx, key, m)
	}
	mark := Mark{By: m.ID, Author: m.Author.Kind, At: m.Origin.Sent, Body: *m.Body()}
	about, far := m.Origin.ReplyTo, reachOf(m.Origin.Sent, markPages)
	ref, err := d.byWamid(ctx, key, about, far)
	if errors.Is(err, ErrNotFound) {
		if err := d.store.ParkMark(ctx, key.Tenant, about, mark); err != nil {
			return err
		}
		ref, err = d.byWamid(ctx, key, about, far.again()) // it may have become known since
	}
	if err != nil || ref.Conversation != key.ID {
		return Except(err, ErrNotFound)
	}
	return d.applyMark(ctx, key, ref.Message, mark)
}

// markLike gives a message's further rows the edit or the revoke that reached its first row before they came.
func (d *Desk) markLike(ctx context.Context, key ConversationKey, first MessageID) error {
	m, err := d.store.Message(ctx, key, first)
	if err != nil || m.Marks == nil {
		return Except(err, ErrNotFound)
	}
	if !m.Marks.Revoked.IsZero() {
		mark := Mark{Author: m.Author.Kind, Name: m.Marks.RevokedBy, At: m.Marks.Revoked, Body: Body{Kind: KindRevoke}}
		if err := d.applyMark(ctx, key, first, mark); err != nil {
			return err
		}
	}
	if m.Marks.Edited == nil {
		return nil
	}
	edit, err := d.store.Message(ctx, key, m.Marks.Edited.By)
	if err != nil {
		return Except(err, ErrNotFound)
	}
	return d.applyMark(ctx, key, first, Mark{
		By: edit.ID, Author: m.Author.Kind, At: m.Marks.Edited.At, Body: *edit.Body(),
	})
}

// applyMark changes how a message shows, in each of its rows.
func (d *Desk) applyMark(ctx context.Context, key ConversationKey, id MessageID, mark Mark) error {
	rows := []MessageID{id}
	if mark.Body.corrects() {
		m, err := d.store.Message(ctx, key, id)
		if err != nil {
			return Except(err, ErrNotFound)
		}
		rows = m.rows()
	}
	for i, row := range rows {
		if err := d.applyTo(ctx, key, row, mark.row(i, len(rows))); err != nil {
			return err
		}
	}
	return nil
}

// applyTo changes how one row shows, and pushes that to the open chats.
func (d *Desk) applyTo(ctx context.Context, key ConversationKey, id MessageID, mark Mark) error {
	changed := false
	m, err := d.store.UpdateMessage(ctx, key, id, func(m *Message) error {
		marks := Marks{}
		if m.Marks != nil {
			marks = *m.Marks
		}
		if mark.Body.Kind == KindRating {
			changed = m.rated(&marks, mark)
		} else {
			changed = (mark.Payment != nil || mark.Body.Kind == KindReaction || mark.Author == m.Author.Kind) && marks.take(mark)
		}
		if changed {
			m.Marks = &marks
		}
		return nil
	})
	if err != nil || !changed {
		return Except(err, ErrNotFound)
	}
	if m.Fills && mark.Body.Kind == KindEdit {
		if err := d.marksFilled(ctx, key, m.ID); err != nil {
			return err
		}
	}
	head, err := d.previewed(ctx, key, m, mark)
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	d.show(ctx, Push{Action: PushStatus, Conversation: head.ID}, m, d.watchers(ctx, head))
	if seen, ok := d.forVisitor(ctx, head.Tenant, m); ok && (mark.Body.corrects() || mark.Body.Kind == KindRating) {
		d.push(ctx, Push{Action: PushMessage, Conversation: head.ID, Message: &seen}, d.visitorSockets(ctx, head, "", "")...)
	}
	return nil
}

// previewed is the head of a conversation in which a message shows otherwise now; if the lists show it, its line
// changes too.
func (d *Desk) previewed(ctx context.Context, key ConversationKey, m Message, mark Mark) (Head, error) {
	if !mark.Body.corrects() {
		return d.store.HeadEventually(ctx, key)
	}
	return d.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		if h.Version == 0 {
			return nil, ErrNotFound
		}
		if h.LastInbound == m.ID || h.VisitorAt.IsZero() && h.Last == m.ID {
			h.Preview = m.Preview()
		}
		return nil, nil
	})
}

// ordered reaches the goals that an order reaches, once for the order.
func (d *Desk) ordered(ctx context.Context, visitor VisitorKey, m Message) error {
	tenant, err := d.Tenant(ctx, visitor.Tenant)
	if err != nil {
		return err
	}
	value, currency := m.Body().Order.Total()
	for _, g := range tenant.Goals {
		if !g.Order {
			continue
		}
		goal := GoalReached{Name: g.Name, OrderID: string(m.ID), Value: value, Currency: currency}
		if err := d.reachBy(ctx, visitor, m, tenant.worth(goal)); err != nil {
			return err
		}
	}
	return nil
}
