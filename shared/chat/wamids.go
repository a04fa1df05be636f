package chat

import (
	"context"
	"errors"
	"slices"
	"time"
)

// reach is how far back a log is searched: a status of an id that we never knew, as of another tool's campaign on the
// same number, must not cost more the longer the conversation is.
type reach struct {
	oldest MessageID
	pages  int
}

// Meta tells of a message within a month. Nearly all statuses come within minutes of their message; a customer scrolls
// back for a reaction.
const (
	metaTells   = 30 * 24 * time.Hour
	statusPages = 2
	markPages   = 10
)

// reachOf is the reach from a time at which Meta told of a message.
func reachOf(at time.Time, pages int) reach { return reach{FirstIDAt(at.Add(-metaTells)), pages} }

// again is the reach of a second look, for an id that has become known since the first.
func (r reach) again() reach { return reach{r.oldest, 1} }

// byWamid finds the bubble that Meta knows by an id: by the row of that id, or in the log of its conversation. A
// customer's message and plain words of ours have no such row, because few are ever reacted to or corrected.
func (d *Desk) byWamid(ctx context.Context, key ConversationKey, wamid string, r reach) (BubbleRef, error) {
	ref, err := d.store.Wamid(ctx, key.Tenant, wamid)
	if !errors.Is(err, ErrNotFound) {
		return ref, err
	}
	before := MessageID("")
	for range r.pages {
		page, err := d.store.History(ctx, key, before, MaxPageSize)
		if err != nil {
			return BubbleRef{}, err
		}
		for i := range page {
			if bubble := page[i].knownBy(wamid); bubble >= 0 {
				return BubbleRef{key.ID, page[i].ID, bubble}, nil
			}
		}
		if len(page) < MaxPageSize || page[len(page)-1].ID < r.oldest {
			break
		}
		before = page[len(page)-1].ID
	}
	return BubbleRef{}, ErrNotFound
}

// knownBy is the bubble that Meta knows by an id, or -1. Of a message in several rows it is in the first.
func (m *Message) knownBy(wamid string) int {
	if m.Origin != nil && m.Origin.Wamid == wamid && m.Origin.Part < 2 {
		return 0
	}
	return slices.IndexFunc(m.Bubbles, func(b Bubble) bool { return b.Delivery != nil && b.Delivery.Wamid == wamid })
}

// findable tells whether Meta may name the bubble without its conversation: in a tap on it, or in a payment.
func (b *Body) findable() bool { return b.Kind != KindText }

// ofContact finds a bubble in the conversations of a message's recipient: a status may come without its callback.
func (d *Desk) ofContact(
	ctx context.Context, tenant TenantID, ids []Identity, wamid string, r reach,
) (BubbleRef, error) {
	for _, id := range ids {
		lead, err := d.store.Identify(ctx, tenant, id.Hash)
		if errors.Is(err, ErrNotFound) || err == nil && lead.Visitor == "" {
			continue
		}
		if err != nil {
			return BubbleRef{}, err
		}
		heads, err := d.store.ConversationsOf(ctx, VisitorKey{tenant, lead.Visitor})
		if err != nil {
			return BubbleRef{}, err
		}
		for _, h := range heads {
			if ref, err := d.byWamid(ctx, h.Key(), wamid, r); !errors.Is(err, ErrNotFound) {
				return ref, err
			}
		}
	}
	return BubbleRef{}, ErrNotFound
}
