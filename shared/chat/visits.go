package chat

import (
	"context"
	"errors"
	"time"
)

// enter joins the visit that goes on, or begins the one given. Two tabs that come
// at once join the same one: Begin lets only one of them make it.
func (d *Desk) enter(ctx context.Context, visit Session, paged bool) (Session, error) {
	for range AnswerTries {
		now := d.Now()
		current, err := d.Store.Current(ctx, VisitorKey{visit.Tenant, visit.Visitor})
		if err != nil && !errors.Is(err, ErrNotFound) {
			return Session{}, err
		}
		if err == nil {
			joined, err := d.join(ctx, SessionKey{visit.Tenant, visit.Visitor, current.Session}, visit, paged)
			if err != nil || joined.ID != "" {
				return joined, err
			}
		}
		visit.ID = SessionID("s_" + d.NewID(now))
		visit.Started, visit.LastAt, visit.Returning = now, now, current.Number > 0
		visit.arm(now)
		err = d.Store.Begin(ctx, visit, current)
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err == nil && paged {
			return visit, d.trail(ctx, visit.Key(), *visit.Page)
		}
		return visit, err
	}
	return Session{}, ErrConflict
}

// updateSession changes a visit and keeps its due time in step.
func (d *Desk) updateSession(ctx context.Context, key SessionKey, events []SessionEvent, change func(*Session) error) (Session, error) {
	return d.Store.UpdateSession(ctx, key, events, func(s *Session) error {
		if err := change(s); err != nil {
			return err
		}
		s.arm(d.Now())
		return nil
	})
}

// join takes part in a visit if it is young enough; its zero value if it is over.
// What was quiet for SessionGap is ended first, at its last activity.
func (d *Desk) join(ctx context.Context, key SessionKey, visit Session, paged bool) (Session, error) {
	now := d.Now()
	lastSeen, err := d.lastSeen(ctx, VisitorKey{key.Tenant, key.Visitor})
	if err != nil {
		return Session{}, err
	}
	over := false
	s, err := d.updateSession(ctx, key, nil, func(s *Session) error {
		if lastSeen.After(s.LastAt) && s.Live() {
			s.LastAt = lastSeen
		}
		if over = now.Sub(s.LastAt) >= SessionGap || s.Bot != visit.Bot || s.Mode != visit.Mode; !over {
			s.resume(now)
		} else if s.Live() {
			s.end(Idle)
		}
		return nil
	})
	if errors.Is(err, ErrNotFound) || over {
		return Session{}, nil
	}
	if err == nil && paged {
		return s, d.trail(ctx, key, *visit.Page)
	}
	return s, err
}

// lastSeen is when a visitor was last active on any socket.
func (d *Desk) lastSeen(ctx context.Context, key VisitorKey) (time.Time, error) {
	var last time.Time
	ids, err := d.Store.SocketsOf(ctx, key)
	for _, id := range ids {
		s, err := d.Store.Socket(ctx, id)
		if err == nil && s.Active.After(last) {
			last = s.Active
		}
	}
	return last, err
}

// Reenter begins another visit when a socket was quiet for SessionGap, and returns
// the socket as it is now.
func (d *Desk) Reenter(ctx context.Context, s Socket) (Socket, error) {
	visit, err := d.enter(ctx, d.visitOf(s, Hello{}), false)
	if err != nil {
		return s, err
	}
	s.Session = visit.ID
	return s, d.Store.BindSocket(ctx, s)
}

// SignOut ends the visit now.
func (d *Desk) SignOut(ctx context.Context, s Socket) error {
	_, err := d.updateSession(ctx, s.SessionKey(), nil, func(s *Session) error {
		if s.Live() {
			s.LastAt = d.Now()
			s.end(SignedOut)
		}
		return nil
	})
	return err
}
