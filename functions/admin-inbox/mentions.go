package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/httpapi"
)

func (h handler) ListMentions(
	ctx context.Context, _ inboxapi.ListMentionsRequestObject,
) (inboxapi.ListMentionsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	rows, err := h.team.Mentions(ctx, agent)
	return inboxapi.ListMentions200JSONResponse{Rows: rows}, err
}

func (h handler) ReadMentions(
	ctx context.Context, r inboxapi.ReadMentionsRequestObject,
) (inboxapi.ReadMentionsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	return inboxapi.ReadMentions204Response{}, h.team.ReadMentions(ctx, agent, r.Body.UpTo)
}
