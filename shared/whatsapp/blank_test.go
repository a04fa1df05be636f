package whatsapp

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// A text of invisible characters only is refused before it is stored.
func TestNothingBlankIsSent(t *testing.T) {
	for _, blank := range []string{
		"", " ", "\n\t", "\u00a0", "\u2003", "\u200b", "\u2060\u200e", "\ufeff", "\u3164", "\u2800 \u2800", "\u00ad",
	} {
		options := []chat.Option{{ID: "a", Title: "A"}}
		for name, body := range map[string]chat.Body{
			"text":             {Kind: chat.KindText, Text: blank},
			"location request": {Kind: chat.KindAskLocation, Text: blank},
			"contact request":  {Kind: chat.KindAskContact, Text: blank},
			"buttons":          {Kind: chat.KindButtons, Text: blank, Options: options},
			"a title":          {Kind: chat.KindButtons, Text: "Which?", Options: []chat.Option{{ID: "a", Title: blank}}},
			"an id":            {Kind: chat.KindButtons, Text: "Which?", Options: []chat.Option{{ID: blank, Title: "A"}}},
			"a form": {
				Kind: chat.KindForm, Text: blank,
				Form: &chat.Form{ID: "f", Flow: "600", Fields: []chat.Field{{Name: "n", Label: blank}}},
			},
			"a form of none": {Kind: chat.KindForm, Text: blank, Form: &chat.Form{ID: "f", Flow: "600"}},
			"a contact":      {Kind: chat.KindContacts, People: []chat.VCard{{Name: "Ana"}, {Name: blank}}},
		} {
			if err := ValidateOutgoing(chat.Outgoing{To: "551", Body: body, Token: "-"}); chat.KindOf(err) != chat.Invalid {
				t.Errorf("%s of %q: %v", name, blank, err)
			}
		}
		raw, err := Request(chat.Outgoing{
			To: "551", Token: "-",
			Body: chat.Body{Kind: chat.KindForm, Text: "Fill in", Form: &chat.Form{ID: "f", Flow: "600", Submit: blank}},
		}, "")
		if err != nil || !strings.Contains(string(raw), `"flow_cta":"…"`) {
			t.Errorf("a form's button of %q: %s, %v", blank, raw, err)
		}
	}
	if err := ValidateOutgoing(chat.Outgoing{To: "551", Body: chat.Text("\u200f👨\u200d👩\u200d👧")}); err != nil {
		t.Errorf("a family: %v", err)
	}
}
