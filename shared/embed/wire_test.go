package embed

import (
	"testing"

	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// What a model taught is found by meaning as such, but for what people took away; it is no wording of theirs.
func TestTaughtWordingsAreFoundAsSuch(t *testing.T) {
	e := knowledge.Entry{ID: "a", Content: knowledge.Content{
		Title: "Price", Untaught: []string{"how dear"},
		Languages: map[string]knowledge.Words{"en": {Wordings: []string{"What is it?"}, Answer: []string{"Five."}}},
	}, Taught: map[string][]string{"en": {"cost please", "how dear"}}}
	parts := map[string]meaning.Part{}
	for _, text := range entriesOf(&knowledge.Edition{Entries: []knowledge.Entry{e}})[0].Texts {
		parts[text.Words] = text.Part
	}
	want := map[string]meaning.Part{
		"Price": meaning.Title, "What is it?": meaning.Wording, "Price. Five.": meaning.Answer, "cost please": meaning.Taught,
	}
	for words, part := range want {
		if got, is := parts[words]; !is || got != part {
			t.Errorf("%q is part %d, %v", words, got, is)
		}
	}
	if len(parts) != len(want) {
		t.Errorf("it is found by %v", parts)
	}
}
