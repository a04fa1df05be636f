package meta

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/botifire/livechat/shared/phone"
)

// encryption takes the public key that a number's Flows are encrypted with.
func (m *Meta) encryption(w http.ResponseWriter, r *http.Request) {
	key := r.FormValue("business_public_key")
	if _, err := phone.ReadKey(key); err != nil {
		refuse(w, http.StatusBadRequest, 100, "Invalid parameter: business_public_key")
		return
	}
	m.mu.Lock()
	m.flowKey = key
	m.mu.Unlock()
	answer(w, http.StatusOK, Object{"success": true})
}

// flow is a Flow on a customer's phone: it asks the endpoint for the next screen. The end of a
// Flow comes back to the webhook as a message.
func (m *Meta) flow(w http.ResponseWriter, r *http.Request) {
	var x struct {
		Message, Name string
		Ask           Object // action, screen, data, flow_token
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&x); err != nil {
		http.Error(w, "flow {message, ask: {action, screen, data, flow_token}}", http.StatusBadRequest)
		return
	}
	x.Ask["version"] = "3.0"
	status, raw, err := m.Exchange(r.Context(), x.Ask)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the endpoint of Flows answered %d", status)
	}
	if filled, done := completed(raw); err == nil && done {
		err = m.says(r.Context(), r.PathValue("customer"), x.Name, flowReply(m.business.Display, x.Message, filled), 0)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(raw)
}

// completed are the values of the form, if the endpoint's answer ends the Flow.
func completed(raw []byte) (filled string, done bool) {
	var next struct {
		Screen string
		Data   struct {
			Extension struct{ Params Object } `json:"extension_message_response"`
		}
	}
	if json.Unmarshal(raw, &next) != nil || next.Screen != "SUCCESS" {
		return "", false
	}
	params, _ := json.Marshal(next.Data.Extension.Params)
	return string(params), true
}

// flowReply is the message with which a completed Flow answers another message.
func flowReply(display, message, filled string) Object {
	return Object{
		"type": "interactive", "context": Object{"from": display, "id": message},
		"interactive": Object{
			"type": "nfm_reply", "nfm_reply": Object{"name": "flow", "body": "Sent", "response_json": filled},
		},
	}
}

// Exchange asks the endpoint of the number's Flows, encrypted as WhatsApp's client does it, and
// decrypts the answer.
func (m *Meta) Exchange(ctx context.Context, ask Object) (status int, answer []byte, err error) {
	m.mu.Lock()
	public, err := phone.ReadKey(m.flowKey)
	m.mu.Unlock()
	if err != nil {
		return 0, nil, errors.New("the number has no key for Flows")
	}
	plain, err := json.Marshal(ask)
	if err != nil {
		return 0, nil, err
	}
	call, err := phone.Seal(public, plain)
	if err != nil {
		return 0, nil, err
	}
	path := "/webhooks/flows/" + m.business.App + "/" + m.business.Number
	status, answer, err = m.post(ctx, path, call.Body)
	if err == nil && status == http.StatusOK {
		answer, err = call.Open(answer)
	}
	return status, answer, err
}
