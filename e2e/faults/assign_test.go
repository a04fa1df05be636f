package faults

import (
	"testing"

	"github.com/botifire/livechat/e2e/host"
)

// An automatic assignment costs at most one write unit more than the takeover of such a conversation: the row that
// remembers whose turn it was.
func TestAnAssignmentCostsAtMostOneUnitMoreThanATakeover(t *testing.T) {
	t.Parallel()
	h := newCloud(t)
	ctx := t.Context()
	const n = 10
	must(t, staffs(ctx, h))
	must(t, agentDoes(ctx, h, "PUT", "/v1/presence", host.Object{"away": true}, nil))
	wait := waits(t, h, n)
	h.Reset()
	for _, v := range wait {
		must(t, agentActs(ctx, h, "/v1/conversations/"+string(v.Conversation), "take-over"))
	}
	h.Drain(ctx)
	taken := h.Bill()

	a, err := h.Agent(ctx, ana)
	must(t, err)
	must(t, a.View(ctx, wait[0].Conversation))
	wait = waits(t, h, n)
	h.Reset()
	must(t, agentDoes(ctx, h, "PUT", "/v1/presence", host.Object{"away": false}, nil))
	h.Drain(ctx)
	given := h.Bill()
	for _, v := range wait {
		head, err := h.Store.Head(ctx, v.Key())
		must(t, err)
		if head.Assignee != ana.ID {
			t.Errorf("%s has the conversation, not %s", head.Owner, ana.Name)
		}
	}
	const roster = 1 // the write by which she is available again
	one, other := (given.Write-given.Hints-roster)/n, (taken.Write-taken.Hints)/n
	t.Logf("an assignment costs %.1f write units, a takeover %.1f", one, other)
	if one > other+1 {
		t.Errorf("an assignment costs %.1f write units, and a takeover %.1f", one, other)
	}
}

// waits has customers ask for a person.
func waits(t *testing.T, h *host.Host, n int) []*host.Visitor {
	t.Helper()
	var all []*host.Visitor
	for range n {
		v := h.Visitor(host.FastSite)
		must(t, v.Arrive(t.Context(), "/"))
		_, err := v.Say(t.Context(), "I want to speak to a person")
		must(t, err)
		all = append(all, v)
	}
	h.Drain(t.Context())
	return all
}
