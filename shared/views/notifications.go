package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// AllNews is what Meta told beside messages, the latest first.
func (r *Reader) AllNews(ctx context.Context, a chat.Agent, cursor string, limit int) (chat.Listed[chat.News], error) {
	return chat.ListPage(ctx, r.desk, a.Tenant, "news", cursor, limit,
		func(position string, limit int) ([]chat.News, string, error) {
			return r.store.News(ctx, a.Tenant, position, limit)
		}, nil)
}
