package faults

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
)

// phone has a customer write on WhatsApp and get the bot's answer, with its statuses.
func phone(ctx context.Context, h *host.Host) ([]string, error) {
	from, wamid := "5511"+newDigits(), "wamid."+newID()
	if err := delivers(ctx, h, host.Kettle.Delivery([]host.Object{
		meta.Message(from, wamid, "When do you open?", time.Now()),
	}, nil)); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	_, at, err := talkOf(ctx, h, from)
	if err != nil {
		return nil, err
	}
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
			body := host.Kettle.Delivery(nil, []host.Object{
				meta.Status(from, "wamid.out-"+from, status, sent.Callback, time.Now()),
			})
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
	// A claim without a result is never sent again: it is shown as unknown.
	claimed := sends == 0 && strings.Contains(all, "<unknown>")
	all = strings.ReplaceAll(all, "<unknown>", "<read>")
	return append(strings.Split(all, "\n"), fmt.Sprint("sent once, or shown as unknown: ", sends == 1 || claimed)), err
}

// talkOf finds a customer by the number of their phone, with their conversation.
func talkOf(ctx context.Context, h *host.Host, number string) (chat.VisitorKey, chat.ConversationKey, error) {
	key, err := h.Key(ctx)
	if err != nil {
		return chat.VisitorKey{}, chat.ConversationKey{}, err
	}
	found, err := h.Store.Identify(ctx, host.Tenant, key.Identity("wa_id", number))
	if err != nil {
		return chat.VisitorKey{}, chat.ConversationKey{}, fmt.Errorf("the customer is unknown: %w", err)
	}
	return chat.VisitorKey{Tenant: host.Tenant, ID: found.Visitor},
		chat.ConversationKey{Tenant: host.Tenant, ID: chat.ConversationOf(found.Visitor, host.PhoneBot)}, nil
}

// agentSocket opens an agent's socket, views a conversation, and closes the socket.
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

// delivers posts a webhook until it is accepted, as Meta does.
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

// kinds has a customer send text, a photo, an order and a Flow's answer, react and edit, and an
// agent send a template and a reply.
func kinds(ctx context.Context, h *host.Host) ([]string, error) {
	from, run := "5521"+newDigits(), newID()
	wamid := func(name string) string { return "wamid." + run + "." + name }
	at := time.Now().Truncate(time.Second).Add(-20 * time.Second) // all before the agent's messages
	message := func(name string, second int, kind string, part host.Object) host.Object {
		return host.Object{
			"from": from, "id": wamid(name), "timestamp": fmt.Sprint(at.Unix() + int64(second)), "type": kind,
			kind: part,
		}
	}
	if err := delivers(ctx, h, host.Kettle.Delivery([]host.Object{
		// The reaction comes before the message that it is about.
		message("r", 3, "reaction", host.Object{"message_id": wamid("1"), "emoji": "👍"}),
		meta.Message(from, wamid("1"), "When do you open?", at),
	}, nil)); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	if err := delivers(ctx, h, host.Kettle.Delivery([]host.Object{
		message("2", 4, "image", host.Object{"id": h.Photo(run), "mime_type": "image/png", "caption": "my kettle"}),
		message("e", 7, "edit", host.Object{
			"original_message_id": wamid("1"),
			"message":             host.Object{"type": "text", "text": host.Object{"body": "When do you close?"}},
		}),
	}, nil)); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	customer, conversation, err := talkOf(ctx, h, from)
	if err != nil {
		return nil, err
	}
	allSent(ctx, h, conversation)
	path := "/v1/conversations/" + string(conversation.ID)
	if err := agentActs(ctx, h, path, "take-over"); err != nil {
		return nil, err
	}
	// These would make the bot hand over, but an agent has the conversation already.
	if err := delivers(ctx, h, host.Kettle.Delivery([]host.Object{
		message("3", 5, "order", host.Object{"catalog_id": "1", "product_items": []host.Object{
			{"product_retailer_id": "kettle", "quantity": 1, "item_price": 30, "currency": "EUR"},
		}}),
		message("4", 6, "interactive", host.Object{"type": "nfm_reply", "nfm_reply": host.Object{
			"name": "flow", "response_json": `{"flow_token":"unused","size":"2"}`,
		}}),
	}, nil)); err != nil {
		return nil, err
	}
	settle(ctx, h, conversation)
	if err := delivers(ctx, h, host.Kettle.OfAccount("message_template_status_update",
		host.Object{"event": "APPROVED", "message_template_name": "hello", "message_template_language": "en"})); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	for _, body := range []host.Object{
		{"kind": "text", "text": "as you said", "replyTo": string(chat.MessageOf(wamid("1"), at))},
		{"kind": "template", "template": host.Object{
			"name": "hello", "language": "en",
			"values": host.Object{"body.1": "Bruno"},
		}},
	} {
		pause()
		body["id"] = newID()
		if err := agentDoes(ctx, h, "POST", path+"/messages", body, nil); err != nil {
			return nil, err
		}
	}
	if err := agentDoes(ctx, h, "POST", path+"/read", host.Object{"at": time.Now().Add(time.Second).Format(time.RFC3339)},
		nil); err != nil {
		return nil, err
	}
	allSent(ctx, h, conversation)
	settle(ctx, h, conversation)
	lines, err := h.Transcript(ctx, conversation)
	if err != nil {
		return nil, err
	}
	flows, _, err := h.Store.FlowRows(ctx, host.Tenant, chat.UnknownFlow, time.Time{}, time.Time{}, "", 200)
	rows := 0
	for _, r := range flows {
		if r.Conversation == conversation.ID && r.Values["size"] == "2" {
			rows++
		}
	}
	visits, bad := h.Store.VisitsOf(ctx, customer, 5)
	goals := 0
	for _, v := range visits {
		goals += len(v.Goals)
	}
	all := strings.NewReplacer("<unknown>", "<sent>").Replace(strings.Join(lines, "\n")) // never sent twice: see phone
	return append(strings.Split(all, "\n"), fmt.Sprintf("%d rows of Flows, %d goals", rows, goals)), errors.Join(err, bad)
}
