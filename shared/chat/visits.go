package chat

import (
	"context"
	"errors"
)

// enter joins the visit that goes on, or begins the one given; page is where the visitor
// is, or nil. Two tabs that come at once join the same one: Begin lets only one of them
// make it.
func (w *WebChannel) enter(ctx context.Context, visit Visit, page *Page) (Visit, error) {
	for range AnswerTries {
		current, err := w.store.Current(ctx, VisitorKey{visit.Tenant, visit.Visitor})
		if err != nil && !errors.Is(err, ErrNotFound) {
			return Visit{}, err
		}
		if err == nil {
			joined, err := w.join(ctx, VisitKey{visit.Tenant, visit.Visitor, current.Visit}, visit, page)
			if err != nil || joined.ID != "" {
				return joined, err
			}
		}
		begun := w.begin(visit, page, current.Number > 0)
		err = w.store.Begin(ctx, begun, current)
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err == nil && page != nil {
			err = w.logPage(ctx, begun.Key(), *page, begun.Started)
		}
		return begun, err
	}
	return Visit{}, ErrConflict
}

// begin is a visit at its beginning.
func (d *Desk) begin(visit Visit, page *Page, returning bool) Visit {
	now := d.Now()
	visit.ID = VisitID("s_" + d.NewID(now))
	visit.Started, visit.LastAt, visit.Returning = now, now, returning
	if page != nil {
		visit.sees(*page, now)
	}
	visit.arm(now)
	return visit
}

// arrive stores a visitor who was not here before, with the visit that they begin.
func (w *WebChannel) arrive(ctx context.Context, v Visitor, visit Visit, page *Page) (Visit, error) {
	begun := w.begin(visit, page, false)
	err := w.store.Arrive(ctx, v, begun)
	if err == nil && page != nil {
		err = w.logPage(ctx, begun.Key(), *page, begun.Started)
	}
	return begun, err
}

// updateVisit changes a visit and keeps its due time in step.
func (d *Desk) updateVisit(ctx context.Context, key VisitKey, change func(*Visit) error) (Visit, error) {
	return d.store.UpdateVisit(ctx, key, func(s *Visit) error {
		if err := change(s); err != nil {
			return err
		}
		s.arm(d.Now())
		return nil
	})
}

// join takes part in a visit if it is young enough; its zero value if it is over. A visit that was quiet for
// VisitGap is ended first, at its last activity.
func (d *Desk) join(ctx context.Context, key VisitKey, visit Visit, page *Page) (Visit, error) {
	now, logged := d.Now(), false
	sockets, err := d.store.OpenSockets(ctx, VisitorKey{key.Tenant, key.Visitor})
	if err != nil {
		return Visit{}, err
	}
	lastSeen, over := lastSignOf(sockets, now), false
	s, err := d.updateVisit(ctx, key, func(s *Visit) error {
		if lastSeen.After(s.LastAt) && s.Live() {
			s.LastAt = lastSeen
		}
		if over = now.Sub(s.LastAt) >= VisitGap || s.Bot != visit.Bot || s.Mode != visit.Mode; !over {
			s.resume(now)
			s.at(visit.Sockets)
			logged = page != nil && s.sees(*page, now)
		} else if s.Live() {
			s.End(Idle)
		}
		return nil
	})
	if errors.Is(err, ErrNotFound) || over {
		return Visit{}, nil
	}
	if err == nil && logged {
		err = d.logPage(ctx, key, *page, now)
	}
	return s, err
}

// Reenter begins another visit when a socket was quiet for VisitGap, and returns
// the socket as it is now.
func (w *WebChannel) Reenter(ctx context.Context, s Socket) (Socket, error) {
	again, _ := w.visitOf(s, Hello{})
	visit, err := w.enter(ctx, again, nil)
	if err != nil {
		return s, err
	}
	s.Visit = visit.ID
	return s, w.store.BindSocket(ctx, s)
}

// SignOut ends the visit now.
func (w *WebChannel) SignOut(ctx context.Context, s Socket) error {
	_, err := w.updateVisit(ctx, s.VisitKey(), func(s *Visit) error {
		if s.Live() {
			s.LastAt = w.Now()
			s.End(SignedOut)
		}
		return nil
	})
	return err
}
