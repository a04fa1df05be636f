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
	if rows, err = r.seen(ctx, a, rows); err != nil {
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

// seen are messages as a person of the team may see them.
func (r *Reader) seen(ctx context.Context, a chat.Agent, rows []chat.Message) ([]chat.Message, error) {
	for i := range rows {
		if a.Role.Includes(chat.RoleOwner) {
			rows[i] = rows[i].ForOwner()
		} else {
			rows[i] = rows[i].ForAgent()
		}
	}
	return masked(ctx, r, a, rows, chat.Message.Masked)
}

// TranscriptAt returns the page of a conversation's log that has a message in its middle, newest first.
func (r *Reader) TranscriptAt(
	ctx context.Context, a chat.Agent, id chat.ConversationID, at chat.MessageID, limit int,
) (rows []chat.Message, older, later string, err error) {
	key := chat.ConversationKey{Tenant: a.Tenant, ID: id}
	if limit <= 0 {
		limit = chat.PageSize
	}
	half := max(min(limit, chat.MaxPageSize)/2, 1)
	before, err := r.store.History(ctx, key, at+after, half)
	if err != nil {
		return nil, "", "", err
	}
	if len(before) == 0 || before[0].ID != at {
		return nil, "", "", chat.Errorf(chat.NotFound, "no_message", "This message does not exist any more.")
	}
	if rows, err = r.store.Since(ctx, key, at, half); err != nil {
		return nil, "", "", err
	}
	slices.Reverse(rows)
	if rows, err = r.seen(ctx, a, append(rows, before...)); err != nil {
		return nil, "", "", err
	}
	list := "transcript/" + string(id)
	if later, err = chat.SealCursor(ctx, r.desk, a.Tenant, list, string(rows[0].ID)); err == nil && len(before) == half {
		older, err = chat.SealCursor(ctx, r.desk, a.Tenant, list, string(rows[len(rows)-1].ID))
	}
	return rows, older, later, err
}

// after makes of an id the place right behind it: no id goes on with this character.
const after = "!"
