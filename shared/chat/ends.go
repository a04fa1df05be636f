package chat

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// EndVisit ends a visit whose tabs are closed, or whose customer on WhatsApp fell silent, at its last activity. It
// returns how long to wait if a closed tab may still come back, and leaves a visit that goes on.
func (d *Desk) EndVisit(ctx context.Context, t VisitTask) (wait time.Duration, err error) {
	s, err := d.store.VisitEventually(ctx, t.Key())
	if errors.Is(err, ErrNotFound) { // it was erased, or its first hello died: nobody finds the notebook any more
		return 0, d.dropClosed(ctx, t.Socket)
	}
	if err == nil && !s.Live() { // a tab may outlive its visit: it is one of the next visit then
		if err = d.countLate(ctx, &s); err == nil {
			s, err = d.nextVisit(ctx, s)
		}
	}
	if err != nil || !s.Live() {
		return 0, err
	}
	all, coming, err := d.latestTabs(ctx, &s)
	if err != nil || coming {
		return CloseGrace, err
	}
	last, reason, wait, err := d.ending(ctx, &s, all)
	if err != nil || reason == "" {
		return wait, err
	}
	_, err = d.foldWith(ctx, s.Key(), func(now *Visit) ([]VisitEvent, error) {
		if wait > 0 { // somebody else ended it meanwhile: its tabs may have pages that they had not then
			return Log(ctx, d.store, now, MaxLog)
		}
		log, err := d.store.Events(ctx, s.Key(), MaxLog)
		log = all.addTo(log, s.ID)
		return log[:min(len(log), MaxLog)], err
	}, func(now *Visit) {
		wait = CloseGrace // it is looked at again if another tab or another word came
		if now.Live() && slices.Equal(now.Sockets, s.Sockets) && !now.LastAt.After(latest(s.LastAt, last)) {
			now.LastAt, wait = latest(now.LastAt, last), 0
			now.Opened = now.Opened || !all.chat().Before(now.Started.Add(-frameTime))
			now.End(reason)
		}
	})
	return wait, err
}

// frameTime is how long before a visit's beginning the frame came in that began it, at most.
const frameTime = 10 * time.Second

// countLate counts the pages that came onto a tab of a visit after its end: its visitor signed out, or the visit
// was ended while a page was on its way.
func (d *Desk) countLate(ctx context.Context, s *Visit) error {
	log, err := Log(ctx, d.store, s, MaxLog)
	now := *s
	if now.recount(log); err != nil || now.Pages == s.Pages {
		return err
	}
	_, err = d.Fold(ctx, s.Key(), func(*Visit) {})
	return err
}

// dropClosed deletes a closed socket's row.
func (d *Desk) dropClosed(ctx context.Context, id ConnectionID) error {
	all, err := d.store.SocketsByID(ctx, []ConnectionID{id})
	if s, ok := all[id]; err != nil || !ok || s.Closed.IsZero() {
		return err
	}
	return d.store.DropSocket(ctx, id)
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

// latestTabs reads the newest tab of a visit, and the others if that one is not open. coming says that the hello of
// a tab is on its way: the visit names the tab, and it has no notebook yet.
func (d *Desk) latestTabs(ctx context.Context, s *Visit) (t tabs, coming bool, err error) {
	n := len(s.Sockets)
	if n == 0 {
		return nil, false, nil
	}
	all, err := d.store.SocketsByID(ctx, s.Sockets[n-1:])
	if t = s.tabs(all); err != nil || len(t.open()) > 0 && d.Now().Sub(t[0].Seen) < SilentSocket {
		return t, false, err
	}
	if n > 1 {
		others, err := d.store.SocketsByID(ctx, s.Sockets[:n-1])
		if err != nil {
			return nil, false, err
		}
		maps.Copy(all, others)
	}
	for _, tab := range all {
		coming = coming || tab.Visitor == "" && d.Now().Sub(tab.Opened) < newSocket
	}
	return s.tabs(all), coming, err
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
	if err := d.closeLost(ctx, all); err != nil || len(all.open()) > 0 {
		return last, "", 0, err
	}
	if all.lost() {
		return all.lastSign(now), Idle, 0, nil
	}
	if quiet := now.Sub(all.closedAt(now)); quiet < CloseGrace {
		return last, "", CloseGrace - quiet, nil
	}
	return all.lastSign(now), Left, 0, nil
}

// closeLost closes the tabs that were lost without a word.
func (d *Desk) closeLost(ctx context.Context, all tabs) error {
	for i := range all {
		s := &all[i]
		if !s.Closed.IsZero() || d.Now().Sub(s.Seen) < SilentSocket {
			continue
		}
		if err := Except(d.store.CloseSocket(ctx, s.ID, d.Now()), ErrNotFound); err != nil {
			return err
		}
		s.Closed = d.Now()
	}
	return nil
}
