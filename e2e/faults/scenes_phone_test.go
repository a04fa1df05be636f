package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// phone has a customer write on WhatsApp and get the bot's answer, with its statuses.
func phone(ctx context.Context, h *host.Host) ([]string, error) {
	from, wamid := "5511"+newDigits(), "wamid."+newID()
	if err := delivers(ctx, h, host.Delivery([]host.Object{host.Message(from, wamid, "When do you open?", time.Now())}, nil)); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	key, err := h.Key(ctx)
	if err != nil {
		return nil, err
	}
	lead, err := h.Store.Identify(ctx, host.Tenant, key.Identity("wa_id", from))
	if err != nil {
		return nil, fmt.Errorf("the customer is unknown: %w", err)
	}
	at := chat.ConversationKey{Tenant: host.Tenant, ID: chat.ConversationOf(lead.Visitor, host.PhoneBot)}
	settle(ctx, h, at)
	sends := 0
	for _, raw := range h.Sends() {
		var sent struct {
			To       string
			Callback string `json:"biz_opaque_callback_data"`
		}
		if json.Unmarshal(raw, &sent) != nil || strings.TrimPrefix(sent.To, "+") != from {
			continue
		}
		sends++
		for _, status := range []string{"read", "sent", "delivered"} {
			body := host.Delivery(nil, []host.Object{host.Status(from, "wamid.out-"+from, status, sent.Callback, time.Now())})
			if err := delivers(ctx, h, body); err != nil {
				return nil, err
			}
		}
	}
	h.Drain(ctx)
	lines, err := h.Transcript(ctx, at)
	if err != nil {
		return nil, err
	}
	head, err := h.Store.Head(ctx, at)
	all := strings.Join(append(lines, summary(head)), "\n")
	// A claim that nobody followed up is never sent again: it is shown as unknown.
	claimed := sends == 0 && strings.Contains(all, "<unknown>")
	all = strings.ReplaceAll(all, "<unknown>", "<read>")
	return append(strings.Split(all, "\n"), fmt.Sprint("sent once, or shown as unknown: ", sends == 1 || claimed)), err
}

// agentSocket opens an agent's socket, looks at a conversation, and closes it.
func agentSocket(ctx context.Context, h *host.Host) ([]string, error) {
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	if _, err := v.Say(ctx, "When do you open?"); err != nil {
		return nil, err
	}
	a, err := h.Agent(ctx, ana)
	if err != nil {
		return nil, err
	}
	if err := a.View(ctx, v.Conversation); err != nil {
		return nil, err
	}
	viewers, err := h.Store.Viewers(ctx, v.Key())
	if err != nil {
		return nil, err
	}
	if err := a.Leave(ctx); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	left, err := h.Store.Viewers(ctx, v.Key())
	if err != nil {
		return nil, err
	}
	return []string{fmt.Sprint("watched: ", len(viewers) > 0, ", then by ", len(left))}, nil
}

// delivers posts a webhook until it is taken, as Meta does.
func delivers(ctx context.Context, h *host.Host, body []byte) error {
	var status int
	var err error
	for range 6 {
		if status, err = h.Webhook(ctx, body); err == nil && status == 200 {
			return nil
		}
	}
	return fmt.Errorf("the webhook was answered by %d: %w", status, err)
}

func newDigits() string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return '0' + r%10
	}, newID()[16:])
}
