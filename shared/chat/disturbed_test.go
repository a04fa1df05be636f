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
	now       func() time.Time
	visits    map[chat.VisitKey]old[chat.Visit]
	sockets   map[chat.ConnectionID]old[chat.Socket]
}

// old is a row as an eventual read may still see it, for some time.
type old[T any] struct {
	row T
	at  time.Time
}

// stale is how far an eventual read is behind.
const stale = 2 * time.Second

func (d *disturbed) VisitEventually(ctx context.Context, k chat.VisitKey) (chat.Visit, error) {
	if had, ok := d.visits[k]; ok && !d.calm && d.now().Sub(had.at) < stale && d.draw(3) == 0 {
		return had.row, nil
	}
	s, err := d.Store.VisitEventually(ctx, k)
	if err == nil {
		if d.visits == nil {
			d.visits = map[chat.VisitKey]old[chat.Visit]{}
		}
		d.visits[k] = old[chat.Visit]{s, d.now()}
	}
	return s, err
}

func (d *disturbed) SocketsByID(
	ctx context.Context, ids []chat.ConnectionID,
) (map[chat.ConnectionID]chat.Socket, error) {
	all, err := d.Store.SocketsByID(ctx, ids)
	if d.sockets == nil {
		d.sockets = map[chat.ConnectionID]old[chat.Socket]{}
	}
	for _, id := range ids {
		if had, ok := d.sockets[id]; ok && !d.calm && err == nil && d.now().Sub(had.at) < stale && d.draw(3) == 0 {
			all[id] = had.row
		} else if s, ok := all[id]; ok {
			d.sockets[id] = old[chat.Socket]{s, d.now()}
		}
	}
	return all, err
}

func (d *disturbed) Note(
	ctx context.Context, s chat.Socket, now time.Time, id string, page chat.Page, anew bool,
) error {
	return d.call(func() error { return d.Store.Note(ctx, s, now, id, page, anew) })
}

func (d *disturbed) BindSocket(ctx context.Context, s chat.Socket) error {
	return d.call(func() error { return d.Store.BindSocket(ctx, s) })
}

func (d *disturbed) CloseSocket(ctx context.Context, id chat.ConnectionID, at time.Time) error {
	return d.call(func() error { return d.Store.CloseSocket(ctx, id, at) })
}

func (d *disturbed) DropSocket(ctx context.Context, id chat.ConnectionID) error {
	return d.call(func() error { return d.Store.DropSocket(ctx, id) })
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
