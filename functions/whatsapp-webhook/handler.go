package main

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/updates"
	"github.com/botifire/livechat/shared/whatsapp"
)

type handler struct {
	courier *chat.Courier
	sealer  seal.Opener
	guard   edge.Guard
	later   keeper
}

// keeper stores a delivery to be worked off later.
type keeper interface {
	Keep(ctx context.Context, n deliveries.Name, body []byte) error
}

// A delivery of more bytes, or of more updates, is answered once it is stored whole: Meta wants an answer within a
// second.
const (
	mostBytes   = 16 << 10
	mostUpdates = 20
)

type (
	request  = events.APIGatewayV2HTTPRequest
	response = events.APIGatewayV2HTTPResponse
)

// serve finds the app by the path before it parses anything, and answers 200 only when nothing of the delivery can be
// lost any more: otherwise Meta repeats it.
func (h handler) serve(ctx context.Context, r request) (response, error) {
	if !h.guard.Passes(ctx, r.Headers[edge.Header]) {
		return refuse(403, "not_from_edge")
	}
	find := h.courier.AppLately
	if r.RequestContext.HTTP.Method == "GET" {
		find = h.courier.App
	}
	app, err := find(ctx, r.PathParameters["app"])
	if errors.Is(err, chat.ErrNotFound) {
		return refuse(404, "unknown_app")
	}
	if err != nil {
		return h.failed(ctx, err)
	}
	if r.RequestContext.HTTP.Method == "GET" {
		return h.handshake(ctx, app, r)
	}
	return h.take(ctx, app, r)
}

// signed tells whether the app signed a body: as the app was a moment ago, or as it is now.
func (h handler) signed(ctx context.Context, app chat.App, body []byte, signature string) (bool, error) {
	secrets, err := seal.AppSecrets(ctx, h.sealer, app)
	if err != nil || whatsapp.Signed(body, signature, secrets...) {
		return err == nil, err
	}
	if app, err = h.courier.App(ctx, app.Key); err != nil {
		return false, chat.Except(err, chat.ErrNotFound)
	}
	if secrets, err = seal.AppSecrets(ctx, h.sealer, app); err != nil {
		return false, err
	}
	return whatsapp.Signed(body, signature, secrets...), nil
}

// refuse answers with a code and no sentence: the caller is a machine.
func refuse(status int, code string) (response, error) {
	raw, err := json.Marshal(map[string]string{"code": code})
	return response{
		StatusCode: status, Body: string(raw), Headers: map[string]string{"content-type": "application/json"},
	}, err
}

func (h handler) failed(ctx context.Context, err error) (response, error) {
	if errors.Is(err, chat.ErrClosed) {
		return refuse(503, "closed") // Meta delivers it again, for up to seven days
	}
	trace.Failed(ctx, "webhook failed", err)
	return refuse(500, "internal")
}

func (h handler) handshake(ctx context.Context, app chat.App, r request) (response, error) {
	if len(app.Verify) == 0 {
		return refuse(403, "bad_verify_token")
	}
	token, err := h.sealer.Open(ctx, app.Tenant, chat.VerifyToken, app.Key, app.Verify)
	if err != nil {
		return h.failed(ctx, err)
	}
	challenge, ok := whatsapp.Handshake(r.QueryStringParameters, token)
	if !ok {
		return refuse(403, "bad_verify_token")
	}
	return response{StatusCode: 200, Body: challenge, Headers: map[string]string{"content-type": "text/plain"}}, nil
}

func (h handler) take(ctx context.Context, app chat.App, r request) (response, error) {
	body, err := edge.Body(r.Body, r.IsBase64Encoded)
	if err != nil {
		return refuse(400, "bad_body")
	}
	if len(body) > whatsapp.MaxBody {
		return refuse(413, "body_too_large")
	}
	signed, err := h.signed(ctx, app, body, r.Headers["x-hub-signature-256"])
	if err != nil {
		return h.failed(ctx, err)
	}
	if !signed {
		return refuse(401, "bad_signature")
	}
	return h.store(ctx, app, body)
}

// store takes a small delivery in, and keeps a large one for later. Only a small one is parsed.
func (h handler) store(ctx context.Context, app chat.App, body []byte) (response, error) {
	large := len(body) > mostBytes
	if large && !json.Valid(body) {
		return refuse(400, "bad_json")
	}
	var changes []whatsapp.Change
	if !large {
		var err error
		if changes, err = whatsapp.Parse(body); err != nil {
			return refuse(400, "bad_json")
		}
		large = updates.Count(changes) > mostUpdates
	}
	var err error
	if large {
		err = h.later.Keep(ctx, deliveries.NameOf(app, body), body)
	} else {
		err = updates.Take(ctx, h.courier, app, changes)
	}
	if err != nil {
		return h.failed(ctx, err)
	}
	return response{StatusCode: 200}, nil
}
