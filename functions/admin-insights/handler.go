package main

import (
	"bytes"
	"context"
	"time"

	"github.com/botifire/livechat/api/gen/insightsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/views"
)

type handler struct {
	desk   *chat.Desk
	reader *views.Reader
	keeper *ledger.Keeper
	books  *ledger.Books
	leads  *ledger.Leads

	editions editions
}

// maxDays is how many days of counters one call may ask for.
const maxDays = 366

func (h handler) ListBots(
	ctx context.Context, _ insightsapi.ListBotsRequestObject,
) (insightsapi.ListBotsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	bots, err := h.reader.Bots(ctx, agent)
	list := insightsapi.ListBots200JSONResponse{}
	for _, b := range bots {
		list.Rows = append(list.Rows, struct {
			Id   string `json:"id"`
			Name string `json:"name"`
		}{string(b.ID), b.Name})
	}
	return list, err
}

func (h handler) ListGaps(
	ctx context.Context, r insightsapi.ListGapsRequestObject,
) (insightsapi.ListGapsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	list, err := h.reader.Gaps(ctx, agent, chat.BotID(r.Params.Bot), httpapi.Or(r.Params.Cursor),
		httpapi.Or(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return insightsapi.ListGaps200JSONResponse{Rows: list.Rows, Next: httpapi.Some(list.Next)}, nil
}

func (h handler) ListFlows(
	ctx context.Context, _ insightsapi.ListFlowsRequestObject,
) (insightsapi.ListFlowsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	rows, err := h.reader.Flows(ctx, agent)
	return insightsapi.ListFlows200JSONResponse{Rows: rows}, err
}

func (h handler) ListFlowReplies(
	ctx context.Context, r insightsapi.ListFlowRepliesRequestObject,
) (insightsapi.ListFlowRepliesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	q := views.FlowQuery{
		Flow: r.Flow, Field: httpapi.Or(p.Field), Words: httpapi.Or(p.Words), Cursor: httpapi.Or(p.Cursor),
		Limit: httpapi.Or(p.Limit),
	}
	q.Visitor, q.State = chat.VisitorID(httpapi.Or(p.Visitor)), chat.FlowState(httpapi.Or(p.State))
	q.FromDay, q.ToDay = httpapi.Day(p.FromDay), httpapi.Day(p.ToDay)
	list, err := h.reader.FlowRows(ctx, agent, q)
	return insightsapi.ListFlowReplies200JSONResponse{Rows: list.Rows, Next: httpapi.Some(list.Next)}, err
}

func (h handler) ListCounts(
	ctx context.Context, r insightsapi.ListCountsRequestObject,
) (insightsapi.ListCountsResponseObject, error) {
	rows, err := h.counts(ctx, r.Params.From.Time, r.Params.To.Time)
	return insightsapi.ListCounts200JSONResponse{Rows: rows}, err
}

func (h handler) ListUsage(
	ctx context.Context, _ insightsapi.ListUsageRequestObject,
) (insightsapi.ListUsageResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	rows, err := h.reader.Usage(ctx, agent)
	return insightsapi.ListUsage200JSONResponse{Rows: rows}, err
}

func (h handler) UsageSheet(
	ctx context.Context, _ insightsapi.UsageSheetRequestObject,
) (insightsapi.UsageSheetResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	raw, err := h.reader.UsageSheet(ctx, agent)
	return insightsapi.UsageSheet200TextcsvResponse{Body: bytes.NewReader(raw), ContentLength: int64(len(raw))}, err
}

func (h handler) counts(ctx context.Context, from, to time.Time) ([]chat.Counts, error) {
	agent, _ := httpapi.Caller(ctx)
	if days := to.Sub(from).Hours() / 24; days < 0 || days > maxDays {
		return nil, chat.Errorf(chat.Invalid, "bad_range", "Ask for at most %d days, the first before the last.", maxDays)
	}
	return h.reader.Counts(ctx, agent, from.Format(time.DateOnly), to.Format(time.DateOnly))
}
