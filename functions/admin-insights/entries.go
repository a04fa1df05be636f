package main

import (
	"context"
	"time"

	"github.com/botifire/livechat/api/gen/insightsapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/ledger"
)

// editions gives the knowledge in force.
type editions interface {
	InForce(ctx context.Context, tenant chat.TenantID, since time.Time) (*knowledge.Edition, error)
}

func (h handler) ReadEntryFigures(
	ctx context.Context, r insightsapi.ReadEntryFiguresRequestObject,
) (insightsapi.ReadEntryFiguresResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	titles, err := h.titles(ctx, agent)
	if err != nil {
		return nil, err
	}
	period := asked(r.Params.From.Time, r.Params.To.Time, nil)
	served, err := h.books.Served(ctx, agent.Tenant, period.From, period.To, titles)
	return insightsapi.ReadEntryFigures200JSONResponse(served), err
}

// titles are those of the entries that are in force, and of the questions of scripts.
func (h handler) titles(ctx context.Context, agent chat.Agent) (ledger.Titles, error) {
	t := ledger.Titles{Entries: map[string]string{}, Questions: map[string]string{}}
	edition, err := h.editions.InForce(ctx, agent.Tenant, time.Time{})
	if err != nil {
		return t, err
	}
	for i := range edition.Entries {
		t.Entries[string(edition.Entries[i].ID)] = edition.Entries[i].Title
	}
	bots, err := h.reader.Bots(ctx, agent)
	if err != nil {
		return t, err
	}
	for _, b := range bots {
		if err := h.questions(ctx, b, t.Questions); err != nil {
			return t, err
		}
	}
	return t, nil
}

// questions adds those of a bot's script, with the bot's name: the scripts of two bots may have the same question.
func (h handler) questions(ctx context.Context, b chat.Bot, titles map[string]string) error {
	if b.Kind != chat.ScriptBot {
		return nil
	}
	stored, err := h.reader.PublishedScript(ctx, b.Tenant, b.ID)
	if err != nil {
		return err
	}
	script, err := bot.Parse(stored.Text)
	if err != nil {
		return nil //nolint:nilerr // the page of the script says why
	}
	for _, e := range script.FAQ {
		titles[string(b.ID)+ledger.Script+e.ID] = e.Question + " · " + b.Name
	}
	return nil
}
