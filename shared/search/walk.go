package search

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Logs lists all conversations of a tenant and their messages. The promises of views.Store hold for its methods.
type Logs interface {
	ListQueue(
		ctx context.Context, tenant chat.TenantID, queue chat.Queue, position string, limit int,
	) (heads []chat.Head, next string, err error)
	Since(ctx context.Context, key chat.ConversationKey, after chat.MessageID, limit int) ([]chat.Message, error)
}

// passes is how often the queues are read at most: a conversation that moves twice past the same look is rare enough.
const passes = 5

// Each tells every message of a tenant that has words, for an index that is made anew. Conversations move among queues
// and within them while they are read, the busiest ones the most: so the queues are read to their ends before any
// message is, and again until they have no other conversation. Those that begin meanwhile are told by relay.
func Each(ctx context.Context, logs Logs, tenant chat.TenantID, page func([]Ref) error) error {
	told := map[chat.ConversationKey]bool{}
	for range passes {
		all, err := conversationsOf(ctx, logs, tenant)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(key chat.ConversationKey) bool { return told[key] })
		for _, key := range all {
			if told[key] {
				continue
			}
			told[key] = true
			if err := eachOf(ctx, logs, key, page); err != nil {
				return err
			}
		}
		if len(all) == 0 {
			break
		}
	}
	return nil
}

// conversationsOf are all conversations of a tenant, some perhaps twice.
func conversationsOf(ctx context.Context, logs Logs, tenant chat.TenantID) ([]chat.ConversationKey, error) {
	var all []chat.ConversationKey
	for _, queue := range chat.AllQueues {
		for position := ""; ; {
			heads, next, err := logs.ListQueue(ctx, tenant, queue, position, chat.MaxPageSize)
			if err != nil {
				return nil, err
			}
			for _, head := range heads {
				all = append(all, head.Key())
			}
			if position = next; next == "" {
				break
			}
		}
	}
	return all, nil
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
