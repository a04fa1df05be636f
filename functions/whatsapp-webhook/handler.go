package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dialling"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/whatsapp"
	"golang.org/x/sync/errgroup"
)

type handler struct {
	courier *chat.Courier
	sealer  seal.Opener
	guard   edge.Guard
}

type (
	request  = events.APIGatewayV2HTTPRequest
	response = events.APIGatewayV2HTTPResponse
)

// serve finds the app by the path before it parses anything, and answers 200 only when all is stored:
// otherwise Meta repeats the delivery.
func (h handler) serve(ctx context.Context, r request) (response, error) {
	if !h.guard.Passes(ctx, r.Headers[edge.Header]) {
		return refuse(403, "not_from_edge")
	}
	app, err := h.courier.App(ctx, r.PathParameters["app"])
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
	secrets, err := seal.AppSecrets(ctx, h.sealer, app)
	if err != nil {
		return h.failed(ctx, err)
	}
	if !whatsapp.Signed(body, r.Headers["x-hub-signature-256"], secrets...) {
		return refuse(401, "bad_signature")
	}
	changes, err := whatsapp.Parse(body)
	if err != nil {
		return refuse(400, "bad_json")
	}
	if err := h.store(ctx, app, changes); err != nil {
		return h.failed(ctx, err)
	}
	return response{StatusCode: 200}, nil
}

// store stores everything, the changes about one person in order, and returns the failures after all
// was tried.
func (h handler) store(ctx context.Context, app chat.App, changes []whatsapp.Change) error {
	work, renames := map[string][]func() error{}, map[string][]func() error{}
	numbers := map[string]*chat.Number{} // a delivery has up to a thousand changes, of few numbers
	for _, c := range changes {
		about := c.Number + "/" + c.WABA
		number, asked := numbers[about]
		if !asked {
			var err error
			if number, err = h.bound(ctx, app, c); err != nil {
				return err
			}
			numbers[about] = number
		}
		if number == nil {
			slog.WarnContext(ctx, "unknown number", "app", app.Key, "field", c.Field)
			continue
		}
		for _, r := range c.Renames {
			do := func() error { return h.courier.ChangeIdentity(ctx, *number, r.Was, r.Is, r.Event, r.Origin) }
			renames[""] = append(renames[""], do)
		}
		h.change(ctx, *number, c, func(about string, do func() error) { work[about] = append(work[about], do) })
	}
	return errors.Join(all(ctx, renames), all(ctx, work)) // a customer may have written under the new id
}

// bound proves that a change is about a number, or an account, of the app's tenant: the signature
// proves the app only. nil if it is not.
func (h handler) bound(ctx context.Context, app chat.App, c whatsapp.Change) (*chat.Number, error) {
	var n chat.Number
	var err error
	if c.Number != "" {
		n, err = h.courier.NumberOf(ctx, app, c.Number)
	} else {
		n, err = h.courier.NumberOfAccount(ctx, app, c.WABA)
	}
	if errors.Is(err, chat.ErrNotFound) {
		return nil, nil
	}
	return &n, err
}

// change hands each part of a change to the desk, grouped by the person that it is about.
func (h handler) change(
	ctx context.Context, n chat.Number, c whatsapp.Change, add func(about string, do func() error),
) {
	who := func(from chat.Contact) string { return from.WaID + "/" + from.BSUID + "/" + from.Parent }
	for _, in := range c.Messages {
		add(who(in.From), func() error {
			in.From.Country = dialling.Country(in.From.WaID, in.From.BSUID)
			return h.courier.ReceiveWhatsApp(ctx, n, in.From, in.Body, in.Origin)
		})
	}
	for _, e := range c.Echoes {
		add(who(e.From), func() error { return h.courier.Echo(ctx, n, e.From, e.Body, e.Origin) })
	}
	for _, p := range c.Preferences {
		add(who(p.Who), func() error { return h.courier.SetMarketingConsent(ctx, n, p.Who, p.MarketingConsent) })
	}
	for _, s := range c.Statuses {
		add(s.Wamid, func() error { return h.courier.Status(ctx, n.Tenant, s.Wamid, s.Carried, s.About, s.Delivery) })
	}
	for _, p := range c.Paid {
		add(p.Wamid, func() error { return h.courier.Paid(ctx, n.Tenant, p.Wamid, p.Carried, p.Payment) })
	}
	for _, t := range c.Templates {
		add("template/"+t.Name, func() error { return h.courier.TemplateChanged(ctx, n, t) })
	}
	for _, news := range c.Notifications {
		add("news/"+news.ID, func() error {
			return h.courier.RecordNotification(ctx, n.Tenant, news.Notification, news.About)
		})
	}
}

// all runs groups side by side, each in order, and returns all errors but those that a repeat
// of the webhook would not mend.
func all(ctx context.Context, work map[string][]func() error) error {
	var mu sync.Mutex
	var failed error
	var groups errgroup.Group
	groups.SetLimit(16)
	for _, group := range work {
		groups.Go(func() error {
			for _, do := range group {
				err := do()
				if kind := chat.KindOf(err); kind == chat.Invalid || kind == chat.NotFound {
					slog.WarnContext(ctx, "left out", "code", chat.CodeOf(err))
					continue
				}
				mu.Lock()
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
			return nil
		})
	}
	_ = groups.Wait() // groups keep their errors in failed
	return failed
}
