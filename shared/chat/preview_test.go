package chat

import (
	"strings"
	"testing"
)

func TestPreviewsAreWords(t *testing.T) {
	for want, b := range map[string]Body{
		"hello":                   Text("hello"),
		"File: offer.pdf":         {Kind: KindDocument, Media: &Media{Name: "offer.pdf"}},
		"our offer":               {Kind: KindDocument, Text: "our offer", Media: &Media{Name: "offer.pdf"}},
		"Picture":                 {Kind: KindImage, Media: &Media{Name: "a.png"}},
		"Voice message":           {Kind: KindAudio, Media: &Media{Voice: true}},
		"Recording":               {Kind: KindAudio, Media: &Media{}},
		"Form: Your name, E-mail": {Kind: KindForm, Form: &Form{Fields: []Field{{Label: "Your name"}, {Label: "E-mail"}}}},
		"Form filled in: Mia, Red": {
			Kind: KindSubmission, Submission: &Submission{Values: map[string]string{"name": "Mia", "colour": "Red"}},
		},
		"Contact: Mia, +1 2":  {Kind: KindContacts, People: []VCard{{Name: "Mia", Phones: []string{"+1 2"}}}},
		"Place: The old mill": {Kind: KindLocation, Location: &Location{Name: "The old mill"}},
		"Place":               {Kind: KindLocation, Location: &Location{}},
		"Something that WhatsApp does not pass on": {Kind: KindUnsupported, Type: "poll"},
		"Cards: Copper kettle":                     {Kind: KindCards, Cards: []Card{{Title: "Copper kettle"}}},
		"Sticker":                                  {Kind: KindSticker, Media: &Media{}},
	} {
		if m := (&Message{Bubbles: []Bubble{{Body: b}}}); m.Preview() != want {
			t.Errorf("%s: %q, not %q", b.Kind, m.Preview(), want)
		}
	}
}

// A family, a flag and a letter with its marks are one character each.
func TestClipCutsBetweenCharacters(t *testing.T) {
	for _, c := range []struct {
		s    string
		n    int
		want string
	}{
		{"hello", 5, "hello"},
		{"hello", 4, "hell…"},
		{"", 3, ""},
		{"a👨‍👩‍👧‍👦b", 3, "a…"},
		{"a👨‍👩‍👧‍👦b", 8, "a👨‍👩‍👧‍👦…"},
		{"x🇩🇪", 2, "x…"},
		{"ne\u0301e", 3, "ne\u0301…"},
		{"ne\u0301e", 2, "n…"},
		{"e" + strings.Repeat("\u0301", 100), 3, "e\u0301\u0301…"},
	} {
		if got := Clip(c.s, c.n); got != c.want {
			t.Errorf("%q to %d: %q, not %q", c.s, c.n, got, c.want)
		}
	}
}
