package memory

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/team"
)

// pointer leads to a late row by its time of arrival.
type pointer struct {
	at time.Time
	id chat.MessageID
}

func (s *Store) Head(_ context.Context, k chat.ConversationKey) (chat.Head, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.head(k)
}

func (s *Store) HeadsByID(
	_ context.Context, t chat.TenantID, ids []chat.ConversationID,
) (map[chat.ConversationID]chat.Head, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[chat.ConversationID]chat.Head{}
	for _, id := range ids {
		if head, err := s.head(chat.ConversationKey{Tenant: t, ID: id}); err == nil {
			found[id] = head
		}
	}
	return found, nil
}

func (s *Store) head(k chat.ConversationKey) (chat.Head, error) {
	head, version, err := s.heads.get(k)
	head.Version = version
	return head, err
}

func (s *Store) Append(_ context.Context, k chat.ConversationKey, m chat.Message) (chat.Message, error) {
	err := s.write("Append", func() error {
		if doc, taken := s.messages[k][m.ID]; taken {
			m = doc.copy()
			return chat.ErrExists
		}
		s.append(k, m)
		return nil
	})
	return m, err
}

func (s *Store) append(k chat.ConversationKey, m chat.Message) {
	if s.messages[k] == nil {
		s.messages[k] = map[chat.MessageID]*kept[chat.Message]{}
	}
	row := keep[chat.Message](encode(m))
	s.messages[k][m.ID] = &row
	if minted, err := chat.TimeOf(m.ID.Base()); err == nil && m.At.Sub(minted) > chat.LateAfter {
		s.pointers[k] = append(s.pointers[k], pointer{m.At, m.ID})
	}
	copied := row.copy()
	s.Changes = append(s.Changes, chat.Change{Key: k, Message: &copied})
}

func (s *Store) Commit(
	ctx context.Context, k chat.ConversationKey, change func(*chat.Head) ([]chat.Message, error),
) (chat.Head, error) {
	for range 8 {
		head, err := s.Head(ctx, k)
		if errors.Is(err, chat.ErrNotFound) {
			head, err = chat.Head{Tenant: k.Tenant, ID: k.ID}, nil
		}
		if err != nil {
			return chat.Head{}, err
		}
		was := head.Version
		messages, err := change(&head) // unlocked: the bot may read while it answers
		if err != nil {
			return chat.Head{}, err
		}
		err = s.write("Commit", func() error {
			if s.heads.version(k) != was {
				return chat.ErrConflict
			}
			for _, m := range messages {
				if _, taken := s.messages[k][m.ID]; taken {
					return chat.ErrExists
				}
			}
			for _, m := range messages {
				s.append(k, m)
			}
			s.heads.put(k, head)
			head.Version = s.heads.version(k)
			return nil
		})
		if !errors.Is(err, chat.ErrConflict) {
			return ifStored(head, err)
		}
	}
	return chat.Head{}, chat.ErrConflict
}

func (s *Store) HeadEventually(ctx context.Context, k chat.ConversationKey) (chat.Head, error) {
	return s.Head(ctx, k)
}

func (s *Store) Exchange(
	ctx context.Context, k chat.ConversationKey, question chat.MessageID,
) (chat.Message, *chat.Message, error) {
	found, err := s.Message(ctx, k, question)
	if err != nil {
		return found, nil, err
	}
	if reply, err := s.Message(ctx, k, chat.ReplyTo(question)); err == nil {
		return found, &reply, nil
	}
	return found, nil, nil
}

func (s *Store) Message(_ context.Context, k chat.ConversationKey, id chat.MessageID) (chat.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	doc, ok := s.messages[k][id]
	if !ok {
		return chat.Message{}, chat.ErrNotFound
	}
	return doc.copy(), nil
}

// Messages reads messages of any conversations of a tenant.
func (s *Store) Messages(
	_ context.Context, t chat.TenantID, refs []search.Ref,
) (map[search.Ref]chat.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[search.Ref]chat.Message{}
	for _, ref := range refs {
		if doc, ok := s.messages[chat.ConversationKey{Tenant: t, ID: ref.Conversation}][ref.Message]; ok {
			found[ref] = doc.copy()
		}
	}
	return found, nil
}

func (s *Store) UpdateMessageEventually(
	ctx context.Context, k chat.ConversationKey, id chat.MessageID, change func(*chat.Message) error,
) (chat.Message, error) {
	return s.UpdateMessage(ctx, k, id, change)
}

func (s *Store) UpdateMessage(
	_ context.Context, k chat.ConversationKey, id chat.MessageID, change func(*chat.Message) error,
) (m chat.Message, err error) {
	err = s.write("UpdateMessage", func() error {
		doc, ok := s.messages[k][id]
		if !ok {
			return chat.ErrNotFound
		}
		m = doc.copy()
		if err := change(&m); err != nil {
			return err
		}
		row := keep[chat.Message](encode(m))
		s.messages[k][id] = &row
		return nil
	})
	return ifStored(m, err)
}

// ids are those of a conversation's messages, in their order.
func (s *Store) ids(k chat.ConversationKey) []chat.MessageID {
	return slices.Sorted(maps.Keys(s.messages[k]))
}

// log copies the first messages that are wanted, and no other ones.
func (s *Store) log(
	k chat.ConversationKey, ids []chat.MessageID, limit int, wants func(chat.MessageID) bool,
) []chat.Message {
	found := []chat.Message{}
	for _, id := range ids {
		if len(found) < limit && wants(id) {
			found = append(found, s.messages[k][id].copy())
		}
	}
	return found
}

func (s *Store) History(
	_ context.Context, k chat.ConversationKey, before chat.MessageID, limit int,
) ([]chat.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := s.ids(k)
	slices.Reverse(ids)
	return s.log(k, ids, limit, func(id chat.MessageID) bool { return before == "" || id < before }), nil
}

func (s *Store) Since(
	_ context.Context, k chat.ConversationKey, after chat.MessageID, limit int,
) ([]chat.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	late := map[chat.MessageID]bool{}
	since, _ := chat.TimeOf(after.Base())
	for _, p := range s.pointers[k] {
		late[p.id] = !p.at.Before(since)
	}
	return s.log(k, s.ids(k), limit, func(id chat.MessageID) bool {
		return (id > after || late[id]) && id != after
	}), nil
}

func (s *Store) ConversationsOf(_ context.Context, k chat.VisitorKey) ([]chat.Head, error) {
	return headsOf(s.headsWhere(k.Tenant, func(h *chat.Head) bool { return h.Visitor == k.ID })), nil
}

func (s *Store) PutWamid(_ context.Context, t chat.TenantID, wamid string, at chat.BubbleRef) error {
	return s.write("PutWamid", func() error { s.wamids.put(string(t)+"/"+wamid, at); return nil })
}

func (s *Store) Wamid(_ context.Context, t chat.TenantID, wamid string) (chat.BubbleRef, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref, _, err := s.wamids.get(string(t) + "/" + wamid)
	return ref, err
}

func (s *Store) ParkStatus(
	_ context.Context, t chat.TenantID, wamid string, d chat.Delivery, about []chat.Identity,
) error {
	return s.write("ParkStatus", func() error {
		k := string(t) + "/" + wamid
		if !slices.ContainsFunc(s.parked[k], func(had chat.Delivery) bool { return had.Status == d.Status }) {
			s.parked[k] = append(s.parked[k], d)
		}
		for _, id := range about {
			s.parkedAbout[identity(t, id.Hash)] = append(s.parkedAbout[identity(t, id.Hash)], wamid)
		}
		return nil
	})
}

func (s *Store) Parked(_ context.Context, t chat.TenantID, wamid string) ([]chat.Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.parked[string(t)+"/"+wamid]), nil
}

func (s *Store) UpdateShares(_ context.Context, t chat.TenantID, change func(*team.Shares) error) error {
	return s.write("UpdateShares", func() error {
		shares, _, _ := s.shares.get(t)
		if err := change(&shares); err != nil {
			return err
		}
		return edit(&s.shares, t, shares)
	})
}
