package memory

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/notices"
)

func (s *Store) UpdateTold(
	_ context.Context, t chat.TenantID, channel string, _ time.Time, change func(*notices.Told) error,
) error {
	return upsert(s, &s.told, "UpdateTold", path(t, channel), notices.Told{}, change)
}
