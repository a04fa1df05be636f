package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/model"
)

// bots lists the bots of a tenant.
type bots interface {
	Bots(ctx context.Context, tenant chat.TenantID) ([]chat.Bot, error)
}

// teacher has the model of a bot teach an entry with which that bot answers: of the first one that has a model. A bot
// whose budget is spent is asked no more: the others have their own.
func teacher(store bots, advisor *model.Advisor) knowledge.Teacher {
	return func(ctx context.Context, tenant chat.TenantID) (knowledge.Teach, error) {
		all, err := store.Bots(ctx, tenant)
		all = slices.DeleteFunc(all, func(b chat.Bot) bool { return b.Kind != chat.ScriptBot || b.Model == nil })
		if err != nil || len(all) == 0 {
			return nil, err
		}
		var spent sync.Map // the bots whose budget is used up
		return func(e knowledge.Entry) knowledge.Lesson {
			i := slices.IndexFunc(all, func(b chat.Bot) bool { return len(e.Bots) == 0 || slices.Contains(e.Bots, b.ID) })
			if i < 0 {
				return nil
			}
			return func(ctx context.Context) (map[string][]string, error) {
				if _, is := spent.Load(all[i].ID); is {
					return nil, nil
				}
				taught, err := advisor.Teach(ctx, all[i], lesson(e))
				failed, is := errors.AsType[*model.Failure](err)
				if is && failed.Why == model.OverBudget {
					spent.Store(all[i].ID, true)
				}
				if is && slices.Contains([]string{model.Unreachable, model.Slow, model.Throttled}, failed.Why) {
					return nil, errors.Join(err, knowledge.ErrTeacherDown)
				}
				return taught, err
			}
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
