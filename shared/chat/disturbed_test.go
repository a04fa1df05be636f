package chat_test

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/storetest"
)

// disturbed is a store in a bad world: before each call another writer may act, calls fail before or after they
// were done, writes conflict, and eventual reads are old.
type disturbed struct {
	storetest.Store
	interrupt func()                      // somebody else acts
	draw      func(n int) int             // a number below n
	calm      bool                        // nothing happens any more
	forward   func(was, now chat.Message) // sees every change of a stored message
}

var errCall = errors.New("the call failed")

// call makes a call, or not, and may tell another outcome.
func (d *disturbed) call(do func() error) error {
	if d.calm {
		return do()
	}
	d.interrupt()
	switch d.draw(40) {
	case 0:
		return errCall
	case 1:
		if err := do(); err != nil {
			return err
		}
		return errCall
	case 2:
		return chat.ErrConflict
	}
	return do()
}

func (d *disturbed) Head(ctx context.Context, k chat.ConversationKey) (h chat.Head, err error) {
	if !d.calm {
		d.interrupt()
	}
	return d.Store.Head(ctx, k)
}

func (d *disturbed) HeadEventually(ctx context.Context, k chat.ConversationKey) (chat.Head, error) {
	if !d.calm && d.draw(3) == 0 {
		return chat.Head{}, chat.ErrNotFound
	}
	return d.Store.HeadEventually(ctx, k)
}

func (d *disturbed) Exchange(
	ctx context.Context, k chat.ConversationKey, q chat.MessageID,
) (chat.Message, *chat.Message, error) {
	m, reply, err := d.Store.Exchange(ctx, k, q)
	if !d.calm && d.draw(3) == 0 {
		reply = nil
	}
	return m, reply, err
}

func (d *disturbed) Append(
	ctx context.Context, k chat.ConversationKey, m chat.Message,
) (stored chat.Message, err error) {
	err = d.call(func() (err error) { stored, err = d.Store.Append(ctx, k, m); return err })
	return stored, err
}

func (d *disturbed) Commit(
	ctx context.Context, k chat.ConversationKey, change func(*chat.Head) ([]chat.Message, error),
) (h chat.Head, err error) {
	err = d.call(func() (err error) { h, err = d.Store.Commit(ctx, k, change); return err })
	return h, err
}

func (d *disturbed) UpdateMessage(
	ctx context.Context, k chat.ConversationKey, id chat.MessageID, change func(*chat.Message) error,
) (m chat.Message, err error) {
	err = d.call(func() (err error) {
		var was chat.Message
		m, err = d.Store.UpdateMessage(ctx, k, id, func(m *chat.Message) error {
			was = clone(*m)
			return change(m)
		})
		if err == nil {
			d.forward(was, m)
		}
		return err
	})
	return m, err
}

func (d *disturbed) Begin(ctx context.Context, s chat.Visit, was chat.Current) error {
	return d.call(func() error { return d.Store.Begin(ctx, s, was) })
}

func (d *disturbed) UpdateVisit(
	ctx context.Context, k chat.VisitKey, change func(*chat.Visit) error,
) (s chat.Visit, err error) {
	err = d.call(func() (err error) { s, err = d.Store.UpdateVisit(ctx, k, change); return err })
	return s, err
}

func (d *disturbed) Count(ctx context.Context, claim *chat.OrderClaim, changes ...chat.VisitChange) error {
	return d.call(func() error { return d.Store.Count(ctx, claim, changes...) })
}

func (d *disturbed) AddEvents(ctx context.Context, k chat.VisitKey, all []chat.VisitEvent) error {
	return d.call(func() error { return d.Store.AddEvents(ctx, k, all) })
}

func (d *disturbed) Enter(ctx context.Context, s chat.Socket, now time.Time, page *chat.Page) error {
	return d.call(func() error { return d.Store.Enter(ctx, s, now, page) })
}

func (d *disturbed) Fold(
	ctx context.Context, k chat.VisitKey, change func(*chat.Visit) (chat.Counts, error),
) (s chat.Visit, err error) {
	err = d.call(func() (err error) { s, err = d.Store.Fold(ctx, k, change); return err })
	return s, err
}

func (d *disturbed) PutWamid(ctx context.Context, t chat.TenantID, wamid string, at chat.BubbleRef) error {
	return d.call(func() error { return d.Store.PutWamid(ctx, t, wamid, at) })
}

func (d *disturbed) ParkStatus(
	ctx context.Context, t chat.TenantID, wamid string, s chat.Delivery, about []chat.Identity,
) error {
	return d.call(func() error { return d.Store.ParkStatus(ctx, t, wamid, s, about) })
}

func clone(m chat.Message) chat.Message {
	bubbles := append([]chat.Bubble(nil), m.Bubbles...)
	for i := range bubbles {
		if bubbles[i].Delivery != nil {
			copied := *bubbles[i].Delivery
			bubbles[i].Delivery = &copied
		}
	}
	m.Bubbles = bubbles
	return m
}
