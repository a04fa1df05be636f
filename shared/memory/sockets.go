package memory

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

func (s *Store) OpenSocket(_ context.Context, socket chat.Socket) error {
	return s.write("OpenSocket", func() error { s.sockets.put(socket.ID, socket); return nil })
}

func (s *Store) Admit(
	_ context.Context, id chat.ConnectionID, now time.Time, sign chat.Sign,
) (was chat.Socket, err error) {
	err = s.write("Admit", func() error {
		if was, err = s.open(id); err != nil {
			return err
		}
		socket := was
		if err := charge(&socket, now, sign); err != nil {
			return err
		}
		s.sockets.put(id, socket)
		return nil
	})
	return was, err
}

// open reads a socket that is not closed.
func (s *Store) open(id chat.ConnectionID) (chat.Socket, error) {
	socket, _, err := s.sockets.get(id)
	if err != nil || !socket.Closed.IsZero() {
		return chat.Socket{}, chat.ErrGone
	}
	return socket, nil
}

// charge takes a frame from a socket's budget.
func charge(socket *chat.Socket, now time.Time, sign chat.Sign) error {
	from := now
	if socket.Budget.After(now) {
		from = socket.Budget
	}
	next := from.Add(chat.FrameRefill)
	if next.Sub(now) > chat.FrameBurst*chat.FrameRefill {
		return chat.Errorf(chat.TooMany, "slow_down", "That is too fast. Wait a few seconds.")
	}
	socket.Seen, socket.Budget = now, next
	switch sign {
	case chat.Opens:
		socket.Active, socket.Away, socket.Chat = now, time.Time{}, now
	case chat.Here, chat.Back:
		socket.Active, socket.Away = now, time.Time{}
	case chat.Still, chat.Hidden:
		if socket.Away.IsZero() {
			socket.Away = sign.Away(now)
		}
	}
	if sign.Tells() {
		socket.Told++
	}
	return nil
}

func (s *Store) Enter(_ context.Context, socket chat.Socket, now time.Time, page *chat.Page) error {
	return s.write("Enter", func() error {
		old, err := s.open(socket.ID)
		if err != nil {
			return err
		}
		if old.Noted != socket.Noted {
			return chat.ErrConflict
		}
		if err := charge(&old, now, chat.Here); err != nil {
			return err
		}
		entered := bound(socket, old)
		entered.Noted, entered.Trail = socket.Noted, socket.Trail
		if page != nil {
			note(&entered, *page, now)
		}
		s.sockets.put(socket.ID, entered)
		return nil
	})
}

// bound is a socket with the fields that BindSocket leaves.
func bound(socket, old chat.Socket) chat.Socket {
	socket.Seen, socket.Active, socket.Budget = old.Seen, old.Active, old.Budget
	socket.Away, socket.Told, socket.Closed = old.Away, old.Told, old.Closed
	socket.Noted, socket.Trail, socket.Caller, socket.Chat = old.Noted, old.Trail, old.Caller, old.Chat
	return socket
}

func note(socket *chat.Socket, page chat.Page, now time.Time) {
	socket.Noted++
	socket.Trail = append(socket.Trail, chat.VisitEvent{
		ID: chat.PageID(socket.ID, socket.Noted, now), At: now, Kind: chat.PageEvent, Page: &page,
	})
}

func (s *Store) Note(
	_ context.Context, was chat.Socket, now time.Time, id string, page chat.Page, anew bool,
) error {
	return s.write("Note", func() error {
		socket, err := s.open(was.ID)
		if err != nil || slices.Contains(s.lastPages[was.ID], id) {
			return err
		}
		if anew && socket.Noted != was.Noted {
			return chat.ErrConflict
		}
		if err := charge(&socket, now, chat.Here); err != nil {
			return err
		}
		if anew {
			socket.Trail = nil
		}
		note(&socket, page, now)
		s.sockets.put(was.ID, socket)
		had := s.lastPages[was.ID]
		s.lastPages[was.ID] = append(had[max(0, len(had)-1):], id)
		return nil
	})
}

func (s *Store) DropSocket(_ context.Context, id chat.ConnectionID) error {
	return s.write("DropSocket", func() error { delete(s.sockets.rows, id); return nil })
}

func (s *Store) Socket(_ context.Context, id chat.ConnectionID) (chat.Socket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open(id)
}

func (s *Store) BindSocket(_ context.Context, socket chat.Socket) error {
	return s.write("BindSocket", func() error {
		old, err := s.open(socket.ID)
		if err != nil {
			return err
		}
		if socket.Visitor != "" && old.Noted != socket.Noted {
			return chat.ErrConflict
		}
		socket = bound(socket, old)
		if socket.Visitor != "" {
			socket.Trail = nil
		}
		s.sockets.put(socket.ID, socket)
		if socket.Agent != nil {
			list(s.team, socket.Tenant)[socket.ID] = *socket.Agent
		}
		return nil
	})
}

// list returns the map at a key, and makes a missing one.
func list[K comparable, V any](lists map[K]map[chat.ConnectionID]V, k K) map[chat.ConnectionID]V {
	if lists[k] == nil {
		lists[k] = map[chat.ConnectionID]V{}
	}
	return lists[k]
}

func (s *Store) CloseSocket(_ context.Context, id chat.ConnectionID, at time.Time) error {
	return s.write("CloseSocket", func() error {
		socket, err := s.open(id)
		if err != nil {
			return chat.ErrNotFound
		}
		if socket.Visit == "" {
			delete(s.sockets.rows, id)
		} else {
			socket.Closed, socket.Caller = at, ""
			s.sockets.put(id, socket)
		}
		s.Changes = append(s.Changes, chat.Change{Gone: &socket})
		return nil
	})
}

func (s *Store) UnbindSocket(_ context.Context, socket chat.Socket) error {
	return s.write("UnbindSocket", func() error {
		delete(s.team[socket.Tenant], socket.ID)
		delete(s.viewers[chat.ConversationKey{Tenant: socket.Tenant, ID: socket.Viewing}], socket.ID)
		return nil
	})
}

func (s *Store) SocketsByID(_ context.Context, ids []chat.ConnectionID) (map[chat.ConnectionID]chat.Socket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[chat.ConnectionID]chat.Socket{}
	for _, id := range ids {
		if socket, _, err := s.sockets.get(id); err == nil {
			found[id] = socket
		}
	}
	return found, nil
}

func (s *Store) Team(_ context.Context, t chat.TenantID) (map[chat.ConnectionID]chat.Agent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copied(s.team[t]), nil
}

func copied[K comparable, V any](m map[K]V) map[K]V {
	out := map[K]V{}
	maps.Copy(out, m)
	return out
}

func (s *Store) Watch(_ context.Context, k chat.ConversationKey, id chat.ConnectionID, a chat.Agent) error {
	return s.write("Watch", func() error { list(s.viewers, k)[id] = a; return nil })
}

func (s *Store) Unwatch(_ context.Context, k chat.ConversationKey, id chat.ConnectionID) error {
	return s.write("Unwatch", func() error { delete(s.viewers[k], id); return nil })
}

func (s *Store) Viewers(_ context.Context, k chat.ConversationKey) (map[chat.ConnectionID]chat.Agent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copied(s.viewers[k]), nil
}

func (s *Store) PutTicket(_ context.Context, t chat.Ticket) error {
	return s.write("PutTicket", func() error { s.tickets.put(t.Hash, t); return nil })
}

func (s *Store) TakeTicket(_ context.Context, hash string) (t chat.Ticket, err error) {
	err = s.write("TakeTicket", func() error {
		if t, _, err = s.tickets.get(hash); err != nil {
			return err
		}
		delete(s.tickets.rows, hash)
		return nil
	})
	return t, err
}

func (s *Store) Take(
	_ context.Context, t chat.TenantID, what string, window time.Time, n, limit int64, _ time.Time,
) (ok bool, err error) {
	err = s.write("Take", func() error {
		k := spending(t, what, window)
		if ok = s.spent[k]+n <= limit; ok {
			s.spent[k] += n
		}
		return nil
	})
	return ok, err
}

func (s *Store) Taken(_ context.Context, t chat.TenantID, what string, window time.Time) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.spent[spending(t, what, window)], nil
}

func spending(t chat.TenantID, what string, window time.Time) string {
	return string(t) + "/" + what + "/" + window.String()
}

func (s *Store) Salt(_ context.Context, day time.Time) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.salts[day.String()] == nil {
		s.salts[day.String()] = privacy.NewKey()
	}
	return s.salts[day.String()], nil
}

func (s *Store) Throttle(
	_ context.Context, t chat.TenantID, list string, second time.Time, alone bool,
) (open bool, err error) {
	err = s.write("Throttle", func() error {
		k := string(t) + "/" + list
		open = second.Unix() > s.gates[k]
		if open && !(alone && chat.Lone(time.Unix(s.gates[k], 0), second)) {
			s.gates[k] = second.Unix()
		}
		return nil
	})
	return open, err
}
