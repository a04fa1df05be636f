package main

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/whatsapp"
)

type handler struct {
	courier *chat.Courier
	sealer  seal.Opener
	guard   edge.Guard
	keys    *sync.Map // sealed key → *rsa.PrivateKey: reading one takes longer than using it
}

type (
	request  = events.APIGatewayV2HTTPRequest
	response = events.APIGatewayV2HTTPResponse
)

type object = map[string]any

// serve verifies the signature, decrypts the request, and encrypts the answer. Meta chose the statuses.
func (h handler) serve(ctx context.Context, r request) (response, error) {
	if !h.guard.Passes(ctx, r.Headers[edge.Header]) {
		return response{StatusCode: 403}, nil
	}
	app, err := h.courier.App(ctx, r.PathParameters["app"])
	var n chat.Number
	if err == nil {
		n, err = h.courier.NumberOf(ctx, app, r.PathParameters["number"])
	}
	if errors.Is(err, chat.ErrNotFound) {
		return response{StatusCode: 404}, nil
	}
	if err != nil {
		return h.failed(ctx, err)
	}
	body, err := edge.Body(r.Body, r.IsBase64Encoded)
	if err != nil {
		return response{StatusCode: whatsapp.FlowBadSignature}, nil
	}
	if len(body) > whatsapp.MaxFlowBody {
		return response{StatusCode: 413}, nil
	}
	secrets, err := seal.AppSecrets(ctx, h.sealer, app)
	if err != nil {
		return h.failed(ctx, err)
	}
	if !whatsapp.Signed(body, r.Headers["x-hub-signature-256"], secrets...) {
		return response{StatusCode: whatsapp.FlowBadSignature}, nil
	}
	return h.exchange(ctx, n, body)
}

func (h handler) failed(ctx context.Context, err error) (response, error) {
	if errors.Is(err, chat.ErrClosed) {
		return response{StatusCode: 503}, nil
	}
	trace.Failed(ctx, "flow failed", err)
	return response{StatusCode: 500}, nil
}

func (h handler) exchange(ctx context.Context, n chat.Number, body []byte) (response, error) {
	keys, err := h.flowKeys(ctx, n)
	if err != nil {
		return h.failed(ctx, err)
	}
	call, err := whatsapp.OpenFlow(keys, body)
	if err != nil {
		return response{StatusCode: whatsapp.FlowUndecryptable}, nil
	}
	switch {
	case call.Ping:
		return sealed(call, object{"data": object{"status": "active"}})
	case call.Refused != "":
		slog.WarnContext(ctx, "a screen of ours was refused", "number", trace.Known(n.ID), "reason", call.Refused)
		return sealed(call, object{"data": object{"acknowledged": true}})
	}
	answer, err := h.courier.Flow(ctx, n, call.Exchange)
	if over, ok := errors.AsType[*chat.Error](err); ok && over.Kind == chat.Gone {
		raw, err := json.Marshal(object{"error_msg": over.Text})
		return response{
			StatusCode: whatsapp.FlowTokenDead, Body: string(raw),
			Headers: map[string]string{"content-type": "application/json"},
		}, err
	}
	if err != nil {
		return h.failed(ctx, err)
	}
	return sealed(call, answer)
}

func sealed(call whatsapp.FlowCall, answer any) (response, error) {
	text, err := call.Seal(answer)
	return response{StatusCode: 200, Body: text, Headers: map[string]string{"content-type": "text/plain"}}, err
}

// flowKeys is the number's private keys, the newest first: Meta may still use the previous one.
func (h handler) flowKeys(ctx context.Context, n chat.Number) ([]*rsa.PrivateKey, error) {
	keys := []*rsa.PrivateKey{}
	all, err := h.courier.FlowKeys(ctx, n)
	if err != nil {
		return nil, err
	}
	for _, sealed := range all {
		if had, ok := h.keys.Load(string(sealed)); ok {
			keys = append(keys, had.(*rsa.PrivateKey))
			continue
		}
		private, err := h.sealer.Open(ctx, n.Tenant, chat.FlowKey, n.ID, sealed)
		if err != nil {
			return nil, err
		}
		key, err := whatsapp.ReadFlowKey(private)
		if err != nil {
			return nil, errors.New("a Flow's key that cannot be read")
		}
		h.keys.Store(string(sealed), key)
		keys = append(keys, key)
	}
	return keys, nil
}
