package host

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/phone"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/whatsapp"
)

// Message is one text as Meta's webhook has it.
func Message(from, wamid, text string, at time.Time) Object {
	return Object{"from": from, "id": wamid, "timestamp": fmt.Sprint(at.Unix()), "type": "text", "text": Object{"body": text}}
}

// Status is one status as Meta's webhook has it; carried is what the send carried.
func Status(to, wamid, status, carried string, at time.Time) Object {
	s := Object{"id": wamid, "status": status, "timestamp": fmt.Sprint(at.Unix()), "recipient_id": to}
	if carried != "" {
		s["biz_opaque_callback_data"] = carried
	}
	return s
}

// Delivery is the body of a webhook.
func Delivery(messages, statuses []Object) []byte {
	value := Object{}
	if len(messages) > 0 {
		contacts := []Object{}
		for _, m := range messages {
			contacts = append(contacts, Object{"profile": Object{"name": "Bruno"}, "wa_id": m["from"]})
		}
		value["messages"], value["contacts"] = messages, contacts
	}
	if len(statuses) > 0 {
		value["statuses"] = statuses
	}
	return Change("messages", value)
}

// FlowKey makes a key for the Flows of the company's number.
func (h *Host) FlowKey(ctx context.Context) error {
	office := &setup.Provisioner{Store: h.Store, Sealer: h.Sealer()}
	return office.FlowKey(ctx, Tenant, MetaNumber, h.Address()+"/setup/graph")
}

// AskFlow has a phone ask the endpoint of the number's Flows, and opens the answer.
func (h *Host) AskFlow(ctx context.Context, ask Object) (status int, answer []byte, err error) {
	plain, err := json.Marshal(ask)
	if err != nil {
		return 0, nil, err
	}
	h.Outside.mu.Lock()
	public, err := phone.ReadKey(h.flowKey)
	h.Outside.mu.Unlock()
	if err != nil {
		return 0, nil, err
	}
	call, err := phone.Seal(public, plain)
	if err != nil {
		return 0, nil, err
	}
	got, err := h.Flow(ctx, call.Body)
	if err != nil || got.StatusCode != 200 {
		return got.StatusCode, []byte(got.Body), err
	}
	answer, err = call.Open([]byte(got.Body))
	return got.StatusCode, answer, err
}

// Flow hands a request of a Flow, signed, to its function.
func (h *Host) Flow(ctx context.Context, body []byte) (answer events.APIGatewayV2HTTPResponse, err error) {
	event := events.APIGatewayV2HTTPRequest{
		Body: string(body), PathParameters: map[string]string{"app": MetaApp, "number": MetaNumber},
		Headers: map[string]string{"x-hub-signature-256": whatsapp.Sign(body, []byte(appSecret))},
	}
	err = h.Invoke(ctx, "whatsapp-flow", event, &answer)
	return answer, err
}

// Webhook hands a delivery, signed, to the webhook's function and tells its status.
func (h *Host) Webhook(ctx context.Context, body []byte) (int, error) {
	event := events.APIGatewayV2HTTPRequest{
		Body: string(body), PathParameters: map[string]string{"app": MetaApp},
		Headers: map[string]string{"x-hub-signature-256": whatsapp.Sign(body, []byte(appSecret))},
	}
	event.RequestContext.HTTP.Method = "POST"
	var answer events.APIGatewayV2HTTPResponse
	err := h.Invoke(ctx, "whatsapp-webhook", event, &answer)
	return answer.StatusCode, err
}

// Change is the body of a webhook of any field about the company's number.
func Change(field string, value Object) []byte {
	value["messaging_product"], value["metadata"] = "whatsapp", Object{"display_phone_number": "15550100000", "phone_number_id": MetaNumber}
	return OfAccount(field, value)
}

// OfAccount is the same about the company's account.
func OfAccount(field string, value Object) []byte {
	raw, _ := json.Marshal(Object{"object": "whatsapp_business_account", "entry": []Object{{"id": "200", "changes": []Object{{"field": field, "value": value}}}}})
	return raw
}

// MediaPrefix begins the ids of files that Meta has.
const MediaPrefix = "media-"

// Picture is the file that Meta hands out: a dot.
var Picture = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")

// Templates is what Meta has approved for the account.
const Templates = `{"data":[{"name":"hello","language":"en","status":"APPROVED","category":"UTILITY","components":[{"type":"BODY","text":"Hello {{1}}"}]}]}`
