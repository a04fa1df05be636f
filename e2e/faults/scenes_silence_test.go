package faults

import (
	"context"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// returned has an agent answer a customer who falls silent: they are asked once whether there is more, and then the bot
// has the conversation again.
func returned(ctx context.Context, h *host.Host) ([]string, error) {
	if err := silences(ctx, h, chat.Silence{
		SilenceRules: chat.SilenceRules{After: 2, Back: 5, Text: "Is there anything else?"},
	}); err != nil {
		return nil, err
	}
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	if _, err := v.Say(ctx, "I want to speak to a person"); err != nil {
		return nil, err
	}
	pause()
	at := "/v1/conversations/" + string(v.Conversation)
	words := host.Object{"id": newID(), "kind": "text", "text": "A person here."}
	if err := agentDoes(ctx, h, "POST", at+"/messages", words, nil); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	var lines []string
	for range 3 {
		if err := ages(ctx, h, v.Key(), 3*time.Minute); err != nil {
			return nil, err
		}
		for range 2 { // the delayed task, the sweep, and the work that was cut off
			if err := h.Elapse(ctx, 3*time.Minute); err != nil {
				return nil, err
			}
			if err := h.Sweep(ctx); err != nil {
				return nil, err
			}
			h.Drain(ctx)
		}
		head, err := h.Store.Head(ctx, v.Key())
		if err != nil {
			return nil, err
		}
		lines = append(lines, summary(head))
	}
	if err := silences(ctx, h, chat.Silence{}); err != nil {
		return nil, err
	}
	story, err := ending(ctx, h, v)
	return append(lines, story...), err
}

// silences sets the rules of a silence, for functions that start from now on.
func silences(ctx context.Context, h *host.Host, rules chat.Silence) error {
	tenant, err := h.Store.Tenant(ctx, host.Tenant)
	if err != nil {
		return err
	}
	tenant.Silence = rules
	if err := h.Store.PutTenant(ctx, tenant); err != nil {
		return err
	}
	h.Restart("admin-inbox", "relay", "visit-end", "sweep")
	return nil
}

// ages makes the words of a conversation older.
func ages(ctx context.Context, h *host.Host, key chat.ConversationKey, d time.Duration) error {
	_, err := h.Store.Commit(ctx, key, func(head *chat.Head) ([]chat.Message, error) {
		for _, at := range []*time.Time{&head.At, &head.OwnedAt, &head.VisitorAt, &head.Answered, &head.Idle} {
			if !at.IsZero() {
				*at = at.Add(-d)
			}
		}
		return nil, nil
	})
	return err
}
