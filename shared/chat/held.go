package chat

import (
	"context"
	"errors"
)

// ErrHeld is the error of a bot whose answer waits for a person of the team to look at it. Nothing is stored for it in
// the conversation: whoever releases it stores it as any answer, under the same conditions, so that it is said once and
// never after a takeover.
var ErrHeld = Errorf(Unavailable, "held", "The answer waits for a person.")

// Release ends the wait of an answer: say makes of it what is to be said in the talk as it is by now. It returns the
// reply that stands, which is another one if somebody was faster. ErrNotFound if the question is gone.
func Release(
	ctx context.Context, d *Desk, key ConversationKey, id MessageID, say func(Question) Answer,
) (Message, error) {
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
	reply, head, err := d.settle(ctx, in, &question, func(h *Head) (*Answer, error) {
		return d.respondBy(ctx, released{say: say}, bot, h, question, queued)
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

// released responds with an answer that waited.
type released struct {
	Responder
	say func(Question) Answer
}

func (r released) Respond(_ context.Context, q Question) (Answer, error) { return r.say(q), nil }

// silenced is the slot of a question that a person left without an answer. The talk goes as if the bot had said what it
// wanted to say, and the hint behind that was for this question.
func (d *Desk) silenced(question Message, h *Head, given *Answer) *Message {
	reply := d.unsaid(question, h, given)
	h.Course = h.Course.After(turnOf(question, given))
	h.follows(reply, given)
	return reply
}

// drop is the slot of a question whose answer comes too late: a person has the conversation. The answer may be one that
// waited for that.
func (d *Desk) drop(ctx context.Context, question Message, h *Head, given *Answer) (*Message, error) {
	if given == nil {
		waited, err := d.Colleagues.Waited(ctx, h.Key(), question.ID)
		if err != nil {
			return nil, err
		}
		if waited != nil {
			waited.Effects.Gap, err = d.impersonal(ctx, VisitorKey{h.Tenant, h.Visitor}, waited.Effects.Gap)
		}
		if given = waited; err != nil {
			return nil, err
		}
	}
	return d.unsaid(question, h, given), nil
}

// unsaid is the slot of a question whose answer is not said. A question that the bot could not answer stays one without
// an answer, and its model was paid for.
func (d *Desk) unsaid(question Message, h *Head, given *Answer) *Message {
	reply := d.slot(question, h, Dropped)
	if given == nil {
		return reply
	}
	kept := Effects{Gap: given.Effects.Gap, Model: given.Effects.Model}
	if kept.Gap != nil {
		kept.Gap, h.Missed = BlackedOut(*kept.Gap), h.Case
	}
	if why := given.Effects.Why; why != nil && !why.Answered {
		kept.Why = why
	}
	if kept.Gap != nil || kept.Why != nil || kept.Model != nil {
		reply.Effects = &kept
	}
	return reply
}
