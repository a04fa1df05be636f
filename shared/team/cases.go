package team

import (
	"context"
	"iter"

	"github.com/botifire/livechat/shared/chat"
)

// CasesOf is an agent's open conversations, the longest waiting first; of "" those that wait for nobody in particular.
func (t *Team) CasesOf(ctx context.Context, tenant chat.TenantID, id chat.AgentID) iter.Seq2[chat.Head, error] {
	return paged(func(position string) ([]chat.Head, string, error) {
		if id == "" {
			return t.store.ListWaiting(ctx, tenant, []chat.AgentID{""}, position, maxCases)
		}
		return t.store.ListWork(ctx, tenant, id, position, maxCases)
	})
}

// SnoozedOf is an agent's snoozed conversations. It looks at those of the whole team.
func (t *Team) SnoozedOf(ctx context.Context, tenant chat.TenantID, id chat.AgentID) iter.Seq2[chat.Head, error] {
	all := paged(func(position string) ([]chat.Head, string, error) {
		return t.store.ListQueue(ctx, tenant, chat.QueueSnoozed, position, maxCases)
	})
	return func(yield func(chat.Head, error) bool) {
		for h, err := range all {
			if (err != nil || h.Assignee == id) && !yield(h, err) {
				return
			}
		}
	}
}

// paged reads a list page by page. A position stays good when its row has left the list.
func paged(read func(position string) ([]chat.Head, string, error)) iter.Seq2[chat.Head, error] {
	return func(yield func(chat.Head, error) bool) {
		for position, more := "", true; more; more = position != "" {
			heads, next, err := read(position)
			if err != nil {
				yield(chat.Head{}, err)
				return
			}
			for _, h := range heads {
				if !yield(h, nil) {
					return
				}
			}
			position = next
		}
	}
}
