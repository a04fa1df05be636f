package chat

import (
	"context"
	"errors"
)

// A visitor who opens the chat is greeted, and as long as they say nothing the greeting is
// all that is stored: most do not go on, and a head costs several times as much. The first
// agent who looks or writes makes the head from it.

// greeted is the greeting of a chat that was opened, ErrNotFound if there is none.
func (d *Desk) greeted(ctx context.Context, key ConversationKey) (Message, error) {
	first, err := d.store.History(ctx, key, "", 1)
	if err != nil {
		return Message{}, err
	}
	if len(first) == 0 || first[0].Entry == nil || first[0].Author.Kind != ByBot {
		return Message{}, ErrNotFound
	}
	return first[0], nil
}

// makeHead fills in the head that an act is about to change, if its chat was only opened.
func (d *Desk) makeHead(ctx context.Context, key ConversationKey, h *Head) error {
	if h.Version > 0 {
		return nil
	}
	greeting, err := d.greeted(ctx, key)
	if errors.Is(err, ErrNotFound) {
		return ErrNoConversation
	}
	if err != nil {
		return err
	}
	in, err := recall(greeting)
	if err == nil {
		*h = in.open()
		h.note(&greeting)
	}
	return err
}

// Conversation is the head of a conversation, for agents. For a chat that was only opened it is the head that
// the first act would make.
func (d *Desk) Conversation(ctx context.Context, key ConversationKey) (Head, error) {
	head, err := d.store.Head(ctx, key)
	if !errors.Is(err, ErrNotFound) {
		return head, err
	}
	head = Head{}
	if err := d.makeHead(ctx, key, &head); err != nil {
		return head, err
	}
	return head, nil
}
