package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/wire"
)

func (h handler) ListWeekly(
	ctx context.Context, _ knowledgeapi.ListWeeklyRequestObject,
) (knowledgeapi.ListWeeklyResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	all, latest, err := h.library.Weeklies(ctx, agent)
	rows := []wire.Weekly{}
	for n, w := range all {
		row := wire.Weekly{
			Id: string(w.ID), Address: w.Address, Language: w.Language, Due: w.Due, By: httpapi.Some(w.Author),
		}
		if latest[n].ID != "" {
			row.Latest = new(imported(latest[n]))
		}
		rows = append(rows, row)
	}
	return knowledgeapi.ListWeekly200JSONResponse{Rows: rows}, err
}

func (h handler) ReadWeeklyNow(
	ctx context.Context, r knowledgeapi.ReadWeeklyNowRequestObject,
) (knowledgeapi.ReadWeeklyNowResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	i, err := h.library.ReadNow(ctx, agent, knowledge.WeeklyID(r.Weekly))
	return knowledgeapi.ReadWeeklyNow200JSONResponse(imported(i)), err
}

func (h handler) StopWeekly(
	ctx context.Context, r knowledgeapi.StopWeeklyRequestObject,
) (knowledgeapi.StopWeeklyResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	return knowledgeapi.StopWeekly204Response{}, h.library.StopWeekly(ctx, agent, knowledge.WeeklyID(r.Weekly))
}
