package chat

import "testing"

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
