package main

import (
	"testing"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
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
