package chat

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// advance moves a bubble's delivery forward, and pushes it to the agents who have the conversation open and to
// its owner.
func (d *Desk) advance(ctx context.Context, tenant TenantID, ref BubbleRef, to Delivery) error {
	moved, counts := false, false
	key := ConversationKey{tenant, ref.Conversation}
	m, err := d.store.UpdateMessageEventually(ctx, key, ref.Message, func(m *Message) error {
		if moved = false; ref.Bubble < 0 || ref.Bubble >= len(m.Bubbles) {
			return ErrNotFound
		}
		b := &m.Bubbles[ref.Bubble]
		if b.Delivery == nil {
			b.Delivery = &Delivery{}
		}
		had := b.Delivery.Category != ""
		moved = b.Delivery.Advance(to)
		// A repeat counts too: the call before may have died in between.
		counts = to.Status == NotSent || to.Category != "" && (!had || !moved)
		return nil
	})
	if err != nil || !moved && !counts {
		return err
	}
	head, err := d.store.HeadEventually(ctx, key)
	if err == nil && counts {
		err = d.recounts(ctx, head, &m)
	}
	if err != nil || !moved {
		return err
	}
	if err := d.flowDelivered(ctx, head, &m, ref.Bubble); err != nil {
		return err
	}
	d.show(ctx, Push{Action: PushStatus, Conversation: head.ID}, m, d.watchers(ctx, head))
	return nil
}

// recounts has a price or a failure counted that comes after the case or the visit of its message: the ends of these
// have everything counted that came before.
func (d *Desk) recounts(ctx context.Context, h Head, m *Message) error {
	late := h.Status == Closed || m.At.Before(h.CaseBegan) || d.Now().Sub(m.At) > WhatsAppLive
	if d.Recount == nil || !late {
		return nil
	}
	return d.Recount(ctx, h, m.ID)
}

// Status takes a status of Meta's for a message that we sent. It finds the bubble by the callback that the send
// carried, or by Meta's id; a status that comes before its id is known is parked, and joined when the id is.
func (c *Courier) Status(
	ctx context.Context, tenant TenantID, wamid, carried string, about Contact, to Delivery,
) error {
	to.Wamid = wamid
	ref, ok := parseCallback(carried)
	if !ok {
		var err error
		ref, err = c.store.Wamid(ctx, tenant, wamid)
		if errors.Is(err, ErrNotFound) {
			ref, err = c.findOrPark(ctx, tenant, wamid, about, to)
		}
		if err != nil {
			return Except(err, ErrNotFound)
		}
	}
	return Except(c.advance(ctx, tenant, ref, to), ErrNotFound, ErrErased)
}

// findOrPark finds the bubble of a status that came without its callback. ErrNotFound if it is not known, or not yet:
// then the status is parked, unless it is about somebody who was erased.
func (c *Courier) findOrPark(
	ctx context.Context, tenant TenantID, wamid string, about Contact, to Delivery,
) (BubbleRef, error) {
	ids, err := c.identitiesOf(ctx, tenant, about)
	if err != nil {
		return BubbleRef{}, err
	}
	far := reachOf(to.At, statusPages)
	if ref, err := c.ofContact(ctx, tenant, ids, wamid, far); !errors.Is(err, ErrNotFound) {
		return ref, err
	}
	gone, err := c.wasErased(ctx, tenant, ids, to.At)
	if err == nil && gone {
		err = ErrNotFound
	}
	if err != nil {
		return BubbleRef{}, err
	}
	if err := c.line.ParkStatus(ctx, tenant, wamid, to, ids); err != nil {
		return BubbleRef{}, err
	}
	// The id may have become known since: then its writer may not have seen our parked status.
	ref, err := c.store.Wamid(ctx, tenant, wamid)
	if errors.Is(err, ErrNotFound) {
		ref, err = c.ofContact(ctx, tenant, ids, wamid, far.again())
	}
	return ref, err
}

// wasErased tells whether a status is about somebody who was erased: nothing of it may be
// parked.
func (d *Desk) wasErased(ctx context.Context, tenant TenantID, ids []Identity, at time.Time) (bool, error) {
	for _, id := range ids {
		lead, err := d.store.Identify(ctx, tenant, id.Hash)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil || (!lead.Erased.IsZero() && (lead.Visitor == "" || at.Before(lead.Erased))) {
			return true, err
		}
	}
	return false, nil
}

func (d *Desk) unpark(ctx context.Context, tenant TenantID, wamid string, ref BubbleRef) error {
	parked, err := d.store.Parked(ctx, tenant, wamid)
	for _, to := range parked {
		if err := d.advance(ctx, tenant, ref, to); err != nil {
			return err
		}
	}
	return err
}

// callback is the data that Meta carries for us from a send to its statuses.
func callback(c ConversationID, m MessageID, bubble int) string {
	return fmt.Sprintf("%s|%s|%d", c, m, bubble)
}

func parseCallback(s string) (BubbleRef, bool) {
	parts := strings.Split(s, "|")
	if len(parts) != 3 || !strings.HasPrefix(parts[0], "c_") {
		return BubbleRef{}, false
	}
	n, err := strconv.Atoi(parts[2])
	if _, bad := TimeOf(MessageID(parts[1]).Base()); err != nil || bad != nil {
		return BubbleRef{}, false
	}
	return BubbleRef{ConversationID(parts[0]), MessageID(parts[1]), n}, true
}

// Paid notes the state of a payment at the message that asked for it. If that message is not known, or not yet,
// nothing is noted: the notification about the payer has it all the same.
func (c *Courier) Paid(ctx context.Context, tenant TenantID, wamid, carried string, p Payment) error {
	ref, ok := parseCallback(carried)
	if !ok {
		var err error
		if ref, err = c.store.Wamid(ctx, tenant, wamid); err != nil {
			return Except(err, ErrNotFound)
		}
	}
	p.By = MessageOf(wamid+"/"+p.Status, p.At)
	return c.applyMark(ctx, ConversationKey{tenant, ref.Conversation}, ref.Message, Mark{By: p.By, At: p.At, Payment: &p})
}
