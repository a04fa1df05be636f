package chat

import (
	"context"
	"slices"
	"time"
)

// EndVisit ends a visit whose tabs are closed, or whose customer on WhatsApp fell silent, at its last activity. It
// returns how long to wait if a closed tab may still come back, and leaves a visit that goes on.
func (d *Desk) EndVisit(ctx context.Context, key VisitKey) (wait time.Duration, err error) {
	s, err := d.store.VisitEventually(ctx, key)
	if err == nil && !s.Live() { // a tab may outlive its visit: it is one of the next visit then
		s, err = d.nextVisit(ctx, s)
	}
	if err != nil || !s.Live() {
		return 0, err
	}
	all, err := d.latestTabs(ctx, &s)
	if err != nil {
		return 0, err
	}
	last, reason, wait, err := d.ending(ctx, &s, all)
	if err != nil || reason == "" {
		return wait, err
	}
	log, err := d.store.Events(ctx, s.Key(), MaxPages+MaxLookback)
	if err != nil {
		return 0, err
	}
	_, err = d.foldWith(ctx, s.Key(), all.addTo(log, s.ID), func(now *Visit) {
		if now.Live() && len(now.Sockets) == len(s.Sockets) && !now.LastAt.After(latest(s.LastAt, last)) {
			now.LastAt = latest(now.LastAt, last)
			now.End(reason)
		} // else another tab or another word came
	})
	return 0, err
}

// Silent picks, of live visits, those that may be over although no tab said so: they began some time ago, and no tab
// of theirs was heard of lately. One read has the tabs of all.
func (d *Desk) Silent(ctx context.Context, visits []Visit) ([]Visit, error) {
	now := d.Now()
	heard := func(at time.Time) bool { return now.Sub(at) < SilentSocket }
	visits = slices.DeleteFunc(visits, func(s Visit) bool { return heard(s.Started) })
	var ids []ConnectionID
	for i := range visits {
		ids = append(ids, visits[i].Sockets...)
	}
	all, err := d.store.SocketsByID(ctx, ids)
	return slices.DeleteFunc(visits, func(s Visit) bool {
		return slices.ContainsFunc(s.tabs(all).open(), func(tab Socket) bool { return heard(tab.Seen) })
	}), err
}

// nextVisit is the visitor's current visit if that is another one.
func (d *Desk) nextVisit(ctx context.Context, s Visit) (Visit, error) {
	current, err := d.store.Current(ctx, VisitorKey{s.Tenant, s.Visitor})
	if err != nil || current.Visit == s.ID {
		return s, err
	}
	return d.store.VisitEventually(ctx, VisitKey{s.Tenant, s.Visitor, current.Visit})
}

// latestTabs reads the newest tab of a visit, and the others if that one is not open.
func (d *Desk) latestTabs(ctx context.Context, s *Visit) (tabs, error) {
	if n := len(s.Sockets); n > 1 {
		newest, err := d.store.SocketsByID(ctx, s.Sockets[n-1:])
		if tab := s.tabs(newest); err != nil || len(tab.open()) > 0 && d.Now().Sub(tab[0].Seen) < SilentSocket {
			return tab, err
		}
	}
	return d.tabsOf(ctx, s)
}

// ending tells why a live visit ends now, "" if it does not, and when its visitor last did something.
func (d *Desk) ending(ctx context.Context, s *Visit, all tabs) (
	last time.Time, why EndReason, wait time.Duration, err error,
) {
	now := d.Now()
	if s.Source == WhatsApp {
		if now.Sub(s.LastAt) < WhatsAppLive {
			return last, "", 0, nil
		}
		if last, err = d.lastWord(ctx, *s); err != nil || now.Sub(last) < WhatsAppLive {
			return last, "", 0, err
		}
		return last, Idle, 0, nil
	}
	lost, err := d.closeLost(ctx, all)
	closed := all.closedAt()
	switch {
	case err != nil || len(all.open()) > 0:
		return last, "", 0, err
	case now.Sub(closed) < CloseGrace && !lost:
		return last, "", CloseGrace - now.Sub(closed), nil
	case lost:
		return all.lastSign(now), Idle, 0, nil
	}
	return all.lastSign(now), Left, 0, nil
}

// closeLost closes the tabs that were lost without a word, and tells whether there was one.
func (d *Desk) closeLost(ctx context.Context, all tabs) (lost bool, err error) {
	for i := range all {
		s := &all[i]
		if !s.Closed.IsZero() || d.Now().Sub(s.Seen) < SilentSocket {
			continue
		}
		if err := Except(d.store.CloseSocket(ctx, s.ID, d.Now()), ErrNotFound); err != nil {
			return false, err
		}
		s.Closed, lost = d.Now(), true
	}
	return lost, nil
}
