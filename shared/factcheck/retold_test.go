package factcheck_test

import (
	"testing"

	"github.com/botifire/livechat/shared/factcheck"
)

// A line about a chat may leave things out and say them in its own words, but it has no figure, link and name that
// nobody said.
func TestALineAboutAChatSaysNothingNew(t *testing.T) {
	for _, c := range []struct {
		text  string
		cited []string
		fault factcheck.Kind
	}{
		{"They want to send a kettle back because it leaks.", []string{"my kettle leaks, i dont want it any more"}, ""},
		{"They ordered 3 kettles and got two.", []string{"I ordered three kettles but only 2 came"}, ""},
		{"They paid 49.90 euros twice.", []string{"Ihr habt mir zweimal 49,90 € abgebucht"}, ""},
		{"Nothing came for 5 days.", []string{"पार्सल ५ दिन से नहीं आया"}, ""},
		{"They were told to come on Monday.", []string{"¿Puede venir el lunes?"}, ""},
		{"They asked Maria for a refund.", []string{"i asked your colleague maria about my money"}, ""},
		{"Their order is KC-77.", []string{"it is order KC-77"}, ""},
		{"They want 80 euros back.", []string{"I want my 8 euros back"}, factcheck.Figure},
		{"They wait since 3 weeks.", []string{"I have waited for 3 days"}, factcheck.Figure},
		{"They were told to come on Tuesday.", []string{"¿Puede venir el lunes?"}, factcheck.Name},
		{"They asked Peter for a refund.", []string{"i asked your colleague maria about my money"}, factcheck.Name},
		{"They should log in at evil.example/pay.", []string{"How do I pay?"}, factcheck.Link},
		{"Call them at +49 170 1234567.", []string{"please call me"}, factcheck.Link},
		{"They were promised 100 euros.", nil, factcheck.Figure},
	} {
		got := factcheck.Kind("")
		if fault := factcheck.Retold(c.text, c.cited...); fault != nil {
			got = fault.Kind
		}
		if got != c.fault {
			t.Errorf("%q of %q: %q, not %q", c.text, c.cited, got, c.fault)
		}
	}
}
