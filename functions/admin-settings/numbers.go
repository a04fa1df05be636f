package main

import (
	"context"
	"log/slog"
	"strings"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/whatsapp"
	"github.com/botifire/livechat/shared/wire"
)

// number is a number as its owners see it: never its secrets.
func number(n chat.Number) wire.NumberSettings {
	return wire.NumberSettings{Id: n.ID, Waba: n.WABA, Display: n.Display, App: n.App, Bot: string(n.Bot), Webhook: "/webhooks/whatsapp/" + n.App, Flows: httpapi.Some("/webhooks/flows/" + n.App + "/" + n.ID), Stopped: httpapi.Some(n.WhyStopped()), Version: n.Version}
}

func (h handler) ListNumbers(ctx context.Context, _ settingsapi.ListNumbersRequestObject) (settingsapi.ListNumbersResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	numbers, err := h.desk.Store.Numbers(ctx, agent.Tenant)
	rows := []wire.NumberSettings{}
	for _, n := range numbers {
		rows = append(rows, number(n))
	}
	return settingsapi.ListNumbers200JSONResponse{Rows: rows}, err
}

// refuse words a check that failed as an error.
func refuse(c whatsapp.Checked) error {
	for _, f := range c.Findings {
		if !f.OK {
			return chat.Errorf(chat.Invalid, "number_not_ours", "%s", f.Text)
		}
	}
	return nil
}

// controls tells whether a token controls a number of an account, which is what proves
// that the tenant may bind it. An app that is not subscribed yet is no reason against it.
func controls(c whatsapp.Checked) error {
	if len(c.Findings) >= 2 && c.Findings[0].OK && c.Findings[1].OK {
		return nil
	}
	return refuse(c)
}

// AddNumber binds a number only after Graph has shown that the token controls it.
func (h handler) AddNumber(ctx context.Context, r settingsapi.AddNumberRequestObject) (settingsapi.AddNumberResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	seen := whatsapp.Check(ctx, h.graph, r.Body.Token, r.Body.Id, r.Body.Waba)
	if err := controls(seen); err != nil {
		return nil, err
	}
	app := chat.App{Key: h.office.NewAppKey(), Tenant: agent.Tenant}
	n := chat.Number{App: app.Key, ID: r.Body.Id, WABA: r.Body.Waba, Display: digits(seen.Display), Tenant: agent.Tenant, Bot: chat.BotID(r.Body.Bot)}
	var err error
	if app.Secret, err = h.sealer.Seal(ctx, agent.Tenant, seal.AppSecret, app.Key, []byte(r.Body.AppSecret)); err != nil {
		return nil, err
	}
	if app.Verify, err = h.sealer.Seal(ctx, agent.Tenant, seal.VerifyToken, app.Key, []byte(r.Body.VerifyToken)); err != nil {
		return nil, err
	}
	if n.Token, err = h.sealer.Seal(ctx, agent.Tenant, seal.GraphToken, n.ID, []byte(r.Body.Token)); err != nil {
		return nil, err
	}
	n, err = h.office.BindNumber(ctx, app, n)
	if err == nil {
		if _, bad := h.desk.FetchTemplates(ctx, n); bad != nil {
			slog.Warn("templates not fetched", "number", n.ID, "error", bad.Error()) // an owner can have it done again
		}
	}
	return settingsapi.AddNumber201JSONResponse(number(n)), httpapi.Audited(ctx, h.desk, err, "number.bound", n.ID, n.Display)
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func (h handler) own(ctx context.Context, id string) (chat.Number, error) {
	agent, _ := httpapi.Caller(ctx)
	return h.desk.Store.NumberByID(ctx, agent.Tenant, id)
}

func (h handler) ChangeNumber(ctx context.Context, r settingsapi.ChangeNumberRequestObject) (settingsapi.ChangeNumberResponseObject, error) {
	n, err := h.own(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	if r.Body.Bot != nil {
		n.Bot = chat.BotID(*r.Body.Bot)
	}
	if r.Body.Token != nil {
		if err := controls(whatsapp.Check(ctx, h.graph, *r.Body.Token, n.ID, n.WABA)); err != nil {
			return nil, err
		}
		if n.Token, err = h.sealer.Seal(ctx, n.Tenant, seal.GraphToken, n.ID, []byte(*r.Body.Token)); err != nil {
			return nil, err
		}
		n.Stopped = nil // the token was tried just now
	}
	changeApp, err := h.appChange(ctx, n, r.Body)
	if err != nil {
		return nil, err
	}
	n, err = h.office.ChangeNumber(ctx, n, r.Body.Version, changeApp)
	return settingsapi.ChangeNumber200JSONResponse(number(n)), httpapi.Audited(ctx, h.desk, err, "number.changed", n.ID, secretsNamed(r.Body))
}

// appChange seals what is new of the app's secrets. A secret that is replaced counts on
// until the next one, because Meta changes over in its own time.
func (h handler) appChange(ctx context.Context, n chat.Number, to *wire.NumberChange) (func(*chat.App), error) {
	if to.AppSecret == nil && to.VerifyToken == nil {
		return nil, nil
	}
	var secret, verify []byte
	var err error
	if to.AppSecret != nil {
		if secret, err = h.sealer.Seal(ctx, n.Tenant, seal.AppSecret, n.App, []byte(*to.AppSecret)); err != nil {
			return nil, err
		}
	}
	if to.VerifyToken != nil {
		if verify, err = h.sealer.Seal(ctx, n.Tenant, seal.VerifyToken, n.App, []byte(*to.VerifyToken)); err != nil {
			return nil, err
		}
	}
	return func(a *chat.App) {
		if secret != nil {
			a.Previous, a.Secret = a.Secret, secret
		}
		if verify != nil {
			a.Verify = verify
		}
	}, nil
}

// secretsNamed says which secrets were changed, and none of them.
func secretsNamed(to *wire.NumberChange) string {
	names := []string{}
	for name, given := range map[string]bool{"token": to.Token != nil, "app secret": to.AppSecret != nil, "verify token": to.VerifyToken != nil} {
		if given {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func (h handler) DropNumber(ctx context.Context, r settingsapi.DropNumberRequestObject) (settingsapi.DropNumberResponseObject, error) {
	n, err := h.own(ctx, r.Number)
	if err == nil {
		err = h.desk.Store.DropNumber(ctx, n)
	}
	return settingsapi.DropNumber204Response{}, httpapi.Audited(ctx, h.desk, err, "number.unbound", n.ID, n.Display)
}

func (h handler) CheckNumber(ctx context.Context, r settingsapi.CheckNumberRequestObject) (settingsapi.CheckNumberResponseObject, error) {
	n, err := h.own(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	token, err := h.token(ctx, n)
	if err != nil {
		return nil, err
	}
	seen := whatsapp.Check(ctx, h.graph, string(token), n.ID, n.WABA)
	if seen.OK() && n.Stopped != nil { // somebody has looked, and it works
		n.Stopped = nil
		if err := h.desk.Store.PutNumber(ctx, n); err != nil {
			return nil, err
		}
	}
	found := settingsapi.CheckNumber200JSONResponse{Ok: seen.OK(), Display: httpapi.Some(seen.Display), Name: httpapi.Some(seen.Name)}
	for _, f := range seen.Findings {
		found.Findings = append(found.Findings, struct {
			Ok   bool   `json:"ok"`
			Text string `json:"text"`
		}{f.OK, f.Text})
	}
	return found, nil
}
