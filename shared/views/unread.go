package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Unread is the conversations whose visitor spoke after the agent last looked.
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
