package dynamo

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/notices"
)

func toldKey(t chat.TenantID, channel string) key { return tenantKey(t, "NOTICES#"+channel) }

func (s *Store) Told(ctx context.Context, t chat.TenantID, channel string) (notices.Told, error) {
	told, err := load[notices.Told](ctx, s, toldKey(t, channel))
	return told, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) UpdateTold(
	ctx context.Context, t chat.TenantID, channel string, until time.Time, change func(*notices.Told) error,
) error {
	return upsert(ctx, s, toldKey(t, channel), notices.Told{}, change, func(it item, _ *notices.Told) {
		it[TTL] = num(until.Unix())
	})
}
