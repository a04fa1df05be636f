package team

import (
	"context"
	"errors"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Act is a person's decision on an answer that waits.
type Act string

// The decisions.
const (
	Send   Act = "send"
	Change Act = "change" // other words go out
	Drop   Act = "drop"   // nothing does
)

// Decide sends, changes or drops an answer that waits. Of two people one wins, and the other reads the name of the
// winner. It is a person's part in the reply, and what the bot could not answer stays a question without an answer.
func (t *Team) Decide(
	ctx context.Context, a chat.Agent, key chat.ConversationKey, id chat.MessageID, act Act, words string,
) (chat.Message, error) {
	held, err := t.store.Held(ctx, key, id)
	if errors.Is(err, chat.ErrNotFound) {
		return chat.Message{}, chat.Errorf(chat.NotFound, "not_held", "This answer does not wait for anybody.")
	}
	if err != nil {
		return chat.Message{}, err
	}
	answer, err := held.decided(act, words)
	if err != nil {
		return chat.Message{}, err
	}
	answer.Part = a.ID
	reply, err := chat.Release(ctx, t.desk, key, id, t.joins(held, answer))
	if err != nil {
		return chat.Message{}, err
	}
	t.tell(ctx, key.Tenant, key.ID)
	if reply.Part == a.ID && stands(answer, reply) {
		return reply.ForAgent(), nil
	}
	return chat.Message{}, t.beaten(ctx, a, held, reply)
}

// stands tells whether a reply is the one that a decision asks for, as when its request is repeated.
func stands(wanted chat.Answer, reply chat.Message) bool {
	said := make([]chat.Body, len(reply.Bubbles))
	for i, b := range reply.Bubbles {
		said[i] = b.Body
	}
	return wanted.Silent == (reply.Outcome == chat.Dropped) && slices.Equal(textsOf(wanted.Bubbles), textsOf(said))
}

// textsOf are the texts of bubbles: WhatsApp has a bubble more for each picture of cards.
func textsOf(all []chat.Body) (texts []string) {
	for _, b := range all {
		if b.Text != "" {
			texts = append(texts, b.Text)
		}
	}
	return texts
}

// decided is the answer as a person wants it.
func (h Held) decided(act Act, words string) (chat.Answer, error) {
	switch act {
	case Send:
		return h.Answer, nil
	case Drop:
		silent := h.Answer
		silent.Bubbles, silent.Silent, silent.Effects.State = nil, true, h.State
		return silent, nil
	}
	if chat.Blank(words) {
		return chat.Answer{}, chat.WrongField("text", "empty_text", "Write what the visitor is to read.")
	}
	changed := chat.Answer{
		Bubbles: []chat.Body{chat.Text(words)},
		Felt:    h.Answer.Felt, Opinion: h.Answer.Opinion, Foreign: h.Answer.Foreign, Hint: h.Answer.Hint,
		Effects: chat.Effects{State: h.State, Gap: h.Answer.Effects.Gap, Model: h.Answer.Effects.Model},
	}
	return changed, chat.Sayable(changed.Bubbles)
}

// beaten says what was decided before.
func (t *Team) beaten(ctx context.Context, a chat.Agent, held Held, reply chat.Message) error {
	switch {
	case reply.Part == "" && reply.Outcome == chat.Dropped:
		return chat.Errorf(chat.Conflict, "released", "A person has taken the conversation over, so the answer was dropped.")
	case reply.Outcome == chat.Failed && reply.Part == "":
		return chat.Errorf(chat.Conflict, "released",
			"The visitor seems to be another bot: instead of the answer the team was asked for.")
	case held.byItself(reply):
		return chat.Errorf(chat.Conflict, "released", "The time was over: the answer has gone out by itself.")
	case reply.Part == a.ID:
		return chat.Errorf(chat.Conflict, "released", "You have decided about this answer already.")
	}
	roster, err := t.store.Roster(ctx, a.Tenant)
	if err != nil {
		return err
	}
	name := "A colleague"
	if m := roster.Find(reply.Part); m != nil && m.Name != "" {
		name = m.Name
	}
	return chat.Errorf(chat.Conflict, "released", "%s was faster, and has decided about this answer.", name)
}

// byItself tells whether a reply went out after its time, with no other person's part than that of a hint.
func (h Held) byItself(reply chat.Message) bool {
	return reply.Part == h.Answer.Part && (reply.Part == "" || !reply.At.Before(h.Until))
}
