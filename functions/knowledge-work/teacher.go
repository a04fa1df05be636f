package main

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/model"
)

// bots lists the bots of a tenant.
type bots interface {
	Bots(ctx context.Context, tenant chat.TenantID) ([]chat.Bot, error)
}

// teacher has the model of a bot teach an entry with which that bot answers: of the first one that has a model.
func teacher(store bots, advisor *model.Advisor) knowledge.Teacher {
	return func(ctx context.Context, tenant chat.TenantID) (knowledge.Teach, error) {
		all, err := store.Bots(ctx, tenant)
		all = slices.DeleteFunc(all, func(b chat.Bot) bool { return b.Kind != chat.ScriptBot || b.Model == nil })
		if err != nil || len(all) == 0 {
			return nil, err
		}
		return func(ctx context.Context, e knowledge.Entry) (map[string][]string, error) {
			for _, b := range all {
				if len(e.Bots) == 0 || slices.Contains(e.Bots, b.ID) {
					return advisor.Teach(ctx, b, lesson(e))
				}
			}
			return nil, nil
		}, nil
	}
}

// lesson is an entry as its teacher reads it. Of a step, or of an entry that only people answer, its questions alone.
func lesson(e knowledge.Entry) model.Lesson {
	of := model.Lesson{Title: e.Title}
	for _, language := range slices.Sorted(maps.Keys(e.Languages)) {
		words := e.Languages[language]
		of.Words = append(of.Words, model.LessonWords{
			Language: language, Wordings: words.Wordings, Answer: strings.Join(words.Answer, "\n"),
		})
	}
	return of
}
