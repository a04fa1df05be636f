package host

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
)

// phoneExchanges counts the second message of each customer, with the bot's answer and
// its three statuses.
func phoneExchanges(ctx context.Context, h *Host, n int) error {
	said := func(round int) error {
		for i := range n {
			from := fmt.Sprintf("55119%07d", i)
			m := meta.Message(from, "wamid."+newID(), "When do you open?", time.Now())
			if status, err := h.Webhook(ctx, Kettle.Delivery([]Object{m}, nil)); err != nil || status != 200 {
				return fmt.Errorf("round %d: %d %w", round, status, err)
			}
		}
		h.Drain(ctx)
		if err := h.follow(ctx); err != nil {
			return err
		}
		h.Drain(ctx)
		return nil
	}
	h.Reset()
	if err := said(1); err != nil {
		return err
	}
	h.Reset()
	return said(2)
}

// follow has Meta report each message as sent, delivered and read.
func (h *Host) follow(ctx context.Context) error {
	for _, raw := range h.Sends() {
		var sent struct {
			To       string
			Callback string `json:"biz_opaque_callback_data"`
		}
		if err := json.Unmarshal(raw, &sent); err != nil {
			return err
		}
		for _, status := range []string{"sent", "delivered", "read"} {
			if _, err := h.Webhook(ctx, Kettle.Delivery(nil,
				[]Object{meta.Status(sent.To, "wamid.of-"+sent.Callback, status, sent.Callback, time.Now())})); err != nil {
				return err
			}
		}
	}
	return nil
}

// withPerson makes conversations between customers and an agent, and forgets their cost.
func (h *Host) withPerson(ctx context.Context, n int) ([]chat.ConversationKey, []string, error) {
	key, err := h.Key(ctx)
	if err != nil {
		return nil, nil, err
	}
	desk := chat.New(h.Store)
	desk.Pusher = silence{}
	var conversations []chat.ConversationKey
	var numbers []string
	for i := range n {
		from := digitsOf(fmt.Sprintf("5531%03d%s", i, newID()[20:]))
		if status, err := h.Webhook(ctx, Kettle.Delivery([]Object{
			meta.Message(from, "wamid."+newID(), "A person, please", time.Now()),
		}, nil)); err != nil || status != 200 {
			return nil, nil, fmt.Errorf("%d %w", status, err)
		}
		h.Drain(ctx)
		lead, err := h.Store.Identify(ctx, Tenant, key.Identity("wa_id", from))
		if err != nil {
			return nil, nil, err
		}
		at := chat.ConversationKey{Tenant: Tenant, ID: chat.ConversationOf(lead.Visitor, PhoneBot)}
		head, err := h.Store.Head(ctx, at)
		if err != nil {
			return nil, nil, err
		}
		if _, err := desk.TakeOver(ctx, storyAgent, at, chat.Seen{Epoch: head.Epoch}); err != nil {
			return nil, nil, err
		}
		conversations, numbers = append(conversations, at), append(numbers, from)
	}
	h.Drain(ctx)
	h.Reset()
	return conversations, numbers, nil
}

var storyAgent = chat.Agent{Tenant: Tenant, ID: "a_story", Name: "Story", Role: chat.RoleAgent}

// silence is a pusher without sockets: nobody of the team is connected.
type silence struct{}

func (silence) Push(context.Context, chat.ConnectionID, chat.Push) error { return nil }

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return '0' + r%10
		}
		return r
	}, s)
}

// phoneWords counts a customer's message to an agent, or an agent's message to the customer with
// its statuses.
func phoneWords(in, out bool) func(context.Context, *Host, int) error {
	return func(ctx context.Context, h *Host, n int) error {
		conversations, numbers, err := h.withPerson(ctx, n)
		if err != nil {
			return err
		}
		for i, key := range conversations {
			if in {
				if status, err := h.Webhook(ctx, Kettle.Delivery([]Object{
					meta.Message(numbers[i], "wamid."+newID(), "And on Sundays?", time.Now()),
				}, nil)); err != nil || status != 200 {
					return fmt.Errorf("%d %w", status, err)
				}
			}
			if out {
				body := Object{"id": newID(), "kind": "text", "text": "On Sundays we are closed."}
				if status, err := h.Call(ctx, storyAgent, "POST", "/v1/conversations/"+string(key.ID)+"/messages", body,
					nil); err != nil || status != 201 {
					return fmt.Errorf("%d %w", status, err)
				}
			}
		}
		h.Drain(ctx)
		if err := h.follow(ctx); err != nil {
			return err
		}
		h.Drain(ctx)
		return nil
	}
}

// phonePhotos counts a customer's photo to an agent, until it is stored.
func phonePhotos(ctx context.Context, h *Host, n int) error {
	_, numbers, err := h.withPerson(ctx, n)
	if err != nil {
		return err
	}
	for _, from := range numbers {
		photo := Object{
			"from": from, "id": "wamid." + newID(), "timestamp": fmt.Sprint(time.Now().Unix()), "type": "image",
			"image": Object{"id": h.Photo(newID()), "mime_type": "image/png"},
		}
		if status, err := h.Webhook(ctx, Kettle.Delivery([]Object{photo}, nil)); err != nil || status != 200 {
			return fmt.Errorf("%d %w", status, err)
		}
	}
	h.Drain(ctx)
	return nil
}
