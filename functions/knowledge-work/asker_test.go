package main

import (
	"context"
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// taught is the shop with an edition in force.
type taught struct {
	shop
	*knowledge.Edition
}

func (t taught) Live(context.Context, chat.TenantID) (int, error) { return t.Number, nil }

func (taught) Draft(context.Context, chat.TenantID, knowledge.EntryID) (knowledge.Draft, error) {
	return knowledge.Draft{}, chat.ErrNotFound
}

// A question whose judge fails is not one that no entry answers: it is asked again.
func TestAQuestionThatNobodyCanJudgeIsNotUnanswered(t *testing.T) {
	e := edition(1, map[knowledge.EntryID]string{price: "What does a saddle cost?"})
	judge := &oracle{by: map[int]string{}}
	a := &asker{taught{shop{chat.ScriptBot}, e}, bot.Scripted(shop{}, e).By(telling{judge}), *e}
	const text = "please tell me prices"
	if entry, err := a.Answering(t.Context(), "t", "b", "", text); !errors.Is(err, errUnjudged) {
		t.Errorf("while the judge fails it is answered with %q, %v", entry, err)
	}
	judge.by[1] = string(price)
	if entry, err := a.Answering(t.Context(), "t", "b", "", text); entry != string(price) || err != nil {
		t.Errorf("afterwards it is answered with %q, %v", entry, err)
	}
}

// An entry of one site answers where it does for a visitor.
func TestAnEntryOfASiteAnswersThere(t *testing.T) {
	e := edition(1, map[knowledge.EntryID]string{price: "What does a saddle cost?"})
	e.Entries[0].Sites = []string{"uk"}
	judge := &oracle{by: map[int]string{1: string(price)}}
	a := &asker{taught{shop{chat.ScriptBot}, e}, bot.Scripted(shop{}, e).By(telling{judge}), *e}
	for site, want := range map[string]string{"uk": string(price), "": "", "fr": ""} {
		if entry, err := a.Answering(t.Context(), "t", "b", site, "What does a saddle cost?"); entry != want || err != nil {
			t.Errorf("on %q it is answered with %q, %v", site, entry, err)
		}
	}
}
