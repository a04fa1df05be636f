package search

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Logs lists all conversations of a tenant and their messages. The promises of views.Store hold for its methods.
type Logs interface {
	ListQueue(
		ctx context.Context, tenant chat.TenantID, queue chat.Queue, position string, limit int,
	) (heads []chat.Head, next string, err error)
	Since(ctx context.Context, key chat.ConversationKey, after chat.MessageID, limit int) ([]chat.Message, error)
}

// Each tells every message of a tenant that has words, for an index that is made anew.
func Each(ctx context.Context, logs Logs, tenant chat.TenantID, page func([]Ref) error) error {
	for _, queue := range chat.AllQueues {
		for position := ""; ; {
			heads, next, err := logs.ListQueue(ctx, tenant, queue, position, chat.MaxPageSize)
			if err != nil {
				return err
			}
			for _, head := range heads {
				if err := eachOf(ctx, logs, head.Key(), page); err != nil {
					return err
				}
			}
			if position = next; next == "" {
				break
			}
		}
	}
	return nil
}

func eachOf(ctx context.Context, logs Logs, key chat.ConversationKey, page func([]Ref) error) error {
	for after := chat.MessageID(""); ; {
		messages, err := logs.Since(ctx, key, after, chat.MaxPageSize)
		if err != nil {
			return err
		}
		var refs []Ref
		for i := range messages {
			refs = append(refs, RefsOf(key, &messages[i])...)
			after = messages[i].ID
		}
		if err := page(refs); err != nil || len(messages) < chat.MaxPageSize {
			return err
		}
	}
}
