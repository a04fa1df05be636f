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
		Entries: p.Entries, Changed: p.Changed,
	}
	if row.State == wire.PublicationState(knowledge.Failed) {
		row.Failure = httpapi.Some(p.Failure)
	}
	if len(p.Some) > 0 {
		row.Some = &p.Some
	}
	if p.Back > 0 {
		row.Back = &p.Back
	}
	if p.Held > 0 {
		row.Questions, row.Decided = &p.Held, httpapi.Some(p.Decided)
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
		return h.library.Publish(ctx, agent, *body.Entries, httpapi.Or(body.Sure))
	case httpapi.Or(body.All) && body.Entries == nil && body.Back == nil:
		return h.library.PublishAll(ctx, agent, httpapi.Or(body.Sure))
	case body.Back != nil && body.Entries == nil && !httpapi.Or(body.All):
		return h.library.RollBack(ctx, agent, *body.Back)
	}
	return knowledge.Publication{}, chat.Errorf(chat.Invalid, "one_publication",
		"Publish some entries, or everything, or go back to an earlier edition.")
}

func (h handler) ListChangedAnswers(
	ctx context.Context, r knowledgeapi.ListChangedAnswersRequestObject,
) (knowledgeapi.ListChangedAnswersResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	all, next, err := h.library.Changes(ctx, agent, r.Publication, httpapi.Or(r.Params.From))
	list := wire.ChangedAnswerList{Rows: []wire.ChangedAnswer{}}
	for _, c := range all {
		list.Rows = append(list.Rows, wire.ChangedAnswer{
			Question: c.Question, Bot: string(c.Bot), Conversation: string(c.Conversation), Message: string(c.Message),
			Was: knownAnswer(c.Was), Now: knownAnswer(c.Now),
		})
	}
	if next > 0 {
		list.Next = &next
	}
	return knowledgeapi.ListChangedAnswers200JSONResponse(list), err
}

func knownAnswer(r knowledge.Reply) wire.KnownAnswer {
	return wire.KnownAnswer{Entry: httpapi.Some(string(r.Entry)), Title: httpapi.Some(r.Title)}
}

func (h handler) DecidePublication(
	ctx context.Context, r knowledgeapi.DecidePublicationRequestObject,
) (knowledgeapi.DecidePublicationResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p, err := h.library.Decide(ctx, agent, r.Publication, r.Body.Act == wire.PublicationDecisionActChange)
	return knowledgeapi.DecidePublication200JSONResponse(publication(p, p.Number-1)), err
}

// held is a publication about which somebody has to decide; nil if there is none.
func held(p *knowledge.Publication) *wire.HeldPublication {
	if p == nil {
		return nil
	}
	row := &wire.HeldPublication{
		Number: p.Number, Questions: p.Held, Asked: &p.Asked, At: p.At, By: httpapi.Some(p.Name),
	}
	if len(p.Some) > 0 {
		row.Entries = &p.Some
	}
	return row
}
