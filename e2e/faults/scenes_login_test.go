package faults

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// loggedIn has a user sign in in two browsers, and another one at the second of them.
func loggedIn(ctx context.Context, h *host.Host) ([]string, error) {
	ann, bob := "ann-"+newID(), "bob-"+newID()
	one, other := h.Visitor(host.FastSite), h.Visitor(host.FastSite)
	for _, v := range []*host.Visitor{one, other} {
		if err := v.Arrive(ctx, "/account"); err != nil {
			return nil, err
		}
		if _, err := v.Say(ctx, "When do you open?"); err != nil {
			return nil, err
		}
	}
	lines := []string{}
	says := func(v *host.Visitor, sub string) error {
		answer, err := v.Ask(ctx, host.Object{"action": "identify", "jwt": host.SignedIn(sub, "Ann")})
		lines = append(lines, fmt.Sprintf("%.3s is answered %q", sub, answer.Code))
		return err
	}
	for _, do := range []func() error{
		func() error { return says(one, ann) },
		func() error { return says(other, ann) },
		func() error { return says(other, bob) },
	} {
		if err := do(); err != nil {
			return nil, err
		}
	}
	h.Drain(ctx)
	for _, v := range []*host.Visitor{one, other} {
		line, err := personLine(ctx, h, v)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	other.Token, other.Conversation = "", "" // as the widget does
	if err := other.Arrive(ctx, "/account"); err != nil {
		return nil, err
	}
	if err := says(other, bob); err != nil {
		return nil, err
	}
	line, err := personLine(ctx, h, other)
	return append(lines, line), err
}

// personLine is a visitor as the team sees them.
func personLine(ctx context.Context, h *host.Host, v *host.Visitor) (string, error) {
	s, err := h.Store.Socket(ctx, chat.ConnectionID("v."+v.Conn()))
	if err != nil {
		return "", err
	}
	var seen wire.VisitorDetail
	if err := agentDoes(ctx, h, "GET", "/v1/visitors/"+string(s.Visitor), nil, &seen); err != nil {
		return "", err
	}
	who, hows := seen.Visitor, []chat.LinkHow{}
	for _, l := range who.Links {
		hows = append(hows, l.How)
	}
	return fmt.Sprintf("signed in as %.3s, called %s, joined by %v, %d conversations", who.Login.Sub, who.Name(), hows,
		len(seen.Conversations)), nil
}
