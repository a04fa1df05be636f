package dynamo

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/promise"
)

func waitsKey(t chat.TenantID) key { return tenantKey(t, "WAITS") }

func (s *Store) RecentWaits(ctx context.Context, t chat.TenantID) (promise.Recent, error) {
	it, err := s.get(ctx, waitsKey(t), false)
	if err != nil {
		return promise.Recent{}, chat.Except(err, chat.ErrNotFound)
	}
	return read[promise.Recent](it)
}

func (s *Store) AddWait(ctx context.Context, t chat.TenantID, w promise.Wait) error {
	return upsert(ctx, s, waitsKey(t), promise.Recent{}, func(r *promise.Recent) error {
		r.Add(w)
		return nil
	}, func(item, *promise.Recent) {})
}
