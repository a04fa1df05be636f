package memory

import (
	"context"
	"maps"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/mail"
)

func boxID(k chat.ConversationKey) string { return string(k.Tenant) + "/" + string(k.ID) }

func linkID(k chat.ConversationKey, hash string) string { return boxID(k) + "/" + hash }

func (s *Store) Box(_ context.Context, k chat.ConversationKey) (mail.Box, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	box, _, err := s.boxes.get(boxID(k))
	return box, err
}

func (s *Store) LeftAddress(ctx context.Context, k chat.ConversationKey) (*lifecycle.LeftAddress, error) {
	box, err := s.Box(ctx, k)
	if err != nil || box.Address == "" {
		return nil, chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	return &lifecycle.LeftAddress{Address: box.Address, Left: box.Left, Proved: box.Proved}, nil
}

func (s *Store) UpdateBox(_ context.Context, k chat.ConversationKey, change func(*mail.Box) error) error {
	return upsert(s, &s.boxes, "UpdateBox", boxID(k), mail.Box{}, change)
}

func (s *Store) DropBox(_ context.Context, k chat.ConversationKey) error {
	return s.write("DropBox", func() error { s.dropBox(k); return nil })
}

// dropBox deletes a conversation's address with its links, and returns how many rows these were.
func (s *Store) dropBox(k chat.ConversationKey) int {
	n := len(s.boxes.rows) + len(s.links.rows)
	delete(s.boxes.rows, boxID(k))
	maps.DeleteFunc(s.links.rows, func(id string, _ *versioned[mail.Link]) bool {
		return strings.HasPrefix(id, boxID(k)+"/")
	})
	return n - len(s.boxes.rows) - len(s.links.rows)
}

func (s *Store) PutLink(_ context.Context, k chat.ConversationKey, l mail.Link) error {
	return s.write("PutLink", func() error { s.links.put(linkID(k, l.Hash), l); return nil })
}

func (s *Store) Link(_ context.Context, k chat.ConversationKey, hash string) (mail.Link, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	link, _, err := s.links.get(linkID(k, hash))
	return link, err
}

func (s *Store) UpdateLink(
	_ context.Context, k chat.ConversationKey, hash string, change func(*mail.Link) error,
) error {
	return s.write("UpdateLink", func() error {
		link, _, err := s.links.get(linkID(k, hash))
		if err == nil {
			err = change(&link)
		}
		if err == nil {
			s.links.put(linkID(k, hash), link)
		}
		return err
	})
}

func (s *Store) Silence(_ context.Context, t chat.TenantID, hash string) (mail.Silence, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	silent, _, err := s.silences.get(string(t) + "/" + hash)
	return silent, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) UpdateSilence(
	_ context.Context, t chat.TenantID, hash string, change func(*mail.Silence) error,
) error {
	return upsert(s, &s.silences, "UpdateSilence", string(t)+"/"+hash, mail.Silence{}, change)
}
