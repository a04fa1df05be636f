package main

import (
	"bytes"
	"context"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/wire"
)

// shown is how many rows of a plan an answer has.
const shown = 200

func (h handler) ImportEntries(
	ctx context.Context, r knowledgeapi.ImportEntriesRequestObject,
) (knowledgeapi.ImportEntriesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	act := h.library.Plan
	if httpapi.Or(r.Body.Apply) {
		act = h.library.Import
	}
	p, err := act(ctx, agent, knowledge.File{Name: r.Body.Name, Text: r.Body.Text, Language: r.Body.Language})
	return knowledgeapi.ImportEntries200JSONResponse(plan(p)), err
}

func plan(p knowledge.Plan) wire.ImportPlan {
	told := wire.ImportPlan{Same: p.Same, Steps: []wire.ImportStep{}, Refused: []wire.Refusal{}}
	for i := range p.Steps {
		step := wire.ImportStep{Line: p.Steps[i].Line, After: p.Steps[i].After.Content}
		if was := p.Steps[i].Before; was == nil {
			told.Added++
		} else {
			told.Changed++
			step.Before = &was.Content
		}
		if i < shown {
			told.Steps = append(told.Steps, step)
		}
	}
	for _, refused := range p.Refused[:min(len(p.Refused), shown)] {
		told.Refused = append(told.Refused, wire.Refusal{Line: refused.Line, Reason: refused.Reason})
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
