package chat

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// tabs are the sockets that a visit names: those of its pages, and those of the same visitor's earlier visits that
// were open when it began.
type tabs []Socket

// tabs picks the visit's sockets.
func (s *Visit) tabs(all map[ConnectionID]Socket) tabs {
	own := tabs{}
	for _, id := range s.Sockets {
		if tab, ok := all[id]; ok && tab.Tenant == s.Tenant && tab.Visitor == s.Visitor {
			own = append(own, tab)
		}
	}
	return own
}

// tabsOf reads the sockets of a visit, as they were a moment ago.
func (d *Desk) tabsOf(ctx context.Context, s *Visit) (tabs, error) {
	if len(s.Sockets) == 0 {
		return nil, nil
	}
	all, err := d.store.SocketsByID(ctx, s.Sockets)
	return s.tabs(all), err
}

// tabsOfVisitor reads the sockets of a visitor's latest visit, also of one who is being erased.
func (d *Desk) tabsOfVisitor(ctx context.Context, key VisitorKey) (tabs, error) {
	latest, err := d.store.VisitsOf(ctx, key, 1)
	if err != nil || len(latest) == 0 {
		return nil, err
	}
	return d.tabsOf(ctx, &latest[0])
}

// tabsForPush names the sockets of a visitor's current visit, as they were a moment ago. Words name the visit that
// they are of, and while that goes on it is the current one.
func (d *Desk) tabsForPush(ctx context.Context, key VisitorKey, of VisitID) ([]ConnectionID, error) {
	if of != "" {
		if s, err := d.store.VisitEventually(ctx, VisitKey{key.Tenant, key.ID, of}); err == nil && s.Live() {
			return s.Sockets, nil
		}
	}
	_, current, err := d.store.VisitorNow(ctx, key)
	if err != nil || current.Visit == "" {
		return nil, Except(err, ErrNotFound, ErrErased)
	}
	s, err := d.store.VisitEventually(ctx, VisitKey{key.Tenant, key.ID, current.Visit})
	return s.Sockets, Except(err, ErrNotFound)
}

// knownSocket reads an open socket as it was a moment ago, or up to date if it was not known or had no visitor then.
func (d *Desk) knownSocket(ctx context.Context, id ConnectionID) (Socket, error) {
	all, err := d.store.SocketsByID(ctx, []ConnectionID{id})
	if err != nil {
		return Socket{}, err
	}
	if s := all[id]; s.Visitor != "" && s.Closed.IsZero() {
		return s, nil
	}
	return d.store.Socket(ctx, id)
}

// open are the tabs that are not closed.
func (t tabs) open() tabs {
	return slices.DeleteFunc(slices.Clone(t), func(s Socket) bool { return !s.Closed.IsZero() })
}

// ids names the tabs.
func (t tabs) ids() []ConnectionID {
	ids := make([]ConnectionID, len(t))
	for i, s := range t {
		ids[i] = s.ID
	}
	return ids
}

// lastSign is when the visitor last did something on one of the tabs, by a time.
func (t tabs) lastSign(now time.Time) time.Time {
	var last time.Time
	for i := range t {
		if at := t[i].lastSignBy(now); at.After(last) {
			last = at
		}
	}
	return last
}

// chat is when the chat was last opened on one of the tabs.
func (t tabs) chat() time.Time {
	var last time.Time
	for i := range t {
		last = latest(last, t[i].Chat)
	}
	return last
}

// closedAt is when the last tab was closed, or was heard last before it was lost; zero while one is open.
func (t tabs) closedAt(now time.Time) time.Time {
	var last time.Time
	for _, s := range t {
		if s.Closed.IsZero() && now.Sub(s.Seen) < SilentSocket {
			return time.Time{}
		}
		last = latest(last, cmp.Or(s.Closed, s.Seen))
	}
	return last
}

// lost tells whether the last tab that was closed had been lost, and was closed by us.
func (t tabs) lost() bool {
	if len(t) == 0 {
		return false
	}
	last := slices.MaxFunc(t, func(a, b Socket) int { return a.Closed.Compare(b.Closed) })
	return last.Closed.Sub(last.Seen) >= SilentSocket
}

// trail is the pages in the sockets' notebooks that are of a visit, oldest first.
func (t tabs) trail(id VisitID) []VisitEvent {
	var pages []VisitEvent
	for _, s := range t {
		if s.Visit == id {
			pages = append(pages, s.Trail...)
		}
	}
	slices.SortStableFunc(pages, func(a, b VisitEvent) int { return a.At.Compare(b.At) })
	return pages
}

// pages is how many pages a visit was told on the tabs.
func (t tabs) pages(id VisitID) int {
	n := 0
	for _, s := range t {
		if s.Visit == id {
			n += s.Noted - s.Before
		}
	}
	return n
}

// Follow puts a visit that goes on where its tabs are: its page, the number of its pages, its last sign. It
// returns when the last tab was closed; zero while one is open.
func (s *Visit) Follow(sockets map[ConnectionID]Socket, now time.Time) (closedAt time.Time) {
	t := s.tabs(sockets)
	s.Pages = s.Dropped + t.pages(s.ID)
	if pages := t.trail(s.ID); len(pages) > 0 {
		s.Page = pages[len(pages)-1].Page
	}
	s.LastAt = latest(s.LastAt, t.lastSign(now))
	s.Opened = s.Opened || !t.chat().Before(s.Started.Add(-frameTime))
	return t.closedAt(now)
}

// Log is a visit's log, oldest first: its rows, and the pages in the notebooks of its sockets.
func Log(ctx context.Context, store interface {
	Events(ctx context.Context, key VisitKey, limit int) ([]VisitEvent, error)
	SocketsByID(ctx context.Context, ids []ConnectionID) (map[ConnectionID]Socket, error)
}, s *Visit, limit int,
) ([]VisitEvent, error) {
	var all map[ConnectionID]Socket
	var err error
	if len(s.Sockets) > 0 { // before the log: pages move from there into the log
		if all, err = store.SocketsByID(ctx, s.Sockets); err != nil {
			return nil, err
		}
	}
	log, err := store.Events(ctx, s.Key(), limit)
	log = s.tabs(all).addTo(log, s.ID)
	return log[:min(len(log), limit)], err
}

// addTo adds the pages in the notebooks to a visit's log.
func (t tabs) addTo(log []VisitEvent, id VisitID) []VisitEvent {
	known := map[string]bool{}
	for _, e := range log {
		known[e.ID] = true
	}
	for _, e := range t.trail(id) {
		if !known[e.ID] { // else the notebook is being emptied
			log = append(log, e)
		}
	}
	// Two tabs at once have rows whose pages lie between each other's.
	slices.SortStableFunc(log, func(a, b VisitEvent) int { return a.At.Compare(b.At) })
	return log
}
