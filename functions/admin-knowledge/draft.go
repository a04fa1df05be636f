package main

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/unanswered"
)

// drafted is the answer that a bot's model makes of what colleagues said next, in their first answer's language; "" if
// the team has no model, or its words do not stand in theirs. It has no power but these words, and is asked like a
// model that words an answer: its budget is the bot's day.
func (h handler) drafted(
	ctx context.Context, agent chat.Agent, row unanswered.Row, said []unanswered.Said,
) (unanswered.Said, error) {
	if len(said) == 0 || said[0].Language == "" {
		return unanswered.Said{}, nil
	}
	b, is, err := h.withModel(ctx, agent, row)
	if err != nil || !is {
		return unanswered.Said{}, err
	}
	setting := *b.Model
	setting.Free, setting.Powers, setting.Length = true, nil, "long"
	b.Model = &setting
	c := bot.Consult{Bot: b, Question: row.Question, Language: said[0].Language}
	for _, s := range said {
		c.Candidates = append(c.Candidates, bot.Candidate{Language: s.Language, Text: model.Redacted(s.Text)})
	}
	advice, err := h.advisor.Advise(ctx, c)
	return unanswered.Said{Text: advice.Words, Language: said[0].Language}, err
}

// withModel is a bot that was asked a question and has a model, or else any that has one.
func (h handler) withModel(ctx context.Context, agent chat.Agent, row unanswered.Row) (chat.Bot, bool, error) {
	all, err := h.reader.Bots(ctx, agent)
	all = slices.DeleteFunc(all, func(b chat.Bot) bool { return b.Kind != chat.ScriptBot || b.Model == nil })
	if err != nil || len(all) == 0 {
		return chat.Bot{}, false, err
	}
	i := slices.IndexFunc(all, func(b chat.Bot) bool {
		return slices.ContainsFunc(row.Wordings, func(w unanswered.Wording) bool { return w.Bot == b.ID })
	})
	return all[max(i, 0)], true, nil
}
