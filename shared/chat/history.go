package chat

import (
	"context"
	"errors"
	"slices"
	"time"
)

// WholeLog reads all of a conversation's messages, oldest first.
func WholeLog(ctx context.Context, store interface {
	History(ctx context.Context, key ConversationKey, before MessageID, limit int) ([]Message, error)
}, key ConversationKey,
) ([]Message, error) {
	var log []Message
	for before := MessageID(""); ; {
		page, err := store.History(ctx, key, before, MaxPageSize)
		if err != nil {
			return nil, err
		}
		log = append(log, page...)
		if len(page) < MaxPageSize {
			slices.Reverse(log)
			return log, nil
		}
		before = page[len(page)-1].ID
	}
}

// resumeOverlap is how far a resume looks back behind the last message a client
// has: ids give only approximate order.
const resumeOverlap = 10 * time.Minute

// missed are the messages that a visitor does not have yet, and the head of the conversation.
func (w *WebChannel) missed(ctx context.Context, key ConversationKey, after MessageID) ([]Message, Head, error) {
	head, err := w.store.HeadEventually(ctx, key)
	if errors.Is(err, ErrNotFound) && after != "" { // there is one
		head, err = w.store.Head(ctx, key)
	}
	if errors.Is(err, ErrNotFound) {
		return nil, Head{Owner: OwnerBot}, nil
	}
	if err != nil {
		return nil, Head{}, err
	}
	if after == "" {
		messages, err := w.Earlier(ctx, key, "", PageSize)
		return messages, head, err
	}
	messages, err := w.Later(ctx, key, after)
	return messages, head, err
}

// Later are the messages that a visitor's client lacks if it has everything up to after.
func (w *WebChannel) Later(ctx context.Context, key ConversationKey, after MessageID) ([]Message, error) {
	at, err := TimeOf(after.Base())
	if err != nil {
		return nil, err
	}
	messages, err := w.store.Since(ctx, key, FirstIDAt(at.Add(-resumeOverlap)), MaxPageSize)
	if err == nil {
		messages, err = w.withCorrected(ctx, key, messages)
	}
	return w.allForVisitor(ctx, key.Tenant, messages), err
}

// Earlier is a page of a visitor's history before an id, oldest first.
func (w *WebChannel) Earlier(ctx context.Context, key ConversationKey, before MessageID, limit int) ([]Message, error) {
	messages, err := w.store.History(ctx, key, before, limit)
	slices.Reverse(messages)
	return w.allForVisitor(ctx, key.Tenant, messages), err
}

func (w *WebChannel) allForVisitor(ctx context.Context, tenant TenantID, messages []Message) []Message {
	seen := make([]Message, 0, len(messages))
	for _, m := range messages {
		if v, ok := w.forVisitor(ctx, tenant, m); ok {
			seen = append(seen, v)
		}
	}
	return seen
}
