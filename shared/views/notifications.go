package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Notifications lists Meta's notifications, newest first.
func (r *Reader) Notifications(
	ctx context.Context, a chat.Agent, cursor string, limit int,
) (chat.Listed[chat.Notification], error) {
	return chat.ListPage(ctx, r.desk, a.Tenant, "news", cursor, limit,
		func(position string, limit int) ([]chat.Notification, string, error) {
			return r.store.Notifications(ctx, a.Tenant, position, limit)
		}, nil)
}
