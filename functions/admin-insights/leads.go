package main

import (
	"bytes"
	"context"

	"github.com/botifire/livechat/api/gen/insightsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/views"
)

func leadQuery(state, owner *string, oldest *bool) views.LeadQuery {
	return views.LeadQuery{
		State: chat.LeadState(httpapi.Or(state)), Owner: (*chat.AgentID)(owner), Oldest: httpapi.Or(oldest),
	}
}

func (h handler) ListLeads(
	ctx context.Context, r insightsapi.ListLeadsRequestObject,
) (insightsapi.ListLeadsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	q := leadQuery(r.Params.State, r.Params.Owner, r.Params.Oldest)
	q.Cursor, q.Limit = httpapi.Or(r.Params.Cursor), httpapi.Or(r.Params.Limit)
	list, err := h.reader.Leads(ctx, agent, q)
	return insightsapi.ListLeads200JSONResponse{Rows: list.Rows, Next: httpapi.Some(list.Next)}, err
}

func (h handler) LeadSheet(
	ctx context.Context, r insightsapi.LeadSheetRequestObject,
) (insightsapi.LeadSheetResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	raw, err := h.reader.LeadSheet(ctx, agent, leadQuery(r.Params.State, r.Params.Owner, r.Params.Oldest))
	return insightsapi.LeadSheet200TextcsvResponse{Body: bytes.NewReader(raw), ContentLength: int64(len(raw))}, err
}

func (h handler) AddLead(
	ctx context.Context, r insightsapi.AddLeadRequestObject,
) (insightsapi.AddLeadResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	lead, err := h.leads.Add(ctx, agent, chat.VisitorID(r.Body.Visitor))
	return insightsapi.AddLead200JSONResponse(views.LeadRow{Lead: lead}), err
}

func (h handler) ChangeLead(
	ctx context.Context, r insightsapi.ChangeLeadRequestObject,
) (insightsapi.ChangeLeadResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	lead, err := h.leads.Change(ctx, agent, chat.VisitID(r.Lead), *r.Body)
	return insightsapi.ChangeLead200JSONResponse(views.LeadRow{Lead: lead}), err
}
