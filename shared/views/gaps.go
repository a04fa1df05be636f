package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Gaps lists a bot's unanswered questions, the most asked first.
func (r *Reader) Gaps(
	ctx context.Context, a chat.Agent, bot chat.BotID, cursor string, limit int,
) (chat.Listed[chat.GapRow], error) {
	return chat.ListPage(ctx, r.desk, a.Tenant, "gaps/"+string(bot), cursor, limit,
		func(position string, limit int) ([]chat.GapRow, string, error) {
			rows, next, err := r.store.Gaps(ctx, a.Tenant, bot, position, limit)
			for i := range rows {
				rows[i].Plain = "" // nobody said that
			}
			return rows, next, err
		}, nil)
}
