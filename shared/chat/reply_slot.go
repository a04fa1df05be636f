package chat

import (
	"cmp"
	"context"
)

// A question has one reply slot: a row whose id is made of the question's, so exactly one answer stands.

// slot is the row for the reply to a question.
func (d *Desk) slot(question Message, h *Head, outcome Outcome) *Message {
	return &Message{
		ID: ReplyTo(question.ID), Author: Author{Kind: ByBot, ID: string(h.Bot)}, At: d.Now(),
		Answers: question.ID, Outcome: outcome, Visit: question.Visit, Epoch: h.Epoch, Sends: h.Source == WhatsApp,
	}
}

// compose puts an answer into its slot and its consequences into the head.
func (d *Desk) compose(question Message, h *Head, given *Answer) *Message {
	if given.Silent {
		return d.silenced(question, h, given)
	}
	outcome := Answered
	if why := given.Effects.HandOver; why == "bot_failed" || why == "loop" {
		outcome = Failed
	}
	reply := d.slot(question, h, outcome)
	bubbles := given.Bubbles
	if h.Source == WhatsApp {
		bubbles = apart(bubbles)
	}
	for _, body := range bubbles {
		reply.Bubbles = append(reply.Bubbles, Bubble{Body: body})
	}
	effects := given.Effects
	if effects.Gap != nil {
		effects.Gap = BlackedOut(*effects.Gap)
		h.Missed = h.Case
	}
	reply.Effects = &effects
	h.Course = h.Course.After(turnOf(question, given))
	if effects.HandOver == "" {
		reply.Need = needOf(h.Course)
	}
	h.LastBotReply, h.HasBotState = reply.ID, len(effects.State) > 0
	h.nears(given)
	h.AsksField = effects.Form != nil && effects.Form.State == FormAsked
	h.Language = cmp.Or(given.Language, h.Language)
	h.follows(reply, given)
	h.Rhythm.says(reply)
	if effects.HandOver != "" {
		h.give(OwnerTeam, Agent{}, reply.At)
		h.waits(question.At)
	}
	reply.Epoch = h.Epoch
	h.note(reply)
	return reply
}

// stands is the reply that a question has already.
func (d *Desk) stands(ctx context.Context, key ConversationKey, id MessageID) (*Message, Head, error) {
	stored, err := d.store.Message(ctx, key, ReplyTo(id))
	if err != nil {
		return nil, Head{}, err
	}
	head, err := d.store.Head(ctx, key)
	return shown(&stored), head, err
}

// shown is the reply if it has something to read.
func shown(reply *Message) *Message {
	if reply == nil || reply.Outcome == Dropped || len(reply.Bubbles) == 0 {
		return nil
	}
	return reply
}
