package faults

import (
	"context"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// staffs gives the company the automatic assignment.
func staffs(ctx context.Context, h *host.Host) error {
	tenant, err := h.Store.Tenant(ctx, host.Tenant)
	if err != nil {
		return err
	}
	tenant.Assign = chat.AssignRules{Auto: true, Limit: chat.MaxAssignLimit, Answer: 5}
	return h.Store.PutTenant(ctx, tenant)
}

// assignment has a customer ask for a person: the agent who is there gets the conversation, loses it when she goes,
// and gets it again when she comes back.
func assignment(ctx context.Context, h *host.Host) ([]string, error) {
	if err := staffs(ctx, h); err != nil {
		return nil, err
	}
	a, err := comes(ctx, h)
	if err != nil {
		return nil, err
	}
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	if _, err := v.Say(ctx, "I want to speak to a person"); err != nil {
		return nil, err
	}
	var lines []string
	note := func() error {
		h.Drain(ctx)
		head, err := h.Store.Head(ctx, v.Key())
		lines = append(lines, summary(head)+" for "+head.AssigneeName)
		return err
	}
	if err := note(); err != nil {
		return nil, err
	}
	if err := a.Leave(ctx); err != nil {
		return nil, err
	}
	for range 3 { // a task that failed comes again a moment later
		h.Drain(ctx)
		if err := h.Elapse(ctx, 3*time.Minute); err != nil {
			return nil, err
		}
	}
	if err := note(); err != nil {
		return nil, err
	}
	if a, err = comes(ctx, h); err != nil {
		return nil, err
	}
	if err := note(); err != nil {
		return nil, err
	}
	return lines, a.Leave(ctx)
}

func comes(ctx context.Context, h *host.Host) (*host.Agent, error) {
	a, err := h.Agent(ctx, ana)
	if err != nil {
		return nil, err
	}
	return a, a.View(ctx, "")
}
