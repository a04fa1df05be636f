package faults

import (
	"context"
	"errors"
	"fmt"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// verdicts has a visitor say of two answers that they did not help, and of one after all that it did; an agent says
// that the other one was wrong. One question is left without an answer.
func verdicts(ctx context.Context, h *host.Host) ([]string, error) {
	if err := guaranteed(ctx, h); err != nil {
		return nil, err
	}
	const question = "How long is the guarantee on an umbrella?"
	before, err := asked(ctx, h, question)
	if err != nil {
		return nil, err
	}
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	replies := []chat.MessageID{}
	for range 2 {
		answer, err := v.Say(ctx, question)
		if err != nil {
			return nil, err
		}
		h.Drain(ctx)
		pause()
		replies = append(replies, chat.ReplyTo(answer.Message.ID))
	}
	rate := func(i int, helpful bool) {
		_, failed := v.Ask(ctx, host.Object{"action": "rate", "message": replies[i], "helpful": helpful})
		err = errors.Join(err, failed)
	}
	rate(0, false)
	rate(1, false)
	rate(1, true)
	err = errors.Join(err, agentDoes(ctx, h, "POST", fmt.Sprintf("/v1/conversations/%s/messages/%s/wrong",
		v.Conversation, replies[0]), host.Object{}, nil))
	h.Drain(ctx)
	after, failed := asked(ctx, h, question)
	lines := []string{fmt.Sprintf("%d more", after-before)}
	for _, id := range replies {
		m, gone := h.Store.Message(ctx, v.Key(), id)
		if failed = errors.Join(failed, gone); gone == nil && m.Marks != nil {
			lines = append(lines, fmt.Sprint(m.Marks.Helpful != nil && m.Marks.Helpful.Helped, m.Marks.Wrong != nil))
		}
	}
	return lines, errors.Join(err, failed)
}

// asked is how often a question counts as one without an answer.
func asked(ctx context.Context, h *host.Host, question string) (int, error) {
	n := 0
	err := chat.EachRow(func(position string) ([]chat.GapRow, string, error) {
		return h.Store.Gaps(ctx, host.Tenant, host.FastBot, position, 100)
	}, func(g chat.GapRow) error {
		if g.ID == chat.GapID(question) {
			n = g.Count
		}
		return nil
	})
	return n, err
}
