package bot

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

func hintedTo(t *testing.T, b *ScriptBot, m *chat.BotModel, hint chat.Advice, text string) chat.Answer {
	t.Helper()
	a, err := b.Respond(t.Context(), chat.Question{
		Bot: chat.Bot{ID: "b", Tenant: "t", Model: m}, Source: chat.Web, Hint: &hint,
		Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The entry of a hint answers, whatever the words mean; small talk needs none, and an entry that serves no more is no
// hint. Then the hint waits on.
func TestAnEntryOfAHintAnswers(t *testing.T) {
	b := stable(&oracle{verdict: unsure})
	a := hintedTo(t, b, nil, chat.Advice{ID: "m", Entry: "a"}, "so tell me")
	if a.Hint != "m" || a.Bubbles[0].Text != "100 euros." || a.Effects.Why.By != chat.ByHint || a.Effects.Gap != nil {
		t.Errorf("%+v", a)
	}
	for hint, text := range map[string]string{"a": "thank you!", "gone": "so tell me"} {
		if a := hintedTo(t, b, nil, chat.Advice{ID: "m", Entry: hint}, text); a.Hint != "" {
			t.Errorf("%q with the hint %s: %+v", text, hint, a)
		}
	}
}

// The words of a hint go to the model, also where meaning is sure; a bot without one follows none.
func TestAModelGetsTheWordsOfAHint(t *testing.T) {
	wise := &adviser{advice: Advice{Entry: 0, Use: chat.ModelUse{Did: chat.ModelChose}}}
	b := stable(&oracle{verdict: sure("a")}).Asking(wise)
	hint := chat.Advice{ID: "m", Words: "he means the price"}
	a := hintedTo(t, b, &chat.BotModel{ID: "m"}, hint, "quanto custa?")
	if len(wise.asked) != 1 || wise.asked[0].Hint != hint.Words || a.Hint != "m" {
		t.Errorf("asked is %+v, answered %+v", wise.asked, a)
	}
	if a := hintedTo(t, b, nil, hint, "quanto custa?"); a.Hint != "" || len(wise.asked) != 1 {
		t.Errorf("a bot without a model: %+v", a)
	}
}
