package chat

import (
	"context"
	"errors"
	"slices"
)

// enter joins the visit that goes on, or begins the one given, which names its socket. Two tabs that come at once
// join the same one: Begin lets only one of them make it.
func (w *WebChannel) enter(ctx context.Context, visit Visit, current Current) (Visit, error) {
	for range AnswerTries {
		var kept tabs
		if current.Number > 0 {
			joined, open, err := w.join(ctx, VisitKey{visit.Tenant, visit.Visitor, current.Visit}, visit)
			if err != nil || joined.ID != "" {
				return joined, err
			}
			kept = open
		}
		begun := w.begin(visit, current.Number > 0)
		begun.Sockets = append(slices.DeleteFunc(kept.ids(), func(id ConnectionID) bool { return id == visit.Sockets[0] }),
			begun.Sockets...)
		err := w.store.Begin(ctx, begun, current)
		if !errors.Is(err, ErrConflict) {
			return begun, err
		}
		if current, err = w.store.Current(ctx, VisitorKey{visit.Tenant, visit.Visitor}); Except(err, ErrNotFound) != nil {
			return Visit{}, err
		}
	}
	return Visit{}, ErrConflict
}

// begin is a visit at its beginning.
func (d *Desk) begin(visit Visit, returning bool) Visit {
	now := d.Now()
	visit.ID = VisitID("s_" + d.NewID(now))
	visit.Started, visit.LastAt, visit.Returning = now, now, returning
	return visit
}

// join takes part in a visit if it is young enough; its zero value if it is over, with the tabs that are still
// open. A visit that was quiet for VisitGap is ended first, at its last activity.
func (d *Desk) join(ctx context.Context, key VisitKey, visit Visit) (Visit, tabs, error) {
	joined, _, err := d.joinWith(ctx, key, visit, nil, nil)
	if !errors.Is(err, errTabsMatter) {
		return joined, nil, Except(err, ErrNotFound)
	}
	was, err := d.store.Visit(ctx, key)
	if err != nil {
		return Visit{}, nil, Except(err, ErrNotFound)
	}
	own, err := d.tabsOf(ctx, &was)
	if err != nil {
		return Visit{}, nil, err
	}
	spare, err := d.spare(ctx, own)
	if err != nil {
		return Visit{}, nil, err
	}
	joined, over, err := d.joinWith(ctx, key, visit, append(tabs{}, own...), spare)
	if err != nil || over {
		return Visit{}, own.open(), Except(err, ErrNotFound)
	}
	return joined, nil, nil
}

// errTabsMatter says that a visit's tabs have to be read: it may be over, or it names many.
var errTabsMatter = errors.New("chat: the tabs of the visit matter")

// joinWith takes part in a visit, or ends one that is over. own are its tabs, nil if they were not read.
func (d *Desk) joinWith(
	ctx context.Context, key VisitKey, visit Visit, own, spare tabs,
) (s Visit, over bool, err error) {
	now := d.Now()
	s, err = d.store.UpdateVisit(ctx, key, func(s *Visit) error {
		another := s.Bot != visit.Bot || s.Mode != visit.Mode
		if own == nil && (now.Sub(s.LastAt) >= VisitGap || len(s.Sockets) >= MaxTabs || another) {
			return errTabsMatter
		}
		if last := own.lastSign(now); last.After(s.LastAt) && s.Live() {
			s.LastAt = last
		}
		over = now.Sub(s.LastAt) >= VisitGap || another
		if !over {
			s.Own = s.Own || visit.Own
			s.resume(now)
			return s.at(visit.Sockets[0], spare)
		}
		if s.Live() {
			s.End(Idle)
		}
		return nil
	})
	return s, over, err
}

// spare are the closed ones of too many tabs. Their pages are in the visit's log by then, and their rows are gone:
// once the visit does not name them, nothing leads to them.
func (d *Desk) spare(ctx context.Context, own tabs) (tabs, error) {
	closed := slices.DeleteFunc(slices.Clone(own), func(s Socket) bool { return s.Closed.IsZero() })
	closed = closed[:min(len(closed), max(0, len(own)+1-MaxTabs))]
	for _, tab := range closed {
		if err := d.logTrail(ctx, tab); err != nil {
			return nil, err
		}
		if err := d.store.DropSocket(ctx, tab.ID); err != nil {
			return nil, err
		}
	}
	return closed, nil
}

// logTrail copies the pages in a socket's notebook to the log of its visit.
func (d *Desk) logTrail(ctx context.Context, s Socket) error {
	if len(s.Trail) == 0 {
		return nil
	}
	return d.store.AddEvents(ctx, s.VisitKey(), s.Trail)
}

// saveTrail is logTrail for a notebook that is about to go or to be another visit's, so pages that came after the
// visit's end are counted here. Of an erased visit, or one never stored, nothing is kept: nobody would find the log.
func (d *Desk) saveTrail(ctx context.Context, s Socket) error {
	if len(s.Trail) == 0 {
		return nil
	}
	visit, err := d.store.Visit(ctx, s.VisitKey())
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	if err = d.logTrail(ctx, s); err != nil || visit.Live() {
		return err
	}
	return d.countLate(ctx, &visit)
}

// empty copies a full notebook to the log. If the visit has as many pages as it may have, on all of its tabs, then
// the socket has no more room. ErrGone if the visit was erased.
func (d *Desk) empty(ctx context.Context, s Socket) (Socket, error) {
	visit, err := d.store.VisitEventually(ctx, s.VisitKey())
	if err != nil {
		return s, missing(err, ErrGone)
	}
	all, err := d.tabsOf(ctx, &visit)
	if err == nil {
		err = d.logTrail(ctx, s)
	}
	if err != nil || visit.Dropped+all.pages(s.Visit) < MaxPages {
		return s, err
	}
	s.Room = s.Noted - s.Before
	return s, Except(d.store.BindSocket(ctx, s), ErrConflict) // else the next page is the last one
}

// turnTo has a socket begin the notebook of a visit. The pages of the visit before are in its log by then.
func (d *Desk) turnTo(ctx context.Context, s Socket, visit *Visit) (Socket, error) {
	if s.Visit != visit.ID {
		if err := d.saveTrail(ctx, s); err != nil {
			return s, err
		}
		s.Visit, s.Before, s.Trail = visit.ID, s.Noted, nil
	}
	s.Visitor, s.Conversation = visit.Visitor, visit.ConversationKey().ID
	s.Room = max(0, MaxPages-visit.Dropped)
	return s, nil
}

// Reenter begins another visit when a socket was quiet for VisitGap, and returns
// the socket as it is now.
func (w *WebChannel) Reenter(ctx context.Context, s Socket) (Socket, error) {
	again, _ := w.visitOf(s, Hello{})
	current, err := w.store.Current(ctx, s.VisitorKey())
	if err != nil {
		return s, err
	}
	visit, err := w.enter(ctx, again, current)
	for range AnswerTries {
		if err != nil || visit.ID == s.Visit {
			return s, err
		}
		turned, err := w.turnTo(ctx, s, &visit)
		if err == nil {
			err = w.store.BindSocket(ctx, turned)
		}
		if !errors.Is(err, ErrConflict) {
			return turned, err
		}
		if s, err = w.store.Socket(ctx, s.ID); err != nil { // a page came meanwhile
			return s, err
		}
	}
	return s, ErrConflict
}

// SignOut ends the visit now. No browser is told of answers any more: the next person at it may be another.
func (w *WebChannel) SignOut(ctx context.Context, s Socket) error {
	if err := w.Unsubscribe(ctx, s.VisitorKey()); err != nil {
		return err
	}
	_, err := w.store.UpdateVisit(ctx, s.VisitKey(), func(s *Visit) error {
		if s.Live() {
			s.LastAt = w.Now()
			s.End(SignedOut)
		}
		return nil
	})
	return err
}
