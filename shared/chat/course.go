package chat

import (
	"context"

	"github.com/botifire/livechat/shared/course"
)

// turnOf is a question with its answer as the course of the talk takes it.
func turnOf(question Message, given *Answer) course.Turn {
	t := course.Turn{Felt: given.Felt, Opinion: given.Opinion, Foreign: given.Foreign}
	if b := question.Body(); b.Click == nil && b.Submission == nil && b.FlowReply == nil && b.Event == nil {
		t.Words = b.Text
	}
	why := given.Effects.Why
	if why != nil && len(why.Best) > 0 {
		t.Entry = why.Best[0].Entry
	}
	switch {
	case given.Effects.Gap != nil:
		t.Outcome = course.Missed
	case why == nil:
		t.Outcome = course.Other
	case why.By == ByChoice:
		t.Outcome = course.Chosen
	case why.Answered:
		t.Outcome = course.Answered
	default:
		t.Outcome = course.Offered
	}
	return t
}

// complained takes a word on the bot's last answer into the course of the talk, while the bot has the conversation.
func (d Verdicts) complained(ctx context.Context, key ConversationKey, m Message) (Head, error) {
	head, err := d.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		if h.Version == 0 {
			return nil, ErrNotFound
		}
		if h.LastBotReply == m.ID && h.Owner == OwnerBot {
			h.Course = h.Course.Complain(m.Marks.complain())
		}
		return nil, nil
	})
	if err == nil && head.Owner == OwnerBot && m.Marks.complain() {
		d.alertsOf(ctx, head, m)
	}
	return head, err
}

// alertsOf alerts people after a complaint about a reply. It is a hint: the next reply tells of the same need.
func (d *Desk) alertsOf(ctx context.Context, h Head, m Message) {
	m.At, m.Epoch, m.Need = d.Now(), h.Epoch, needOf(h.Course)
	if err := d.Colleagues.Alert(ctx, h.Key(), m); err != nil {
		unfinished(ctx, "nobody was alerted", err)
	}
}
