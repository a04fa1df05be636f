package main

import (
	"context"
	"strings"

	"github.com/botifire/livechat/api/gen/searchapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	finder *search.Finder
	reader *views.Reader
}

// Search finds messages, and people besides: on the first page, unless filters are of messages only.
func (h handler) Search(ctx context.Context, r searchapi.SearchRequestObject) (searchapi.SearchResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	q := search.Query{
		Words: httpapi.Or(p.Q), Bot: chat.BotID(httpapi.Or(p.Bot)), Source: httpapi.Or(p.Source),
		Author: chat.AuthorKind(httpapi.Or(p.Author)), Assignee: chat.AgentID(httpapi.Or(p.Assignee)),
		Label: httpapi.Or(p.Label), Place: httpapi.Or(p.Place), HasFile: httpapi.Or(p.File),
		From: httpapi.Or(p.From), To: httpapi.Or(p.To),
	}
	found, err := h.finder.Search(ctx, agent, q, httpapi.Or(p.Cursor), httpapi.Or(p.Limit))
	if err != nil {
		return nil, err
	}
	answer := searchapi.Search200JSONResponse{
		People: []wire.VisitorMatch{}, Rows: []wire.SearchHit{}, Next: httpapi.Some(found.Next),
	}
	if !found.Back.IsZero() {
		answer.Back = &found.Back
	}
	if found.Damaged {
		answer.Damaged = &found.Damaged
	}
	for _, hit := range found.Rows {
		answer.Rows = append(answer.Rows, row(hit))
	}
	if only := (search.Query{Words: q.Words}); q == only && p.Cursor == nil && len(strings.TrimSpace(q.Words)) > 1 {
		answer.People, answer.MorePeople, err = h.people(ctx, agent, q.Words)
	}
	return answer, err
}

func (h handler) people(ctx context.Context, a chat.Agent, words string) ([]wire.VisitorMatch, *string, error) {
	found, next, err := h.reader.Find(ctx, a, words, "")
	rows := []wire.VisitorMatch{}
	for _, p := range found {
		rows = append(rows, wire.VisitorMatch{Visitor: p.Visitor.ForAgent(), Conversations: p.Conversations})
	}
	return rows, httpapi.Some(next), err
}

func row(hit search.Hit) wire.SearchHit {
	v := hit.Visitor
	row := wire.SearchHit{
		Conversation: hit.Head, Name: httpapi.Some(v.Called()), CookieId: httpapi.Some(v.CookieID), Blocked: v.Blocked,
		Message: string(hit.Message.ID), Author: hit.Message.Author, At: hit.Message.At, File: hit.HasFile(),
		Snippet: []wire.SearchPiece{},
	}
	for _, piece := range hit.Snippet {
		row.Snippet = append(row.Snippet, wire.SearchPiece{Text: piece.Text, Marked: marked(piece)})
	}
	return row
}

func marked(p search.Piece) *bool {
	if !p.Marked {
		return nil
	}
	return &p.Marked
}
