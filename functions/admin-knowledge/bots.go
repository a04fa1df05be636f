package main

import (
	"context"
	"maps"
	"slices"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/truncate"
	"github.com/botifire/livechat/shared/wire"
)

// scripts are the bots whose scripts in force still have questions, and the languages of each script.
func (h handler) scripts(
	ctx context.Context, agent chat.Agent,
) (rows []wire.ScriptQuestions, spoken *[]wire.ScriptLanguages, err error) {
	bots, err := h.reader.Bots(ctx, agent)
	rows, spoken = []wire.ScriptQuestions{}, &[]wire.ScriptLanguages{}
	for _, b := range bots {
		if b.Kind != chat.ScriptBot {
			continue
		}
		stored, err := h.reader.PublishedScript(ctx, agent.Tenant, b.ID)
		if err != nil {
			return nil, nil, err
		}
		script, err := bot.Parse(stored.Text)
		if err != nil {
			continue // its own page says why
		}
		*spoken = append(*spoken, languages(b, script))
		if len(script.FAQ) > 0 {
			rows = append(rows, wire.ScriptQuestions{Bot: string(b.ID), Name: b.Name, Questions: len(script.FAQ)})
		}
	}
	return rows, spoken, err
}

// languages tells which texts of a bot's script each of its languages has not.
func languages(b chat.Bot, script *bot.Script) wire.ScriptLanguages {
	row := wire.ScriptLanguages{
		Bot: string(b.ID), Name: b.Name, Language: script.Own(), Texts: len(script.Texts()), Lacking: []wire.LackingTexts{},
	}
	for _, language := range slices.Sorted(maps.Keys(script.Translations)) {
		lacking := script.Lacking(language)
		texts := wire.LackingTexts{Language: language, Count: len(lacking), First: []wire.ScriptText{}}
		for _, t := range lacking[:min(len(lacking), 5)] {
			texts.First = append(texts.First, wire.ScriptText{Place: t.Place, Text: truncate.Text(t.Text, 120)})
		}
		row.Lacking = append(row.Lacking, texts)
	}
	return row
}

// MoveQuestions puts the entries into force before the script without them: each may be cut off after the other, and
// the bot answers alike. The same call goes on.
func (h handler) MoveQuestions(
	ctx context.Context, r knowledgeapi.MoveQuestionsRequestObject,
) (knowledgeapi.MoveQuestionsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	id := chat.BotID(r.Body.Bot)
	b, scripts, err := h.office.Scripts(ctx, agent, id)
	if err != nil {
		return nil, err
	}
	stored, err := h.reader.PublishedScript(ctx, agent.Tenant, id)
	if err != nil {
		return nil, err
	}
	if len(scripts) == 0 || b.Script == 0 {
		return nil, chat.Errorf(chat.Invalid, "no_script", "This bot is your own: it has no script here.")
	}
	moved, err := bot.Move(stored.Text, id)
	if err != nil || len(moved.Entries) == 0 {
		return knowledgeapi.MoveQuestions200JSONResponse{Left: moved.Left}, err
	}
	if err := h.enforce(ctx, agent, moved.Entries); err != nil {
		return nil, err
	}
	saved, err := h.office.SaveScript(ctx, agent, id, scripts[0].Version, "Its questions moved to the knowledge",
		chat.Written(moved.Script))
	if err != nil {
		return nil, err
	}
	_, err = h.office.Publish(ctx, agent, id, saved.Version, b.Version)
	return knowledgeapi.MoveQuestions200JSONResponse{Moved: len(moved.Entries), Left: moved.Left}, err
}

// enforce stores and publishes entries, and has their edition made at once.
func (h handler) enforce(ctx context.Context, agent chat.Agent, all []knowledge.Content) error {
	refs, err := h.library.Adopt(ctx, agent, all)
	if err != nil {
		return err
	}
	published, err := h.library.Publish(ctx, agent, refs, true) // no answer changes
	if err != nil {
		return err
	}
	if err := h.press.Print(ctx, agent.Tenant); err != nil && chat.KindOf(err) == "" {
		trace.Failed(ctx, "an edition is not made at once", err, "tenant", agent.Tenant)
		return knowledge.ErrUnfinished // knowledge-work makes it, and the same call goes on
	} else if err != nil {
		return err
	}
	latest, live, err := h.library.Publications(ctx, agent)
	for _, p := range latest {
		switch state := p.StateAt(live); {
		case p.Number == published.Number && state == knowledge.Failed:
			return chat.Errorf(chat.Invalid, "not_published", "%s", p.Failure)
		case p.Number == published.Number && state == knowledge.Left:
			return chat.Errorf(chat.Conflict, "changed_meanwhile",
				"Somebody brought an earlier edition back meanwhile, so nothing is moved. Look at the editions, and try again.")
		}
	}
	return err
}

// fixed gives a bot the script in force.
type fixed chat.Script

func (f fixed) Script(context.Context, chat.TenantID, chat.BotID, int) (chat.Script, error) {
	return chat.Script(f), nil
}

func (h handler) TryKnowledge(
	ctx context.Context, r knowledgeapi.TryKnowledgeRequestObject,
) (knowledgeapi.TryKnowledgeResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	b, err := h.office.Bot(ctx, agent, chat.BotID(r.Body.Bot))
	if err != nil {
		return nil, err
	}
	if b.Kind != chat.ScriptBot {
		return nil, chat.WrongField("bot", "no_script", "This bot is your own: it does not answer from the knowledge.")
	}
	edition := h.library.InForce
	if httpapi.Or(r.Body.Drafts) {
		edition = h.library.Proof
	}
	e, err := edition(ctx, agent)
	if err != nil {
		return nil, err
	}
	stored, err := h.reader.PublishedScript(ctx, agent.Tenant, b.ID)
	if err != nil {
		return nil, err
	}
	told, err := try(ctx, bot.Scripted(fixed(stored), &e), b, httpapi.Or(r.Body.Site), r.Body.Question)
	return knowledgeapi.TryKnowledge200JSONResponse(told), err
}

// try asks a bot, by meaning and words alone: somebody waits, and a model is asked from the queue and costs money.
func try(ctx context.Context, mind *bot.ScriptBot, b chat.Bot, site, question string) (wire.KnowledgeAnswer, error) {
	advised := b.Model != nil
	b.Model = nil
	q := chat.Question{
		Bot: b, Source: chat.Web, Site: site, Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(question)}}},
	}
	best, err := mind.Best(ctx, q, 3)
	if err != nil {
		return wire.KnowledgeAnswer{}, err
	}
	answer, err := mind.Respond(ctx, q)
	told := tried(best, answer)
	told.Model = &advised
	return told, err
}

func tried(best []bot.Found, answer chat.Answer) wire.KnowledgeAnswer {
	missed := answer.Effects.Gap != nil
	told := wire.KnowledgeAnswer{
		Best: []wire.Fit{}, Bubbles: []wire.Bubble{}, Missed: &missed, HandOver: httpapi.Some(answer.Effects.HandOver),
	}
	for _, found := range best {
		told.Best = append(told.Best, wire.Fit{
			Entry: httpapi.Some(string(found.Entry.Knowledge())), Title: found.Entry.Title(), Score: float32(found.Score),
			Wording: found.Wording, Language: httpapi.Some(found.Language), Answers: found.Score >= bot.Threshold,
		})
	}
	for _, body := range answer.Bubbles {
		told.Bubbles = append(told.Bubbles, chat.Bubble{Body: body})
	}
	return told
}
