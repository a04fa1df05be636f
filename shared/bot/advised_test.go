package bot

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// A question waits for meaning to come back, also before a model is asked: by words alone the entry that fits may not
// be among those that it reads, and each try would be billed.
func TestAModelIsNotAskedWhileMeaningIsGone(t *testing.T) {
	nothing := &adviser{advice: Advice{Entry: -1, Use: chat.ModelUse{Did: chat.ModelFoundNothing, Micros: 40}}}
	for _, text := range []string{"do zebras fly", "tell me what a good saddle costs", "كم سعر السرج؟"} {
		gone := stable(&oracle{err: errors.New("gone")}).Asking(nothing)
		_, err := ask(t, gone, &chat.BotModel{ID: "m"}, text)
		if !errors.Is(err, chat.ErrLater) || len(nothing.asked) != 0 {
			t.Errorf("%s: %d consults, %v", text, len(nothing.asked), err)
		}
	}
}

// Nobody knows that a question has no answer which meaning never judged: even at last it is no gap, no miss, and nobody
// is called.
func TestAQuestionThatWasNotJudgedWholeIsNoGap(t *testing.T) {
	script := json.RawMessage(`{"greeting": {"say": ["Hello"]},
		"fallback": {"say": ["I do not know."], "handoverAfter": 1}}`)
	for name, model := range map[string]*chat.BotModel{"with a model": {ID: "m"}, "without one": nil} {
		a, err := stableBy(&oracle{err: errors.New("gone")}, script).Respond(t.Context(), chat.Question{
			Bot: chat.Bot{ID: "b", Tenant: "t", Model: model}, Source: chat.Web, Last: true,
			Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text("do zebras fly")}}},
		})
		if err != nil || a.Effects.Gap != nil || a.Effects.HandOver != "" || said(a) != "I do not know." ||
			optionsOf(a) != tapAsk {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
		if known := string(a.Effects.State); known != "" && known != "{}" {
			t.Errorf("%s: it remembers %s", name, known)
		}
	}
}

// adviser gives one advice.
type adviser struct {
	advice Advice
	asked  []Consult
}

func (a *adviser) Advise(_ context.Context, c Consult) (Advice, error) {
	a.asked = append(a.asked, c)
	return a.advice, nil
}

func ask(t *testing.T, b *ScriptBot, m *chat.BotModel, text string) (chat.Answer, error) {
	t.Helper()
	return b.Respond(t.Context(), chat.Question{
		Bot: chat.Bot{ID: "b", Tenant: "t", Model: m}, Source: chat.Web,
		Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}},
	})
}

func TestAModelIsNotAskedWhileSomebodyWaits(t *testing.T) {
	b := stable(&oracle{verdict: unsure})
	if _, err := ask(t, b, &chat.BotModel{ID: "m"}, "quanto custa?"); !errors.Is(err, chat.ErrLater) {
		t.Errorf("%v", err)
	}
	if a, err := ask(t, b, nil, "quanto custa?"); err != nil || a.Effects.Model != nil {
		t.Errorf("a bot without a model: %+v, %v", a, err)
	}
	if a, err := ask(t, stable(&oracle{verdict: sure("a")}), &chat.BotModel{ID: "m"}, "quanto custa?"); err != nil ||
		a.Bubbles[0].Text != "Cem euros." {
		t.Errorf("a sure verdict needs no model: %+v, %v", a, err)
	}
}

func TestAModelChoosesAmongTheEntriesByMeaningAndByWords(t *testing.T) {
	chose := &adviser{advice: Advice{
		Entry: 1, Opinion: course.Needed, Use: chat.ModelUse{Model: "m", Did: chat.ModelChose, Micros: 7},
	}}
	a, err := ask(t, stable(&oracle{verdict: unsure}).Asking(chose), &chat.BotModel{ID: "m"}, "você tem aulas para mim?")
	if err != nil || a.Bubbles[0].Text != "Aos domingos." || a.Effects.Model.Micros != 7 || a.Opinion != course.Needed {
		t.Errorf("%+v, %v", a, err)
	}
	if why := a.Effects.Why; why.By != chat.ByModel || !why.Answered || len(why.Best) != 2 || why.Best[0].Entry != "b" {
		t.Errorf("the reasons are %+v", why)
	}
	c := chose.asked[0]
	if len(c.Candidates) != 2 || c.Candidates[0].Text != "Cem euros." || c.Language != "pt" {
		t.Errorf("%+v", c)
	}
	chose.advice.Words = "Só aos domingos."
	if a, err = ask(t, stable(&oracle{verdict: unsure}).Asking(chose), &chat.BotModel{ID: "m", Free: true},
		"você tem aulas para mim?"); err != nil || a.Bubbles[0].Text != "Só aos domingos." {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestAnAdviceThatNamesNothingThatThereIsCountsAsFailed(t *testing.T) {
	for _, advice := range []Advice{
		{Entry: 98}, {Entry: -1, Goal: "x"}, {Entry: -1, Step: "x"}, {Entry: 0, Goal: "x"}, {Entry: 0, Step: "x"},
	} {
		advice.Use.Did, advice.Opinion = chat.ModelChose, course.Needed
		b := stable(&oracle{verdict: unsure}).Asking(&adviser{advice: advice})
		a, err := ask(t, b, &chat.BotModel{ID: "m"}, "quanto custa?")
		if err != nil || len(a.Bubbles) == 0 || a.Effects.Model.Did != chat.ModelFailed ||
			a.Opinion != course.Unasked {
			t.Errorf("%+v: %+v, %v", advice, a, err)
		}
	}
}

// A step and a person have no words: those of a model beside such an entry would be of another one, and its goal would
// count.
func TestWordsForAnEntryWithoutTextAreRefused(t *testing.T) {
	for name, content := range map[string]knowledge.Content{"a step": {Step: "ride"}, "a person": {People: true}} {
		content.Title, content.Languages = "Test ride", map[string]knowledge.Words{"en": {Wordings: []string{"Test ride?"}}}
		b := Scripted(shop{json.RawMessage(`{"greeting": {"say": ["Hello"]}, "fallback": {"say": ["I do not know."]},
			"steps": {"ride": {"say": ["Choose a day."], "goal": "booking"}}}`)}, &book{knowledge.Edition{
			Number: 7, Entries: []knowledge.Entry{{ID: "a", Version: 1, Content: content}},
		}}).By(&oracle{verdict: unsure})
		model := &adviser{advice: Advice{Entry: 0, Words: "We open at nine.", Use: chat.ModelUse{Did: chat.ModelWorded}}}
		a, err := ask(t, b.Asking(model), &chat.BotModel{ID: "m", Free: true}, "quem é você?")
		if err != nil || len(a.Effects.Goals) > 0 || a.Effects.HandOver != "" || strings.Contains(said(a), "nine") ||
			a.Effects.Model.Did != chat.ModelFailed {
			t.Errorf("%s: %q, %+v, %v", name, said(a), a.Effects, err)
		}
	}
}

// A question that comes for the last time has no time for a model: cut off once more, it would never be answered.
func TestAModelIsNotAskedAtLast(t *testing.T) {
	model := &adviser{advice: Advice{Entry: 1, Use: chat.ModelUse{Did: chat.ModelChose}}}
	a, err := stable(&oracle{verdict: unsure}).Asking(model).Respond(t.Context(), chat.Question{
		Bot: chat.Bot{ID: "b", Tenant: "t", Model: &chat.BotModel{ID: "m"}}, Source: chat.Web, Last: true,
		Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text("quanto custa?")}}},
	})
	if err != nil || len(model.asked) != 0 || len(a.Bubbles) == 0 {
		t.Fatalf("%d consults, %+v, %v", len(model.asked), a, err)
	}
	if use := a.Effects.Model; use == nil || use.Model != "m" || use.Did != chat.ModelFailed || use.Why != lastTry {
		t.Errorf("%+v", use)
	}
}

// Buttons and cards are not in a model's words, so the owner's answer stands: and the model chose it.
func TestAModelsWordsForAnAnswerWithButtonsAreRecordedAsAChoice(t *testing.T) {
	script := json.RawMessage(`{"greeting": {"say": ["Hello"]}, "fallback": {"say": ["I do not know."]},
		"faq": [{"id": "open", "question": "When does the shop open?", "answer": {"say": ["At nine."],
			"buttons": [{"id": "map", "title": "The way", "goto": "map"}]}}], "steps": {"map": {"say": ["Left."]}}}`)
	model := &adviser{advice: Advice{Entry: 2, Words: "At nine.", Use: chat.ModelUse{Did: chat.ModelWorded}}}
	b := stableBy(&oracle{verdict: unsure}, script).Asking(model)
	a, err := ask(t, b, &chat.BotModel{ID: "m", Free: true}, "does your shop open on mondays")
	if err != nil || len(model.asked) != 1 || len(optionsOf(a)) == 0 {
		t.Fatalf("%+v, %+v, %v", model.asked, a, err)
	}
	if use := a.Effects.Model; use.Did != chat.ModelChose || use.Why != hasButtons {
		t.Errorf("%+v", use)
	}
}

func TestAModelThatFailsLeavesTheAnswerToMeaning(t *testing.T) {
	failed := &adviser{advice: Advice{Entry: -1, Use: chat.ModelUse{Did: chat.ModelFailed, Why: "slow"}}}
	a, err := ask(t, stable(&oracle{verdict: unsure}).Asking(failed), &chat.BotModel{ID: "m"}, "quanto custa?")
	if err != nil || len(a.Bubbles[0].Options) != 4 || a.Effects.Model.Why != "slow" {
		t.Errorf("%+v, %v", a, err)
	}
	nothing := &adviser{advice: Advice{Entry: -1, Use: chat.ModelUse{Did: chat.ModelFoundNothing}}}
	a, err = ask(t, stable(&oracle{verdict: meaning.Verdict{}}).Asking(nothing), &chat.BotModel{ID: "m"}, "quem é você?")
	if err != nil || a.Effects.Gap == nil || len(a.Bubbles) == 0 {
		t.Errorf("nothing fits: %+v, %v", a, err)
	}
	certain := stable(&oracle{verdict: sure("a")}).Asking(nothing)
	a, err = ask(t, certain, &chat.BotModel{ID: "m", Free: true}, "quanto custa?")
	if err != nil || a.Bubbles[0].Text != "Cem euros." || a.Effects.Model.Did != chat.ModelFoundNothing {
		t.Errorf("nothing fits a question of which meaning is sure: %+v, %v", a, err)
	}
	person := &adviser{advice: Advice{Entry: -1, HandOver: true, Use: chat.ModelUse{Did: chat.ModelHandedOver}}}
	a, err = ask(t, stable(&oracle{verdict: unsure}).Asking(person), &chat.BotModel{ID: "m"}, "que horror")
	if err != nil || a.Effects.HandOver != "model" || len(a.Bubbles) == 0 {
		t.Errorf("a person: %+v, %v", a, err)
	}
}
