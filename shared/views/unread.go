package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Unread returns the conversations with a visitor's message that the agent has not seen.
func (r *Reader) Unread(ctx context.Context, a chat.Agent, heads []chat.Head) (map[chat.ConversationID]bool, error) {
	ids := make([]chat.ConversationID, len(heads))
	for i, h := range heads {
		ids[i] = h.ID
	}
	marks, err := r.store.ReadMarks(ctx, a.Tenant, a.ID, ids)
	unread := map[chat.ConversationID]bool{}
	for _, h := range heads {
		if h.VisitorAt.After(marks[h.ID]) {
			unread[h.ID] = true
		}
	}
	return unread, err
}
