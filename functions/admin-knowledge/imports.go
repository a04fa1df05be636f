package main

import (
	"bytes"
	"context"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/wire"
)

// shown is how many rows of a plan an answer has.
const shown = 200

func imported(i knowledge.Import) wire.Import {
	return wire.Import{
		Id: string(i.ID), Name: i.Name, Language: i.Language, State: wire.ImportState(i.State), At: i.At,
		By: httpapi.Some(i.Author), Added: httpapi.Some(i.Added), Changed: httpapi.Some(i.Changed),
		Same: httpapi.Some(i.Same), Failure: httpapi.Some(i.Failure), Gone: httpapi.Some(i.Gone),
		Pages: httpapi.Some(i.Pages), Found: httpapi.Some(i.Found), Again: httpapi.Some(i.Again),
		Spared: httpapi.Some(i.Spared), Refused: httpapi.Some(i.Refused),
	}
}

func (h handler) ListImports(
	ctx context.Context, _ knowledgeapi.ListImportsRequestObject,
) (knowledgeapi.ListImportsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	all, err := h.library.Imports(ctx, agent)
	rows := []wire.Import{}
	for _, i := range all {
		rows = append(rows, imported(i))
	}
	return knowledgeapi.ListImports200JSONResponse{Rows: rows}, err
}

func (h handler) BeginImport(
	ctx context.Context, r knowledgeapi.BeginImportRequestObject,
) (knowledgeapi.BeginImportResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	i, place, err := h.library.BeginImport(ctx, agent, knowledge.Import{
		ID: knowledge.ImportID(r.Body.Id), Name: r.Body.Name, Size: httpapi.Or(r.Body.Bytes), Language: r.Body.Language,
	})
	told := imported(i)
	if place.URL != "" {
		told.Upload = &wire.ImportUpload{Url: place.URL, Headers: place.Headers}
	}
	return knowledgeapi.BeginImport201JSONResponse(told), err
}

func (h handler) GetImport(
	ctx context.Context, r knowledgeapi.GetImportRequestObject,
) (knowledgeapi.GetImportResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	i, p, err := h.library.Import(ctx, agent, knowledge.ImportID(r.Import))
	told := imported(i)
	if i.State == knowledge.Read {
		told.Plan = plan(p)
	}
	return knowledgeapi.GetImport200JSONResponse(told), err
}

func (h handler) GoOnWithImport(
	ctx context.Context, r knowledgeapi.GoOnWithImportRequestObject,
) (knowledgeapi.GoOnWithImportResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	i, err := h.goOn(ctx, agent, knowledge.ImportID(r.Import), *r.Body)
	return knowledgeapi.GoOnWithImport200JSONResponse(imported(i)), err
}

func (h handler) goOn(
	ctx context.Context, agent chat.Agent, id knowledge.ImportID, body wire.ImportAct,
) (knowledge.Import, error) {
	switch body.Act {
	case wire.ImportActActApply:
		how := knowledge.Accepted{Skips: httpapi.Or(body.Skip), Weekly: httpapi.Or(body.Weekly)}
		return h.library.ApplyImport(ctx, agent, id, how)
	case wire.ImportActActCancel:
		return h.library.CancelImport(ctx, agent, id)
	}
	return h.library.ReadImport(ctx, agent, id)
}

func plan(p knowledge.Plan) *wire.ImportPlan {
	told := &wire.ImportPlan{
		Same: p.Same, Refusals: len(p.Refused), Steps: []wire.ImportStep{}, Refused: []wire.Refusal{},
	}
	told.Added, told.Changed, told.Gone = p.Counts()
	for i := range min(len(p.Steps), shown) {
		s := &p.Steps[i]
		step := wire.ImportStep{
			Line: httpapi.Some(s.Line), Page: httpapi.Some(s.Page), Address: httpapi.Some(s.Address),
			Gone: httpapi.Some(s.After.Removed), After: s.After.Content,
		}
		if s.Before != nil {
			step.Before = &s.Before.Content
		}
		told.Steps = append(told.Steps, step)
	}
	for _, refused := range p.Refused[:min(len(p.Refused), shown)] {
		told.Refused = append(told.Refused, wire.Refusal{
			Line: httpapi.Some(refused.Line), Page: httpapi.Some(refused.Page), Address: httpapi.Some(refused.Address),
			Reason: refused.Reason,
		})
	}
	return told
}

func (h handler) KnowledgeSheet(
	ctx context.Context, _ knowledgeapi.KnowledgeSheetRequestObject,
) (knowledgeapi.KnowledgeSheetResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	raw, err := h.library.Sheet(ctx, agent)
	return knowledgeapi.KnowledgeSheet200TextcsvResponse{Body: bytes.NewReader(raw), ContentLength: int64(len(raw))}, err
}
