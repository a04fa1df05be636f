package main

import (
	"context"
	"fmt"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// alone is a silent visit of a small customer, of which one comes each minute.
const alone = "the same, one a minute, an agent signed in"

// alone prints the cost of a silent visit beside which nothing else happens: each of its pages is told to the agent who
// is signed in, where a busy customer's agents are told once a second of all.
func (b *bench) alone(ctx context.Context, h *host.Host) error {
	const n, minute = 12, 60 // one in eight of some hints is noted
	agent, err := h.Agent(ctx, watcher)
	if err != nil {
		return err
	}
	if err := agent.View(ctx, ""); err != nil { // from its first view on a socket is told of changes
		return err
	}
	h.Drain(ctx)
	h.Reset()
	for range n {
		if err := visited(ctx, h); err != nil {
			return err
		}
	}
	bill := h.Bill()
	bill.Read += bill.Asked
	p := priced("silent visit, 5 pages, one socket", bill, n, minute)
	title("A silent visit of five pages on one socket while one comes each minute, and one agent is signed in")
	fmt.Printf("  %.1f write units, of which %.1f for hints, %.1f read units, %d messages on sockets: $%.2f a million\n",
		bill.Write/n, bill.Hints/n, bill.Read/n, frames(bill)/n, p.total())
	b.add(alone, "", figure{bill.Write / n, costs[alone].write, "W"}, figure{p.total(), 0, "$"})
	return nil
}

var watcher = chat.Agent{Tenant: host.Tenant, ID: "a_ana", Name: "Ana", Role: chat.RoleAgent}

// visited is a silent visit of five pages, with some seconds between its steps.
func visited(ctx context.Context, h *host.Host) error {
	v := h.Visitor(host.FastSite)
	steps := []func() error{func() error { return v.Arrive(ctx, "/") }}
	for page := range 4 {
		steps = append(steps, func() error { return v.Turn(ctx, fmt.Sprintf("/kettles/copper-%d", page), false) })
	}
	steps = append(steps, func() error { return v.Leave(ctx) }, func() error { return h.Elapse(ctx, time.Minute) })
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
		h.Drain(ctx)
		if err := h.Calm(ctx); err != nil { // a page is looked at for some seconds
			return err
		}
		time.Sleep(1100 * time.Millisecond) // for the functions, which remember when they told the team
	}
	return nil
}
