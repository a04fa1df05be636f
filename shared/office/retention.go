package office

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// SaveRetention sets for how long data is kept, and has what is due now deleted.
func (o *Office) SaveRetention(ctx context.Context, a chat.Agent, r chat.Retention, version int64) (chat.Tenant, error) {
	if err := r.Check(); err != nil {
		return chat.Tenant{}, err
	}
	t, err := o.changeTenant(ctx, a, version, func(t *chat.Tenant) { t.Keep = r })
	if err != nil {
		return t, err
	}
	return t, o.desk.WalkSoon(ctx, a.Tenant)
}
