package main

import (
	"context"
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

const script = `{
	"greeting": {"say": ["Welcome."]},
	"faq": [{"id": "price", "question": "What does a parcel to another country cost?", "answer": {"say": ["12 €."]}}],
	"fallback": {"say": ["I do not know that."]}
}`

// A bot with a model is tried by meaning and words alone, whether the question is in its words or in others.
func TestABotWithAModelIsTriedWithoutIt(t *testing.T) {
	mind := bot.Scripted(fixed(chat.Script{Text: []byte(script)}), bot.NoKnowledge{})
	for question, says := range map[string]string{
		"What does a parcel to another country cost?": "12 €.",
		"do you repair umbrellas?":                    "I do not know that.",
	} {
		b := chat.Bot{Tenant: "t", ID: "b", Kind: chat.ScriptBot, Model: &chat.BotModel{ID: "m"}}
		told, err := try(t.Context(), mind, b, "", question)
		if err != nil || len(told.Bubbles) != 1 || told.Bubbles[0].Text != says || !*told.Model {
			t.Errorf("%q: %+v, %v", question, told, err)
		}
		b.Model = nil
		if told, err := try(t.Context(), mind, b, "", question); err != nil || *told.Model {
			t.Errorf("%q of a bot without a model: %+v, %v", question, told, err)
		}
	}
}

// judging finds an entry by meaning, or fails.
type judging struct{ err error }

func (j judging) Judge(context.Context, meaning.Question) (meaning.Verdict, error) {
	c := []meaning.Candidate{{Entry: "01x", Chance: 0.93, Asked: "ar"}}
	return meaning.Verdict{Decision: meaning.Answered, Use: c, Best: c}, j.err
}

// The edition in force is tried by meaning, as visitors are answered; if the judge is gone, by words.
func TestATrialJudgesByMeaning(t *testing.T) {
	e := &knowledge.Edition{Number: 1, Entries: []knowledge.Entry{{ID: "01x", Version: 1, Content: knowledge.Content{
		Title: "Opening hours", Languages: map[string]knowledge.Words{
			"en": {Wordings: []string{"When are you open?"}, Answer: []string{"From nine."}},
		},
	}}}}
	for _, one := range []struct {
		err         error
		text, title string
		missed      bool
	}{{nil, "From nine.", "Opening hours", false}, {errors.New("gone"), "I do not know that.", "", true}} {
		mind := bot.Scripted(fixed(chat.Script{Text: []byte(script)}), e).By(judging{one.err})
		told, err := try(t.Context(), mind, chat.Bot{Tenant: "t", ID: "b", Kind: chat.ScriptBot}, "", "متى تفتحون؟")
		title := ""
		if len(told.Best) > 0 {
			title = told.Best[0].Title
		}
		if last := told.Bubbles[len(told.Bubbles)-1].Text; err != nil || last != one.text || title != one.title ||
			*told.Missed != one.missed {
			t.Errorf("after %v: %q, %q, %+v, %v", one.err, last, title, told, err)
		}
	}
}
