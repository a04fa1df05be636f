package main

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/unanswered"
)

// drafted is the answer that a bot's model makes of what colleagues said next in conversations with that bot, in their
// first answer's language; "" if no bot that was asked has a model, or its words do not stand in theirs. An owner chose
// the model for that bot alone, so it reads nothing of the others. It has no power but these words, and is asked like a
// model that words an answer: its budget is the bot's day.
func (h handler) drafted(
	ctx context.Context, agent chat.Agent, row unanswered.Row, said []unanswered.Said,
) (unanswered.Said, error) {
	b, said, err := h.withModel(ctx, agent, said)
	if err != nil || len(said) == 0 || said[0].Language == "" {
		return unanswered.Said{}, err
	}
	i := slices.IndexFunc(row.Wordings, func(w unanswered.Wording) bool { return w.Bot == b.ID })
	if i < 0 {
		return unanswered.Said{}, nil
	}
	setting := *b.Model
	setting.Free, setting.Powers, setting.Length = true, nil, "long"
	b.Model = &setting
	c := bot.Consult{Bot: b, Question: row.Wordings[i].Question, Language: said[0].Language}
	for _, s := range said {
		c.Candidates = append(c.Candidates, bot.Candidate{Language: s.Language, Text: model.Redacted(s.Text)})
	}
	advice, err := h.advisor.Advise(ctx, c)
	return unanswered.Said{Text: advice.Words, Language: said[0].Language, Bot: b.ID}, err
}

// withModel is the first bot with a model in whose conversations colleagues answered, and these answers; none if there
// is no such bot.
func (h handler) withModel(
	ctx context.Context, agent chat.Agent, said []unanswered.Said,
) (chat.Bot, []unanswered.Said, error) {
	if len(said) == 0 {
		return chat.Bot{}, nil, nil
	}
	all, err := h.reader.Bots(ctx, agent)
	if err != nil {
		return chat.Bot{}, nil, err
	}
	for _, s := range said {
		i := slices.IndexFunc(all, func(b chat.Bot) bool {
			return b.ID == s.Bot && b.Kind == chat.ScriptBot && b.Model != nil
		})
		if i >= 0 {
			return all[i], slices.DeleteFunc(slices.Clone(said), func(o unanswered.Said) bool { return o.Bot != s.Bot }), nil
		}
	}
	return chat.Bot{}, nil, nil
}
