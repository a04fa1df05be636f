package memory

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func mentionPath(t chat.TenantID, m chat.Mention) string {
	return path(t, path(m.To, m.At.UTC().Format("2006-01-02T15:04:05.000Z")+string(m.Message)))
}

func (s *Store) AddMention(_ context.Context, t chat.TenantID, m chat.Mention, _ time.Time) (fresh bool, err error) {
	err = s.write("AddMention", func() error {
		_, had := s.mentions.rows[mentionPath(t, m)]
		if fresh = !had; fresh {
			s.mentions.put(mentionPath(t, m), m)
		}
		return nil
	})
	return fresh && err == nil, err
}

func (s *Store) Mentions(
	_ context.Context, t chat.TenantID, id chat.AgentID, limit int,
) ([]chat.Mention, time.Time, error) {
	all := under(s, &s.mentions, path(t, path(id, "")))
	slices.Reverse(all)
	read, err := lookup(s, &s.mentionsRead, path(t, id))
	return all[:min(len(all), limit)], read, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) ReadMentions(_ context.Context, t chat.TenantID, id chat.AgentID, upTo, _ time.Time) error {
	return s.write("ReadMentions", func() error {
		if had, _, err := s.mentionsRead.get(path(t, id)); err != nil || upTo.After(had) {
			s.mentionsRead.put(path(t, id), upTo)
		}
		return nil
	})
}
