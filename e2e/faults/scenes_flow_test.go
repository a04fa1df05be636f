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
	"github.com/botifire/livechat/shared/whatsapp"
)

// flowStory has an agent send a form with a Flow; the customer opens it, types something wrong,
// and completes it. The row of its table is the same in the end.
func flowStory(ctx context.Context, h *host.Host) ([]string, error) {
	from, run := "5521"+newDigits(), newID()
	at := time.Now().Truncate(time.Second).Add(-20 * time.Second)
	if err := errors.Join(h.FlowKey(ctx), delivers(ctx, h,
		host.Kettle.Delivery([]host.Object{meta.Message(from, "wamid."+run, "When do you open?", at)}, nil))); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	_, conversation, err := talkOf(ctx, h, from)
	if err != nil {
		return nil, err
	}
	allSent(ctx, h, conversation)
	var token, callback string
	for range 5 { // while the outcome of the send is unknown, a person sends it again
		if token, callback, err = sendsFlow(ctx, h, conversation); token != "" || err != nil {
			break
		}
	}
	if err == nil && token == "" {
		err = errors.New("no form with a Flow reached Meta")
	}
	if err != nil {
		return nil, err
	}
	if err := delivers(ctx, h, host.Kettle.Delivery(nil,
		[]host.Object{meta.Status(from, "wamid.flow."+run, "delivered", callback, time.Now())})); err != nil {
		return nil, err
	}
	for _, ask := range []host.Object{
		{"action": "INIT"},
		{"action": "data_exchange", "screen": "FORM", "data": host.Object{"email": "nobody"}},
		{"action": "data_exchange", "screen": "FORM", "data": host.Object{"email": "zoe@example.test"}},
	} {
		ask["flow_token"] = token
		if err := asksFlow(ctx, h, ask); err != nil {
			return nil, err
		}
	}
	filled, _ := json.Marshal(host.Object{"flow_token": token, "email": "zoe@example.test"})
	reply := host.Object{
		"from": from, "id": "wamid.filled." + run, "timestamp": fmt.Sprint(time.Now().Unix()),
		"type": "interactive",
		"interactive": host.Object{"type": "nfm_reply", "nfm_reply": host.Object{
			"name": "flow", "response_json": string(filled),
		}},
	}
	if err := delivers(ctx, h, host.Kettle.Delivery([]host.Object{reply}, nil)); err != nil {
		return nil, err
	}
	settle(ctx, h, conversation)
	return flowLines(ctx, h, conversation)
}

// replier is a desk that can reply on WhatsApp, and pushes to no socket.
func replier(h *host.Host) *chat.Desk {
	desk := chat.New(h.Store)
	desk.Pusher, desk.Rules.ValidateOutgoing = nowhere{}, whatsapp.ValidateOutgoing
	return desk
}

// sendsFlow sends the form, and finds the message that reached Meta.
func sendsFlow(ctx context.Context, h *host.Host, key chat.ConversationKey) (token, callback string, err error) {
	desk := replier(h)
	form := chat.Form{
		ID: "contact", Flow: "600",
		Fields: []chat.Field{{Name: "email", Label: "E-mail", Type: "email", Required: true}},
	}
	if _, _, err := desk.Reply(ctx, ana, key, chat.MessageID(newID()),
		chat.Body{Kind: chat.KindForm, Text: "Where do we write to?", Form: &form}, nil); err != nil {
		return "", "", err
	}
	allSent(ctx, h, key)
	for _, raw := range h.Sends() {
		var sent struct {
			Callback    string `json:"biz_opaque_callback_data"`
			Interactive struct {
				Action struct {
					Parameters struct {
						Token string `json:"flow_token"`
					} `json:"parameters"`
				} `json:"action"`
			} `json:"interactive"`
		}
		if json.Unmarshal(raw, &sent) == nil && strings.HasPrefix(sent.Interactive.Action.Parameters.Token,
			string(key.ID)+"|") {
			token, callback = sent.Interactive.Action.Parameters.Token, sent.Callback
		}
	}
	return token, callback, nil
}

// asksFlow asks the endpoint until it answers, as a phone's owner does.
func asksFlow(ctx context.Context, h *host.Host, ask host.Object) error {
	var status int
	var err error
	for range 6 {
		if status, _, err = h.Meta.Exchange(ctx, ask); err == nil && status == 200 {
			return nil
		}
	}
	return fmt.Errorf("the Flow's endpoint answered %d: %w", status, err)
}

// flowLines says how far the Flows of a conversation came, without repeated attempts.
func flowLines(ctx context.Context, h *host.Host, key chat.ConversationKey) ([]string, error) {
	rows, err := h.Store.FlowRowsOf(ctx, key, 10)
	lines := []string{}
	for _, r := range rows {
		line := fmt.Sprint(r.Flow, " ", r.State(time.Now()), " ", r.Values)
		for _, s := range r.Steps {
			line += fmt.Sprint(", ", s.Kind, " ", s.Screen, s.Field)
		}
		lines = append(lines, line)
	}
	return lines, err
}
