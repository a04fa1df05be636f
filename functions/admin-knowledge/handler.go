package main

import (
	"context"
	"time"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/shelf"
	"github.com/botifire/livechat/shared/unanswered"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	desk    *chat.Desk
	library *knowledge.Library
	press   *knowledge.Press
	office  *office.Office
	reader  *views.Reader
	judge   bot.Judge
	places  unanswered.Embedder
	advisor bot.Advisor

	questions *unanswered.Questions
}

func newHandler(
	desk *chat.Desk, table *dynamo.Store, files *shelf.Shelf, mind *embed.Client, advisor bot.Advisor,
) handler {
	return handler{
		desk: desk, library: knowledge.NewLibrary(desk, table, files, files),
		press:  knowledge.NewPress(table, files, mind, knowledge.Unprompted, time.Now).By(knowledge.TaughtElsewhere),
		office: office.New(desk, table),
		reader: views.New(desk, table), judge: mind, places: mind, advisor: advisor,
		questions: unanswered.New(desk, table, mind),
	}
}

func entry(d knowledge.Draft, state knowledge.State) wire.KnowledgeEntry {
	return wire.KnowledgeEntry{
		Id: string(d.ID), Version: d.Version, State: wire.EntryState(state), Content: d.Content, At: d.At,
		By: httpapi.Some(d.Name),
	}
}

func (h handler) GetKnowledge(
	ctx context.Context, _ knowledgeapi.GetKnowledgeRequestObject,
) (knowledgeapi.GetKnowledgeResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	o, err := h.library.Overview(ctx, agent)
	if err != nil {
		return nil, err
	}
	all := wire.Knowledge{
		Live: o.Live, Total: o.Total, Most: knowledge.MaxEntries, States: map[string]int{}, Languages: o.Languages,
		Older: &o.Older, Tags: o.Tags, Unpublished: []wire.Unpublished{}, Waiting: o.Waiting,
		Failure: httpapi.Some(o.Failure),
	}
	if o.Waiting && o.Of > 0 {
		all.Asked, all.Of = &o.Asked, &o.Of
	}
	all.Held = held(o.Held)
	for state, n := range o.States {
		all.States[string(state)] = n
	}
	for _, r := range o.Unpublished {
		all.Unpublished = append(all.Unpublished, wire.Unpublished{
			Id: string(r.ID), Title: r.Title, State: wire.EntryState(r.State),
		})
	}
	all.Scripts, all.ScriptLanguages, err = h.scripts(ctx, agent)
	return knowledgeapi.GetKnowledge200JSONResponse(all), err
}

func (h handler) ListEntries(
	ctx context.Context, r knowledgeapi.ListEntriesRequestObject,
) (knowledgeapi.ListEntriesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	list, err := h.library.List(ctx, agent, knowledge.Query{
		Words: httpapi.Or(p.Q), State: knowledge.State(httpapi.Or(p.State)), Tag: httpapi.Or(p.Tag),
		Language: httpapi.Or(p.Language), Missing: httpapi.Or(p.Missing), Bot: chat.BotID(httpapi.Or(p.Bot)),
		Source: string(httpapi.Or(p.Source)), Cursor: httpapi.Or(p.Cursor), Limit: httpapi.Or(p.Limit),
	})
	rows := []wire.KnowledgeEntry{}
	for _, row := range list.Rows {
		rows = append(rows, entry(row.Draft, row.State))
	}
	return knowledgeapi.ListEntries200JSONResponse{Rows: rows, Next: httpapi.Some(list.Next)}, err
}

func (h handler) GetEntry(
	ctx context.Context, r knowledgeapi.GetEntryRequestObject,
) (knowledgeapi.GetEntryResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	e, err := h.entry(ctx, agent, knowledge.EntryID(r.Entry))
	return knowledgeapi.GetEntry200JSONResponse(e), err
}

// entry is an entry as it is written, with the wordings that it was taught.
func (h handler) entry(ctx context.Context, agent chat.Agent, id knowledge.EntryID) (wire.KnowledgeEntry, error) {
	d, state, err := h.library.Draft(ctx, agent, id)
	if err != nil {
		return wire.KnowledgeEntry{}, err
	}
	shown := entry(d, state)
	taught, err := h.library.Taught(ctx, agent, id)
	if len(taught) > 0 {
		shown.Taught = &taught
	}
	return shown, err
}

func (h handler) SaveEntry(
	ctx context.Context, r knowledgeapi.SaveEntryRequestObject,
) (knowledgeapi.SaveEntryResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	id := knowledge.EntryID(r.Entry)
	if _, err := h.library.Save(ctx, agent, id, r.Body.Version, r.Body.Content); err != nil {
		return nil, err
	}
	e, err := h.entry(ctx, agent, id)
	return knowledgeapi.SaveEntry200JSONResponse(e), err
}

func (h handler) RemoveEntry(
	ctx context.Context, r knowledgeapi.RemoveEntryRequestObject,
) (knowledgeapi.RemoveEntryResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	err := h.library.Remove(ctx, agent, knowledge.EntryID(r.Entry), r.Params.Version)
	return knowledgeapi.RemoveEntry204Response{}, err
}

func (h handler) ListEntryVersions(
	ctx context.Context, r knowledgeapi.ListEntryVersionsRequestObject,
) (knowledgeapi.ListEntryVersionsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	versions, live, err := h.library.Versions(ctx, agent, knowledge.EntryID(r.Entry))
	rows := []wire.KnowledgeEntry{}
	for _, d := range versions {
		rows = append(rows, entry(d, d.StateIn(live)))
	}
	return knowledgeapi.ListEntryVersions200JSONResponse{Rows: rows}, err
}

func (h handler) ChangeEntries(
	ctx context.Context, r knowledgeapi.ChangeEntriesRequestObject,
) (knowledgeapi.ChangeEntriesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	change := knowledge.Change{
		Tag: httpapi.Or(r.Body.Tag), Untag: httpapi.Or(r.Body.Untag), Remove: httpapi.Or(r.Body.Remove),
	}
	if r.Body.Bots != nil {
		bots := named[chat.BotID](*r.Body.Bots)
		change.Bots = &bots
	}
	kept, err := h.library.ChangeAll(ctx, agent, r.Body.Entries, change)
	rows := []wire.KeptEntry{}
	for _, d := range kept {
		rows = append(rows, wire.KeptEntry{Id: string(d.ID), Title: d.Title})
	}
	return knowledgeapi.ChangeEntries200JSONResponse{Kept: rows}, err
}

// named are ids of one kind.
func named[T ~string](ids []string) []T {
	all := make([]T, len(ids))
	for i, id := range ids {
		all[i] = T(id)
	}
	return all
}

func (h handler) FindConflicts(
	ctx context.Context, r knowledgeapi.FindConflictsRequestObject,
) (knowledgeapi.FindConflictsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	found, err := h.library.Conflicts(ctx, agent, knowledge.EntryID(httpapi.Or(r.Body.Entry)), r.Body.Content,
		named[knowledge.EntryID](httpapi.Or(r.Body.Entries)))
	rows := []wire.EntryConflict{}
	for _, c := range found {
		rows = append(rows, wire.EntryConflict{
			Wording: c.Wording, Language: c.Language, Entry: string(c.Entry), Other: string(c.Other), Title: c.Title,
		})
	}
	return knowledgeapi.FindConflicts200JSONResponse{Rows: rows}, err
}
