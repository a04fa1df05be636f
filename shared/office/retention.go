package office

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// SaveRetention sets for how long data is kept.
func (o *Office) SaveRetention(ctx context.Context, a chat.Agent, r chat.Retention, version int64) (chat.Tenant, error) {
	if err := r.Check(); err != nil {
		return chat.Tenant{}, err
	}
	return o.changeTenant(ctx, a, version, func(t *chat.Tenant) { t.Keep = r })
}
