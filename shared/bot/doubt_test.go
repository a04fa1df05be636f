package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// hotel has an entry with the same wording in two languages, and one that is written in English only.
func hotel(o *oracle) *ScriptBot {
	script := json.RawMessage(`{"greeting": {"say": ["Hello"]}, "fallback": {"say": ["I do not know."]},
		"steps": {"room": {"say": ["Which room?"], "form": {"id": "f", "goto": "done", "fields": [
			{"name": "n", "label": "Number", "type": "number", "required": true}]}}, "done": {"say": ["Done."]}}}`)
	return Scripted(shop{script}, &book{knowledge.Edition{
		Number: 7,
		Entries: []knowledge.Entry{
			{ID: "a", Version: 1, Content: knowledge.Content{Title: "WiFi", Languages: map[string]knowledge.Words{
				"en": {Wordings: []string{"WiFi?"}, Answer: []string{"It is free."}},
				"pt": {Wordings: []string{"WiFi?"}, Answer: []string{"É grátis."}},
			}}},
			{ID: "b", Version: 1, Content: knowledge.Content{Title: "Swimming pool", Languages: map[string]knowledge.Words{
				"en": {Wordings: []string{"Is there a pool?"}, Answer: []string{"On the roof."}},
				"pt": {Wordings: []string{"Vocês têm uma piscina?"}},
			}}},
		},
	}}).By(o)
}

func inDoubt(t *testing.T, o *oracle, text, language, locale string, state json.RawMessage) chat.Answer {
	t.Helper()
	q := chat.Question{
		Bot: chat.Bot{ID: "b", Tenant: "t"}, Source: chat.Web, Language: language, State: state,
		Message: chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text(text)}}},
	}
	if locale != "" {
		q.Message.Entry = &chat.Entry{Locale: locale}
	}
	a, err := hotel(o).Respond(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Words that several languages have are answered in the customer's language, or else in the page's, by words and by
// meaning.
func TestWordsOfSeveralLanguagesAreAnsweredInTheCustomers(t *testing.T) {
	byMeaning := []meaning.Candidate{{Entry: "a", Chance: 0.99, Asked: "en"}}
	for _, text := range []string{"wifi?", "internet"} {
		for _, one := range [][3]string{
			{"pt", "en-GB", "É grátis."}, {"", "pt-BR", "É grátis."}, {"en", "pt-BR", "It is free."}, {"", "", "It is free."},
		} {
			o := &oracle{verdict: meaning.Verdict{Decision: meaning.Answered, Use: byMeaning, Best: byMeaning}}
			if got := said(inDoubt(t, o, text, one[0], one[1], nil)); got != one[2] {
				t.Errorf("%s of a customer in %q on a page in %q is answered %q", text, one[0], one[1], got)
			}
		}
	}
}

// A customer keeps their language also with a bot whose script is in one language only.
func TestACustomerKeepsTheirLanguage(t *testing.T) {
	if a := inDoubt(t, &oracle{verdict: unsure}, "quanto custa o quarto para mim?", "", "", nil); a.Language != "pt" {
		t.Errorf("it keeps %q", a.Language)
	}
}

// An offer is in one language as far as the entries have it.
func TestAnOfferNamesEntriesInTheLanguageOfTheQuestion(t *testing.T) {
	c := []meaning.Candidate{{Entry: "b", Chance: 0.4, Asked: "pt"}}
	o := &oracle{verdict: meaning.Verdict{Decision: meaning.Offered, Use: c, Best: c}}
	a := inDoubt(t, o, "onde eu posso nadar?", "", "", nil)
	if got := a.Bubbles[0].Options[0].Title; got != "Vocês têm uma piscina?" {
		t.Errorf("it offers %q", got)
	}
}

// An answer in another language between two questions of a form says so, as elsewhere.
func TestAnAnswerBetweenTwoFieldsSaysThatItIsInAnotherLanguage(t *testing.T) {
	a := inDoubt(t, &oracle{}, "Vocês têm uma piscina?", "", "", json.RawMessage(`{"form":"f"}`))
	if got := a.Bubbles[0].Text; !strings.Contains(got, inAnother["pt"]) {
		t.Errorf("it says %q", got)
	}
}
