package bot

import (
	"slices"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// An answer that exists in another language only is given as it is, below a line in the language of the question. Where
// that language is doubtful, nothing is said of it.
func TestAnAnswerInAnotherLanguageSaysSo(t *testing.T) {
	for _, c := range []struct{ asked, judged, line string }{
		{"quanto custa uma sela?", "pt", "Só tenho esta resposta em outro idioma:"},
		{"كم سعر السرج؟", "ar", "هذه الإجابة متوفرة لدي بلغة أخرى فقط:"},
		{"Sattel?", "de", ""},
		{"quanto custa uma sela?", "es", ""},
		{"how much would I pay for somewhere to sit", "en", ""},
	} {
		best := []meaning.Candidate{{Entry: "a", Chance: 0.93, Asked: c.judged}}
		verdict := meaning.Verdict{Decision: meaning.Answered, Use: best, Best: best}
		b := Scripted(shop{Starter()}, &book{knowledge.Edition{Number: 7, Entries: []knowledge.Entry{{
			ID: "a", Version: 1, Content: knowledge.Content{
				Title: "Price of a saddle", Languages: map[string]knowledge.Words{"en": {
					Wordings: []string{"What does a saddle cost?"}, Answer: []string{"100 euros.", "Fitting is free."},
				}},
			},
		}}}}).By(&oracle{verdict: verdict})
		want := []string{"100 euros.", "Fitting is free."}
		if c.line != "" {
			want = append([]string{c.line}, want...)
		}
		got := []string{}
		for _, bubble := range dialogue(t, b, false, chat.Text(c.asked))[0].Bubbles {
			got = append(got, bubble.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is answered %q", c.asked, got)
		}
	}
	for _, language := range meaning.Languages {
		if inAnother[language] == "" {
			t.Errorf("there is no line in %s", language)
		}
	}
}
