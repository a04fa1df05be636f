package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/wire"
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
		Files: enclosed(r.Body.Files),
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
		Files: enclosed(r.Body.Files),
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

// enclosed are the files that a caller names, nil for no list of them.
func enclosed(told *[]wire.FileRef) []chat.CannedFile {
	if told == nil {
		return nil
	}
	files := []chat.CannedFile{}
	for _, f := range *told {
		files = append(files, chat.CannedFile{Upload: f.Upload, Name: f.Name})
	}
	return files
}

func (h handler) NewCannedFile(
	ctx context.Context, r inboxapi.NewCannedFileRequestObject,
) (inboxapi.NewCannedFileResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	place, err := h.canned.Upload(ctx, agent, h.desk.NewID(h.desk.Now()), r.Body.Name, r.Body.Type, r.Body.Size)
	return inboxapi.NewCannedFile201JSONResponse{Id: place.ID, Url: place.URL, Headers: place.Headers}, err
}

func (h handler) GetCannedFile(
	ctx context.Context, r inboxapi.GetCannedFileRequestObject,
) (inboxapi.GetCannedFileResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	address, err := h.canned.Address(ctx, agent.Tenant, owner(agent, r.Params.Own), r.Upload)
	return inboxapi.GetCannedFile200JSONResponse{Url: address}, err
}

// owner is the caller, or nobody for a reply of the whole team.
func owner(a chat.Agent, own *bool) chat.AgentID {
	if httpapi.Or(own) {
		return a.ID
	}
	return ""
}
