package views

import (
	"context"
	"errors"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Transcript returns a page of a conversation's log for agents, newest first; with newer, the
// messages after the cursor, oldest first.
func (r *Reader) Transcript(
	ctx context.Context, a chat.Agent, id chat.ConversationID, cursor string, newer bool, limit int,
) (rows []chat.Message, older, later string, err error) {
	key := chat.ConversationKey{Tenant: a.Tenant, ID: id}
	list := "transcript/" + string(id)
	position, err := chat.OpenCursor(ctx, r.desk, a.Tenant, list, cursor)
	if err != nil {
		return nil, "", "", err
	}
	if limit <= 0 {
		limit = chat.PageSize
	}
	limit = min(limit, chat.MaxPageSize)
	if newer {
		rows, err = r.store.Since(ctx, key, chat.MessageID(position), limit)
		slices.Reverse(rows)
	} else {
		rows, err = r.store.History(ctx, key, chat.MessageID(position), limit)
	}
	if err != nil {
		return nil, "", "", err
	}
	for i := range rows {
		rows[i] = rows[i].ForAgent()
	}
	if rows, err = masked(ctx, r, a, rows, chat.Message.Masked); err != nil {
		return nil, "", "", err
	}
	if len(rows) == 0 {
		_, err := r.store.Head(ctx, key)
		if errors.Is(err, chat.ErrNotFound) {
			err = chat.ErrNoConversation
		}
		return rows, "", cursor, err
	}
	if later, err = chat.SealCursor(ctx, r.desk, a.Tenant, list, string(rows[0].ID)); err != nil {
		return nil, "", "", err
	}
	if newer || len(rows) == limit {
		older, err = chat.SealCursor(ctx, r.desk, a.Tenant, list, string(rows[len(rows)-1].ID))
	}
	return rows, older, later, err
}
