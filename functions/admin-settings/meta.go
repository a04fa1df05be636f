package main

import (
	"bytes"
	"context"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/views"
)

func (h handler) ListNumberTemplates(
	ctx context.Context, r settingsapi.ListNumberTemplatesRequestObject,
) (settingsapi.ListNumberTemplatesResponseObject, error) {
	n, err := h.own(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	rows, err := h.reader.Templates(ctx, n)
	return settingsapi.ListNumberTemplates200JSONResponse{Rows: rows}, err
}

func (h handler) FetchTemplates(
	ctx context.Context, r settingsapi.FetchTemplatesRequestObject,
) (settingsapi.FetchTemplatesResponseObject, error) {
	n, err := h.own(ctx, r.Number)
	if err != nil {
		return nil, err
	}
	agent, _ := httpapi.Caller(ctx)
	rows, err := h.courier.FetchTemplates(ctx, agent, n)
	return settingsapi.FetchTemplates200JSONResponse{Rows: rows}, err
}

func (h handler) token(ctx context.Context, n chat.Number) ([]byte, error) {
	token, err := h.sealer.GraphToken(ctx, n)
	if err != nil {
		return nil, chat.Errorf(chat.Unavailable, "token_unreadable", "The token cannot be opened. Enter it again.")
	}
	return token, nil
}

func (h handler) ListNews(
	ctx context.Context, r settingsapi.ListNewsRequestObject,
) (settingsapi.ListNewsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	list, err := h.reader.Notifications(ctx, agent, httpapi.Or(r.Params.Cursor), httpapi.Or(r.Params.Limit))
	return settingsapi.ListNews200JSONResponse{Rows: list.Rows, Next: httpapi.Some(list.Next)}, err
}

func (h handler) FlowSheet(
	ctx context.Context, r settingsapi.FlowSheetRequestObject,
) (settingsapi.FlowSheetResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	q := views.FlowQuery{Flow: r.Flow, Field: httpapi.Or(p.Field), Words: httpapi.Or(p.Words)}
	q.Visitor, q.State = chat.VisitorID(httpapi.Or(p.Visitor)), chat.FlowState(httpapi.Or(p.State))
	q.FromDay, q.ToDay = httpapi.Day(p.FromDay), httpapi.Day(p.ToDay)
	raw, err := h.reader.FlowSheet(ctx, agent, q)
	return settingsapi.FlowSheet200TextcsvResponse{Body: bytes.NewReader(raw), ContentLength: int64(len(raw))}, err
}
