package main

import (
	"context"
	"log/slog"
	"strings"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/whatsapp"
	"github.com/botifire/livechat/shared/wire"
)

// number is a number as its owners see it: never its secrets.
func number(n chat.Number) wire.NumberSettings {
	return wire.NumberSettings{
		Id: n.ID, Waba: n.WABA, Display: n.Display, App: n.App, Bot: string(n.Bot), Webhook: "/webhooks/whatsapp/" + n.App,
		Flows: httpapi.Some("/webhooks/flows/" + n.App + "/" + n.ID), Stopped: httpapi.Some(n.WhyStopped()),
		Version: n.Version,
	}
}

func (h handler) ListNumbers(
	ctx context.Context, _ settingsapi.ListNumbersRequestObject,
) (settingsapi.ListNumbersResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	numbers, err := h.office.Numbers(ctx, agent)
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

// controls tells whether a token controls a number of an account: this proves that the tenant may
// connect the number. An app that is not subscribed yet is no reason against it.
func controls(c whatsapp.Checked) error {
	if len(c.Findings) >= 2 && c.Findings[0].OK && c.Findings[1].OK {
		return nil
	}
	return refuse(c)
}

// AddNumber connects a number only after Graph has shown that the token controls it.
func (h handler) AddNumber(
	ctx context.Context, r settingsapi.AddNumberRequestObject,
) (settingsapi.AddNumberResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	seen := whatsapp.Check(ctx, h.graph, r.Body.Token, r.Body.Id, r.Body.Waba)
	if err := controls(seen); err != nil {
		return nil, err
	}
	n, err := h.office.ConnectNumber(ctx, agent, office.NewNumber{
		ID: r.Body.Id, WABA: r.Body.Waba, Display: digits(seen.Display), Bot: chat.BotID(r.Body.Bot),
		Token: r.Body.Token, AppSecret: r.Body.AppSecret, VerifyToken: r.Body.VerifyToken,
	})
	if err == nil {
		if _, bad := h.courier.RefreshTemplates(ctx, n); bad != nil {
			// An owner can fetch them again.
			slog.WarnContext(ctx, "templates not fetched", "number", trace.Known(n.ID), "error", bad.Error())
		}
	}
	return settingsapi.AddNumber201JSONResponse(number(n)), err
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
	return h.office.Number(ctx, agent, id)
}

func (h handler) ChangeNumber(
	ctx context.Context, r settingsapi.ChangeNumberRequestObject,
) (settingsapi.ChangeNumberResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	if r.Body.Token != nil {
		n, err := h.own(ctx, r.Number)
		if err != nil {
			return nil, err
		}
		if err := controls(whatsapp.Check(ctx, h.graph, *r.Body.Token, n.ID, n.WABA)); err != nil {
			return nil, err
		}
	}
	n, err := h.office.ChangeNumber(ctx, agent, r.Number, office.NumberChange{
		Version: r.Body.Version, Bot: (*chat.BotID)(r.Body.Bot), Token: r.Body.Token, AppSecret: r.Body.AppSecret,
		VerifyToken: r.Body.VerifyToken,
	})
	return settingsapi.ChangeNumber200JSONResponse(number(n)), err
}

func (h handler) DropNumber(
	ctx context.Context, r settingsapi.DropNumberRequestObject,
) (settingsapi.DropNumberResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	return settingsapi.DropNumber204Response{}, h.office.DisconnectNumber(ctx, agent, r.Number)
}

func (h handler) CheckNumber(
	ctx context.Context, r settingsapi.CheckNumberRequestObject,
) (settingsapi.CheckNumberResponseObject, error) {
	n, err := h.own(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	token, err := h.token(ctx, n)
	if err != nil {
		return nil, err
	}
	seen := whatsapp.Check(ctx, h.graph, string(token), n.ID, n.WABA)
	if seen.OK() {
		if err := h.office.Restart(ctx, n); err != nil {
			return nil, err
		}
	}
	found := settingsapi.CheckNumber200JSONResponse{
		Ok: seen.OK(), Display: httpapi.Some(seen.Display), Name: httpapi.Some(seen.Name),
	}
	for _, f := range seen.Findings {
		found.Findings = append(found.Findings, struct {
			Ok   bool   `json:"ok"`
			Text string `json:"text"`
		}{f.OK, f.Text})
	}
	return found, nil
}
