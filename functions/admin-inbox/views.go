package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/wire"
)

func (h handler) ListViews(
	ctx context.Context, _ inboxapi.ListViewsRequestObject,
) (inboxapi.ListViewsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	own, team, err := h.office.SavedViews(ctx, agent)
	return inboxapi.ListViews200JSONResponse{Own: savedViews(own), Team: savedViews(team)}, err
}

func (h handler) SaveOwnViews(
	ctx context.Context, r inboxapi.SaveOwnViewsRequestObject,
) (inboxapi.SaveOwnViewsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	kept, err := h.office.SaveViews(ctx, agent, agent.ID, asked(r.Body))
	return inboxapi.SaveOwnViews200JSONResponse(savedViews(kept)), err
}

func (h handler) SaveTeamViews(
	ctx context.Context, r inboxapi.SaveTeamViewsRequestObject,
) (inboxapi.SaveTeamViewsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	kept, err := h.office.SaveViews(ctx, agent, "", asked(r.Body))
	return inboxapi.SaveTeamViews200JSONResponse(savedViews(kept)), err
}

func asked(v *wire.SavedViews) office.Views {
	return office.Views{Edited: chat.Edited{Version: v.Version}, Views: v.Views}
}

// savedViews is the answer's form, whose list is never null.
func savedViews(v office.Views) wire.SavedViews {
	if v.Views == nil {
		v.Views = []office.View{}
	}
	return wire.SavedViews{Views: v.Views, Version: v.Version}
}
