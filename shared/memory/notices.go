package memory

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/notices"
)

func (s *Store) Told(_ context.Context, t chat.TenantID, channel string) (notices.Told, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	told, _, err := s.told.get(path(t, channel))
	return told, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) UpdateTold(
	_ context.Context, t chat.TenantID, channel string, _ time.Time, change func(*notices.Told) error,
) error {
	return upsert(s, &s.told, "UpdateTold", path(t, channel), notices.Told{}, change)
}
