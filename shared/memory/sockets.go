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
		socket, _, err := s.sockets.get(id)
		if err != nil {
			return chat.ErrGone
		}
		was = socket
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
		s.sockets.put(id, socket)
		return nil
	})
	return was, err
}

func (s *Store) Socket(_ context.Context, id chat.ConnectionID) (chat.Socket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	socket, _, err := s.sockets.get(id)
	return socket, err
}

func (s *Store) BindSocket(_ context.Context, socket chat.Socket) error {
	return s.write("BindSocket", func() error {
		old, _, err := s.sockets.get(socket.ID)
		if err != nil {
			return chat.ErrGone
		}
		socket.Seen, socket.Active, socket.Budget = old.Seen, old.Active, old.Budget
		socket.Away, socket.Told = old.Away, old.Told
		s.sockets.put(socket.ID, socket)
		switch {
		case socket.Agent != nil:
			list(s.team, socket.Tenant)[socket.ID] = *socket.Agent
		case socket.Visitor != "":
			list(s.bound, socket.VisitorKey())[socket.ID] = true
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

func (s *Store) CloseSocket(_ context.Context, id chat.ConnectionID) error {
	return s.write("CloseSocket", func() error {
		socket, _, err := s.sockets.get(id)
		if err != nil {
			return err
		}
		delete(s.sockets.rows, id)
		s.Changes = append(s.Changes, chat.Change{Gone: &socket})
		return nil
	})
}

func (s *Store) UnbindSocket(_ context.Context, socket chat.Socket) error {
	return s.write("UnbindSocket", func() error {
		delete(s.bound[socket.VisitorKey()], socket.ID)
		delete(s.team[socket.Tenant], socket.ID)
		delete(s.viewers[chat.ConversationKey{Tenant: socket.Tenant, ID: socket.Viewing}], socket.ID)
		return nil
	})
}

func (s *Store) SocketsOf(_ context.Context, k chat.VisitorKey) ([]chat.ConnectionID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.bound[k])), nil
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

func (s *Store) OpenSockets(_ context.Context, k chat.VisitorKey) ([]chat.Socket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	open := []chat.Socket{}
	for _, id := range slices.Sorted(maps.Keys(s.bound[k])) {
		if socket, _, err := s.sockets.get(id); err == nil {
			open = append(open, socket)
		}
	}
	return open, nil
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
		k := string(t) + "/" + what + "/" + window.String()
		if ok = s.spent[k]+n <= limit; ok {
			s.spent[k] += n
		}
		return nil
	})
	return ok, err
}

func (s *Store) Salt(_ context.Context, day time.Time) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.salts[day.String()] == nil {
		s.salts[day.String()] = privacy.NewKey()
	}
	return s.salts[day.String()], nil
}

func (s *Store) Throttle(_ context.Context, t chat.TenantID, list string, second time.Time) (open bool, err error) {
	err = s.write("Throttle", func() error {
		k := string(t) + "/" + list
		if open = second.Unix() > s.gates[k]; open {
			s.gates[k] = second.Unix()
		}
		return nil
	})
	return open, err
}
