package memory

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) Visitor(_ context.Context, k chat.VisitorKey) (chat.Visitor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, _, err := s.visitors.get(k)
	return v, err
}

func (s *Store) VisitorsByID(
	_ context.Context, t chat.TenantID, ids []chat.VisitorID,
) (map[chat.VisitorID]chat.Visitor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[chat.VisitorID]chat.Visitor{}
	for _, id := range ids {
		if v, _, err := s.visitors.get(chat.VisitorKey{Tenant: t, ID: id}); err == nil {
			found[id] = v
		}
	}
	return found, nil
}

func (s *Store) VisitorNow(_ context.Context, k chat.VisitorKey) (chat.Visitor, chat.Current, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, _, err := s.visitors.get(k)
	current, _, _ := s.current.get(k)
	return v, current, err
}

func identity(t chat.TenantID, hash string) string { return string(t) + "/" + hash }

// free tells whether an identity leads to nobody since the erasure that it names.
func (s *Store) free(t chat.TenantID, id chat.Identity) bool {
	lead, _, err := s.identities.get(identity(t, id.Hash))
	return err != nil || (lead.Visitor == "" && lead.Erased.Equal(id.Erased))
}

func (s *Store) AddVisitor(_ context.Context, v chat.Visitor) error {
	return s.write("AddVisitor", func() error {
		if _, _, err := s.visitors.get(v.Key()); err == nil {
			return chat.ErrExists
		}
		for _, id := range v.Identities {
			if !s.free(v.Tenant, id) {
				return chat.ErrExists
			}
		}
		for _, id := range v.Identities {
			s.identities.put(identity(v.Tenant, id.Hash), chat.Bearer{Visitor: v.ID, Erased: id.Erased})
		}
		s.visitors.put(v.Key(), v)
		return nil
	})
}

func (s *Store) Arrive(ctx context.Context, v chat.Visitor, visit chat.Visit) error {
	if err := s.AddVisitor(ctx, v); err != nil {
		return err
	}
	return s.Begin(ctx, visit, chat.Current{})
}

func (s *Store) UpdateVisitor(
	_ context.Context, k chat.VisitorKey, change func(*chat.Visitor) error,
) (v chat.Visitor, err error) {
	err = s.write("UpdateVisitor", func() error {
		if v, _, err = s.visitors.get(k); err != nil {
			return err
		}
		if err := change(&v); err != nil {
			return err
		}
		s.visitors.put(k, v)
		return nil
	})
	return ifStored(v, err)
}

func (s *Store) Identify(_ context.Context, t chat.TenantID, hash string) (chat.Bearer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, _, err := s.identities.get(identity(t, hash))
	return id, err
}

func (s *Store) AddIdentity(_ context.Context, k chat.VisitorKey, id chat.Identity) error {
	return s.write("AddIdentity", func() error {
		lead, _, err := s.identities.get(identity(k.Tenant, id.Hash))
		if err == nil && lead.Visitor != k.ID && !s.free(k.Tenant, id) {
			return chat.ErrExists
		}
		v, _, err := s.visitors.get(k)
		if err != nil {
			return err
		}
		if lead.Visitor == "" {
			s.identities.put(identity(k.Tenant, id.Hash), chat.Bearer{Visitor: k.ID, Erased: id.Erased})
		}
		id.Erased = time.Time{}
		if !slices.Contains(v.Identities, id) {
			v.Identities = append(v.Identities, id)
			s.visitors.put(k, v)
		}
		return nil
	})
}

func (s *Store) DropIdentity(_ context.Context, k chat.VisitorKey, id chat.Identity) error {
	return s.write("DropIdentity", func() error {
		v, _, err := s.visitors.get(k)
		if err != nil {
			return err
		}
		v.Identities = slices.DeleteFunc(slices.Clone(v.Identities), func(had chat.Identity) bool { return had == id })
		s.visitors.put(k, v)
		if lead, _, err := s.identities.get(identity(k.Tenant, id.Hash)); err == nil && lead.Visitor == k.ID {
			delete(s.identities.rows, identity(k.Tenant, id.Hash))
		}
		return nil
	})
}

func (s *Store) AddNote(_ context.Context, k chat.VisitorKey, n chat.Note) error {
	return s.write("AddNote", func() error {
		s.notes[k] = append([]chat.Note{n}, s.notes[k]...)
		return nil
	})
}

func (s *Store) Notes(_ context.Context, k chat.VisitorKey, limit int) ([]chat.Note, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.notes[k][:min(limit, len(s.notes[k]))]), nil
}

func (s *Store) FindVisitors(
	_ context.Context, t chat.TenantID, begins chat.Term, after chat.Posting, limit int,
) ([]chat.Posting, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []chat.Posting
	for k := range s.visitors.rows {
		v, _, _ := s.visitors.get(k)
		if v.Tenant == t {
			found = append(found, v.Postings(begins)...)
		}
	}
	found = slices.DeleteFunc(found, func(p chat.Posting) bool { return p.Compare(after) <= 0 })
	slices.SortFunc(found, chat.Posting.Compare)
	return found[:min(limit, len(found))], nil
}

// readMark is the key of an agent's read mark on a conversation.
type readMark struct {
	tenant chat.TenantID
	agent  chat.AgentID
	id     chat.ConversationID
}

func (s *Store) MarkRead(
	_ context.Context, t chat.TenantID, agent chat.AgentID, id chat.ConversationID, at time.Time,
) error {
	return s.write("MarkRead", func() error {
		if k := (readMark{t, agent, id}); at.After(s.readMarks[k]) {
			s.readMarks[k] = at
		}
		return nil
	})
}

func (s *Store) ReadMarks(
	_ context.Context, t chat.TenantID, agent chat.AgentID, ids []chat.ConversationID,
) (map[chat.ConversationID]time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	marks := map[chat.ConversationID]time.Time{}
	for _, id := range ids {
		if at, ok := s.readMarks[readMark{t, agent, id}]; ok {
			marks[id] = at
		}
	}
	return marks, nil
}
