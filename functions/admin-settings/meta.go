package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/whatsapp"
)

func (h handler) ListNumberTemplates(ctx context.Context, r ListNumberTemplatesRequestObject) (ListNumberTemplatesResponseObject, error) {
	n, err := h.own(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	rows, err := h.desk.Store.Templates(ctx, n.Tenant, n.WABA)
	return ListNumberTemplates200JSONResponse{Rows: rows}, err
}

func (h handler) FetchTemplates(ctx context.Context, r FetchTemplatesRequestObject) (FetchTemplatesResponseObject, error) {
	n, err := h.own(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	rows, err := h.fetchTemplates(ctx, n)
	return FetchTemplates200JSONResponse{Rows: rows}, httpapi.Audited(ctx, h.desk, err, "templates.fetched", n.ID, fmt.Sprintf("%d templates", len(rows)))
}

// fetchTemplates asks Meta for all templates of a number's account, and keeps them.
func (h handler) fetchTemplates(ctx context.Context, n chat.Number) ([]chat.Template, error) {
	token, err := h.token(ctx, n)
	if err != nil {
		return nil, err
	}
	all, err := whatsapp.Templates(ctx, h.graph, string(token), n.WABA, h.desk.Now())
	if err != nil {
		return nil, err
	}
	return all, h.desk.Store.PutTemplates(ctx, n.Tenant, n.WABA, all)
}

func (h handler) token(ctx context.Context, n chat.Number) ([]byte, error) {
	token, err := h.sealer.Open(ctx, n.Tenant, seal.GraphToken, n.ID, n.Token)
	if err != nil {
		return nil, chat.Errorf(chat.Unavailable, "token_unreadable", "The token cannot be opened. Enter it again.")
	}
	return token, nil
}

func (h handler) ListNews(ctx context.Context, r ListNewsRequestObject) (ListNewsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	list, err := h.desk.AllNews(ctx, agent, httpapi.Or(r.Params.Cursor), httpapi.Or(r.Params.Limit))
	return ListNews200JSONResponse{Rows: list.Rows, Next: httpapi.Some(list.Next)}, err
}

// FlowSheet reads in bulk, so it is written down.
func (h handler) FlowSheet(ctx context.Context, r FlowSheetRequestObject) (FlowSheetResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	raw, rows, err := h.desk.FlowSheet(ctx, agent.Tenant, r.Flow)
	return FlowSheet200TextcsvResponse{Body: bytes.NewReader(raw), ContentLength: int64(len(raw))}, httpapi.Audited(ctx, h.desk, err, "flow.exported", r.Flow, fmt.Sprintf("%d rows", rows))
}
