package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/wire"
)

func publication(p knowledge.Publication, live int) wire.Publication {
	row := wire.Publication{
		Number: p.Number, At: p.At, By: httpapi.Some(p.Name), State: wire.PublicationState(p.StateAt(live)),
		Entries: p.Entries, Changed: p.Changed, Failure: httpapi.Some(p.Failure),
	}
	if len(p.Some) > 0 {
		row.Some = &p.Some
	}
	if p.Back > 0 {
		row.Back = &p.Back
	}
	return row
}

func (h handler) ListPublications(
	ctx context.Context, _ knowledgeapi.ListPublicationsRequestObject,
) (knowledgeapi.ListPublicationsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	all, live, err := h.library.Publications(ctx, agent)
	rows := []wire.Publication{}
	for _, p := range all {
		rows = append(rows, publication(p, live))
	}
	return knowledgeapi.ListPublications200JSONResponse{Rows: rows}, err
}

func (h handler) PublishKnowledge(
	ctx context.Context, r knowledgeapi.PublishKnowledgeRequestObject,
) (knowledgeapi.PublishKnowledgeResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p, err := h.publish(ctx, agent, *r.Body)
	return knowledgeapi.PublishKnowledge201JSONResponse(publication(p, 0)), err
}

func (h handler) publish(
	ctx context.Context, agent chat.Agent, body wire.NewPublication,
) (knowledge.Publication, error) {
	switch {
	case body.Entries != nil && !httpapi.Or(body.All) && body.Back == nil:
		return h.library.Publish(ctx, agent, *body.Entries)
	case httpapi.Or(body.All) && body.Entries == nil && body.Back == nil:
		return h.library.PublishAll(ctx, agent)
	case body.Back != nil && body.Entries == nil && !httpapi.Or(body.All):
		return h.library.RollBack(ctx, agent, *body.Back)
	}
	return knowledge.Publication{}, chat.Errorf(chat.Invalid, "one_publication",
		"Publish some entries, or everything, or go back to an earlier edition.")
}
