package team

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// foretell alerts people of a talk while its answer waits, as the reply would: with the id of that reply, which tells
// of the same cause and so of nothing new.
func (t *Team) foretell(ctx context.Context, key chat.ConversationKey, held Held) error {
	waits, err := t.waits(ctx, key, held.Message)
	if err != nil || !waits {
		return err
	}
	head, err := t.store.Head(ctx, key)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	question, err := t.store.Message(ctx, key, held.Message)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	return t.Alert(ctx, key, chat.Message{
		ID: chat.ReplyTo(held.Message), At: held.Until.Add(-holdFor), Epoch: head.Epoch,
		Need: head.Foreseen(question, held.Answer),
	})
}
