package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
)

func (h handler) ListCannedReplies(
	ctx context.Context, _ inboxapi.ListCannedRepliesRequestObject,
) (inboxapi.ListCannedRepliesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	rows, err := h.office.CannedReplies(ctx, agent)
	return inboxapi.ListCannedReplies200JSONResponse{Rows: rows}, err
}

func (h handler) AddCannedReply(
	ctx context.Context, r inboxapi.AddCannedReplyRequestObject,
) (inboxapi.AddCannedReplyResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	reply, err := h.office.SaveCannedReply(ctx, agent, chat.CannedReply{
		Owner: owner(agent, r.Body.Own), Title: r.Body.Title, Text: r.Body.Text,
		Language: httpapi.Or(r.Body.Language), Texts: httpapi.Or(r.Body.Texts),
	})
	return inboxapi.AddCannedReply201JSONResponse(reply), err
}

func (h handler) ChangeCannedReply(
	ctx context.Context, r inboxapi.ChangeCannedReplyRequestObject,
) (inboxapi.ChangeCannedReplyResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	reply, err := h.office.SaveCannedReply(ctx, agent, chat.CannedReply{
		Edited: chat.Edited{Version: r.Body.Version}, ID: r.Reply,
		Owner: owner(agent, r.Body.Own), Title: r.Body.Title, Text: r.Body.Text,
		Language: httpapi.Or(r.Body.Language), Texts: httpapi.Or(r.Body.Texts),
	})
	return inboxapi.ChangeCannedReply200JSONResponse(reply), err
}

func (h handler) DeleteCannedReply(
	ctx context.Context, r inboxapi.DeleteCannedReplyRequestObject,
) (inboxapi.DeleteCannedReplyResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	return inboxapi.DeleteCannedReply204Response{},
		h.office.DeleteCannedReply(ctx, agent, owner(agent, r.Params.Own), r.Reply)
}

// owner is the caller, or nobody for a reply of the whole team.
func owner(a chat.Agent, own *bool) chat.AgentID {
	if httpapi.Or(own) {
		return a.ID
	}
	return ""
}
