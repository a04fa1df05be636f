package chat

import (
	"context"
	"errors"
)

// ErrHeld is the error of a bot whose answer waits for a person of the team to look at it. Nothing is stored for it in
// the conversation: whoever releases it stores it as any answer, under the same conditions, so that it is said once and
// never after a takeover.
var ErrHeld = Errorf(Unavailable, "held", "The answer waits for a person.")

// Release ends the wait of an answer: by gives what is to be said. It returns the reply that stands, which is another
// one if somebody was faster. ErrNotFound if the question is gone.
func Release(ctx context.Context, d *Desk, key ConversationKey, id MessageID, by Responder) (Message, error) {
	question, had, err := d.store.Exchange(ctx, key, id)
	if errors.Is(err, ErrNotFound) { // it may be too new for an eventual read
		question, err = d.store.Message(ctx, key, id)
	}
	if err != nil || had != nil {
		return deref(had), err
	}
	in, err := recall(question)
	if err != nil {
		return Message{}, err
	}
	bot, err := d.Bot(ctx, in.Tenant, in.Bot)
	if err != nil {
		return Message{}, err
	}
	reply, head, err := d.settle(ctx, in, question, func(h *Head) (*Answer, error) {
		return d.respondBy(ctx, by, bot, h, question, queued)
	})
	if err != nil {
		return Message{}, err
	}
	if reply != nil {
		d.spread(ctx, head, "", *reply)
	}
	stands, err := d.store.Message(ctx, key, ReplyTo(id))
	if errors.Is(err, ErrNotFound) { // a person has the conversation, and answers it
		return Message{Outcome: Dropped}, nil
	}
	return stands, err
}

// begun lets the head of a new conversation be stored although its first answer waits: lists need one, as for a slow
// bot.
func begun(err error, h *Head) error {
	if h.Version == 0 {
		return Except(err, ErrHeld)
	}
	return err
}

func deref(m *Message) Message {
	if m == nil {
		return Message{}
	}
	return *m
}

// silenced is the slot of a question that a person left without an answer.
func (d *Desk) silenced(question Message, h *Head, given *Answer) *Message {
	reply := d.slot(question, h, Dropped)
	reply.Part = given.Part
	return reply
}
