package notify

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// aim is a browser that is told, with the name of its website.
type aim struct {
	browser chat.Browser
	site    string
}

// aims are the browsers of a visitor whose websites send notifications still. errNothing for none, and if the visitor
// has a page before them, which shows the answer, or is in private mode now.
func (b *Bell) aims(ctx context.Context, key chat.VisitorKey) ([]aim, error) {
	v, current, err := b.store.VisitorNow(ctx, key)
	if err != nil {
		return nil, err
	}
	var to []aim
	for _, one := range v.Browsers {
		site, err := b.store.Site(ctx, one.Site)
		if chat.Except(err, chat.ErrNotFound) != nil {
			return nil, err
		}
		if err == nil && site.Notifies(originOf(one.Page)) {
			to = append(to, aim{one, site.Shown()})
		}
	}
	if len(to) == 0 {
		return nil, errNothing
	}
	return to, b.absent(ctx, key, current.Visit)
}

// absent is errNothing for a visitor who is in private mode, or has a page before them.
func (b *Bell) absent(ctx context.Context, key chat.VisitorKey, latest chat.VisitID) error {
	if latest == "" {
		return nil
	}
	visit, err := b.store.Visit(ctx, chat.VisitKey{Tenant: key.Tenant, Visitor: key.ID, ID: latest})
	if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	if !visit.Mode.Keeps(chat.KeepBrowsers) {
		return errNothing
	}
	if len(visit.Sockets) == 0 {
		return nil
	}
	tabs, err := b.store.SocketsByID(ctx, visit.Sockets)
	for _, s := range tabs {
		if s.VisitorKey() == key && s.InView(b.desk.Now()) {
			return errNothing
		}
	}
	return err
}

// due tells whether a burst is to be told of: it was not, or the visitor was back since, or that was long ago.
func (b *Bell) due(v *chat.Visitor, h chat.Head) bool {
	n := v.Notified
	return n == nil || h.SeenByVisitor >= n.Last || !h.VisitorAt.Before(n.At) || b.desk.Now().Sub(n.At) >= burst
}

// claim notes that a burst is told of now, before it is: if the outcome is not known, it is not told twice. It returns
// the browsers that are subscribed still, errNothing for none.
func (b *Bell) claim(
	ctx context.Context, key chat.VisitorKey, h chat.Head, m chat.Message, to []aim,
) (still []aim, err error) {
	_, err = b.store.UpdateVisitor(ctx, key, func(v *chat.Visitor) error {
		still = slices.DeleteFunc(slices.Clone(to), func(a aim) bool { return !v.Subscribed(a.browser) })
		if v.Blocked || !v.Leaving.IsZero() || !b.due(v, h) || len(still) == 0 {
			return errNothing
		}
		v.Notified = &chat.Notified{Last: m.ID, At: b.desk.Now()}
		return nil
	})
	return still, err
}

// settle forgets browsers that are gone, and undoes a claim of which no browser was told.
func (b *Bell) settle(ctx context.Context, key chat.VisitorKey, m chat.Message, gone []string, undo bool) error {
	_, err := b.store.UpdateVisitor(ctx, key, func(v *chat.Visitor) error {
		v.DropBrowsers(gone)
		if undo && v.Notified != nil && v.Notified.Last == m.ID {
			v.Notified = nil
		}
		return nil
	})
	return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
}
