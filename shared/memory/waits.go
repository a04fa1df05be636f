package memory

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/promise"
)

func (s *Store) RecentWaits(_ context.Context, t chat.TenantID) (promise.Recent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	recent, _, err := s.waits.get(string(t))
	return recent, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) AddWait(_ context.Context, t chat.TenantID, w promise.Wait) error {
	return upsert(s, &s.waits, "AddWait", string(t), promise.Recent{}, func(r *promise.Recent) error {
		r.Add(w)
		return nil
	})
}
