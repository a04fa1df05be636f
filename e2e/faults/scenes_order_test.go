package faults

import (
	"context"
	"fmt"
	"slices"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/wire"
)

// order has a stranger's page report a buyer's order, the buyer's page report it without its
// number, and the shop's server report it twice. It counts once, for the visitor that the server
// names.
func order(ctx context.Context, h *host.Host) ([]string, error) {
	stranger, buyer := h.Visitor(host.FastSite), h.Visitor(host.FastSite)
	for _, v := range []*host.Visitor{stranger, buyer} {
		if err := v.Arrive(ctx, "/thanks"); err != nil {
			return nil, err
		}
	}
	who, err := h.Store.Socket(ctx, chat.ConnectionID("v."+buyer.Conn()))
	if err != nil {
		return nil, err
	}
	number := newID()
	told := host.Object{"name": "Checkout", "visitor": who.Visitor, "orderId": number, "value": 19.99, "currency": "EUR"}
	if _, err := stranger.Ask(ctx, host.Object{
		"action": "track", "goal": host.Object{"name": "Checkout", "orderId": number, "value": 1},
	}); err != nil {
		return nil, err
	}
	if _, err := buyer.Ask(ctx, host.Object{"action": "track", "goal": host.Object{"name": "Checkout"}}); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	for range 2 {
		if err := serverTells(ctx, h, told); err != nil {
			return nil, err
		}
	}
	h.Drain(ctx)
	return orderLines(ctx, h, stranger, buyer)
}

// serverTells reports a goal as a shop's server does, which repeats a call without an answer.
func serverTells(ctx context.Context, h *host.Host, goal host.Object) error {
	var key wire.KeySecret
	if status, err := h.Call(ctx, olu, "POST", "/v1/keys", host.Object{"name": "A shop"}, &key); err != nil ||
		status != 201 {
		return fmt.Errorf("no key: %d %w", status, err)
	}
	status := 0
	for range 3 {
		var err error
		if status, err = h.CallWithKey(ctx, key.Secret, "POST", "/v1/goals", goal, nil); err == nil && status < 500 {
			break
		}
	}
	if status != 204 {
		return fmt.Errorf("the server is answered by %d", status)
	}
	return h.Store.DeleteAPIKey(ctx, office.APIKey{ID: key.Key.Id, Tenant: host.Tenant})
}

// orderLines are the goals of each visitor: in their visits, in the log and in the counters.
func orderLines(ctx context.Context, h *host.Host, visitors ...*host.Visitor) ([]string, error) {
	lines := []string{}
	for i, v := range visitors {
		socket, err := h.Store.Socket(ctx, chat.ConnectionID("v."+v.Conn()))
		if err != nil {
			return nil, err
		}
		s, err := h.Store.Visit(ctx, socket.VisitKey())
		if err != nil {
			return nil, err
		}
		log, err := h.Store.Events(ctx, s.Key(), 100)
		if err != nil {
			return nil, err
		}
		logged := 0
		for _, e := range log {
			if e.Goal != nil && slices.Contains(s.Goals, *e.Goal) {
				logged++
			}
		}
		for _, g := range s.Goals {
			lines = append(lines, fmt.Sprint(i, ": ", g.Name, " ", g.Value, " ", g.Currency, ", verified ", g.Verified, ", by ",
				g.By))
		}
		counted := chat.Facts{}
		if s.Folded != nil {
			counted = *s.Folded
		}
		lines = append(lines, fmt.Sprint(i, ": ", len(s.Goals), " goals, ", logged, " in the log, ",
			counted.Goals["Checkout"], " counted, ", counted.Nobody["Checkout"], " as nobody's"))
	}
	return lines, nil
}
