package bot

import (
	"slices"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// An answer tells where its buttons and its form lead, and which goals the steps there reach.
func TestAnAnswerTellsWhereItsChoicesLead(t *testing.T) {
	script := `{"greeting": {"say": ["Hello."]}, "person": {"words": [], "say": []},
		"fallback": {"say": ["Hm."], "buttons": [{"id": "f", "title": "Book", "goto": "booked"}]},
		"steps": {
			"menu": {"say": ["Choose."], "buttons": [
				{"id": "b", "title": "Book", "goto": "form"}, {"id": "h", "title": "Hours", "goto": "hours"}]},
			"hours": {"say": ["At nine."]},
			"form": {"say": ["Who?"], "form": {"id": "who", "submit": "Send", "goto": "booked", "fields": [
				{"name": "name", "label": "Name", "type": "name"}]}},
			"booked": {"say": ["Done."], "goal": "Booked"}},
		"faq": [{"id": "m", "question": "what can I do here", "answer": {"say": ["This."], "buttons": [
			{"id": "m", "title": "Menu", "goto": "menu"}]}}]}`
	answers := talk(t, Scripted(shop{[]byte(script)}, NoKnowledge{}), chat.Web,
		chat.Text("what can I do here"), click("m"), click("b"), chat.Text("qwertz"))
	for i, want := range []chat.Ahead{
		{Steps: []string{"menu"}},
		{Steps: []string{"form", "hours"}},
		{Steps: []string{"booked"}, Goals: []string{"Booked"}},
		{},
	} {
		if got := answers[i].Ahead; !slices.Equal(got.Steps, want.Steps) || !slices.Equal(got.Goals, want.Goals) {
			t.Errorf("answer %d leads to %+v", i, got)
		}
	}
}
