package main

import (
	"context"
	"maps"
	"slices"

	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
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
	edition, judge := h.library.InForce, h.judge
	if httpapi.Or(r.Body.Drafts) { // they have no index yet
		edition, judge = h.library.Proof, bot.ByWords{}
	}
	e, err := edition(ctx, agent)
	if err != nil {
		return nil, err
	}
	stored, err := h.reader.PublishedScript(ctx, agent.Tenant, b.ID)
	if err != nil {
		return nil, err
	}
	told, err := try(ctx, bot.Scripted(fixed(stored), &e).By(judge), b, httpapi.Or(r.Body.Site), r.Body.Question)
	return knowledgeapi.TryKnowledge200JSONResponse(told), err
}

// try asks a bot as a visitor is answered, but for a model: somebody waits, and it is asked from the queue and costs
// money. If the judge does not answer, words decide.
func try(ctx context.Context, mind *bot.ScriptBot, b chat.Bot, site, question string) (wire.KnowledgeAnswer, error) {
	advised := b.Model != nil
	b.Model = nil
	q := chat.Question{
		Bot: b, Source: chat.Web, Site: site, Last: true,
		Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(question)}}},
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

// tried has the answer with the entries that fit best: by meaning, if that decided, with their chances, and otherwise
// by words.
func tried(best []bot.Found, answer chat.Answer) wire.KnowledgeAnswer {
	why := answer.Effects.Why
	missed := answer.Effects.Gap != nil || why != nil && why.By == chat.ByWords && !why.Answered
	told := wire.KnowledgeAnswer{
		Best: []wire.Fit{}, Bubbles: []wire.Bubble{}, Missed: &missed, HandOver: httpapi.Some(answer.Effects.HandOver),
	}
	if why != nil && why.By == chat.ByMeaning {
		for i, r := range why.Best {
			told.Best = append(told.Best, wire.Fit{
				Entry: httpapi.Some(r.Entry), Title: r.Title, Score: float32(r.Chance), Answers: why.Answered && i == 0,
			})
		}
		best = nil
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
