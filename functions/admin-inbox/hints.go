package main

import (
	"context"
	"strings"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/wire"
)

// drafts has the entries that a hint may name.
type drafts interface {
	Draft(ctx context.Context, tenant chat.TenantID, id knowledge.EntryID) (knowledge.Draft, error)
	Drafts(ctx context.Context, tenant chat.TenantID, position string, limit int) ([]knowledge.Draft, string, error)
}

func (h handler) GiveHint(
	ctx context.Context, r inboxapi.GiveHintRequestObject,
) (inboxapi.GiveHintResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	hint := chat.Hint{Entry: httpapi.Or(r.Body.Entry)}
	if hint.Entry != "" {
		entry, err := h.drafts.Draft(ctx, agent.Tenant, knowledge.EntryID(hint.Entry))
		if err != nil {
			return nil, err
		}
		hint.Title = entry.Title
	}
	m, err := chat.GiveHint(ctx, h.desk, agent, key, chat.MessageID(r.Body.Id), httpapi.Or(r.Body.Text), hint)
	return inboxapi.GiveHint201JSONResponse(m), err
}

// How many entries are looked at for a hint, and how many are offered.
const maxLooked, maxOffered = 2000, 20

func (h handler) FindHints(
	ctx context.Context, r inboxapi.FindHintsRequestObject,
) (inboxapi.FindHintsResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	if _, err := h.desk.Conversation(ctx, key); err != nil {
		return nil, err
	}
	words := strings.Fields(chat.Folded(httpapi.Or(r.Params.Q)))
	found, position := wire.HintEntries{Rows: []hintEntry{}}, ""
	for looked := 0; looked < maxLooked; looked += chat.MaxPageSize {
		page, next, err := h.drafts.Drafts(ctx, agent.Tenant, position, chat.MaxPageSize)
		if err != nil {
			return nil, err
		}
		for _, d := range page {
			if !d.Removed && titled(d.Title, words) && len(found.Rows) < maxOffered {
				found.Rows = append(found.Rows, hintEntry{Entry: string(d.ID), Title: d.Title})
			}
		}
		if position = next; next == "" || len(found.Rows) == maxOffered {
			break
		}
	}
	return inboxapi.FindHints200JSONResponse(found), nil
}

type hintEntry = struct {
	Entry string `json:"entry"`
	Title string `json:"title"`
}

// titled tells whether a title has all of some words, or their beginnings.
func titled(title string, words []string) bool {
	title = " " + chat.Folded(title)
	for _, word := range words {
		if !strings.Contains(title, " "+word) {
			return false
		}
	}
	return true
}
