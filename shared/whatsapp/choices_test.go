package whatsapp

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// A single card has its picture if WhatsApp allows one; its text is never lost.
func TestACardKeepsItsText(t *testing.T) {
	buttons := []chat.Option{{ID: "a", Title: "Offer"}, {ID: "b", Title: "More"}}
	page := []chat.Option{{ID: "p", Title: "Our shop", URL: "https://shop.demo.test/"}}
	many := []chat.Option{{ID: "1", Title: "1"}, {ID: "2", Title: "2"}, {ID: "3", Title: "3"}, {ID: "4", Title: "4"}}
	card := func(image string, options []chat.Option) chat.Card {
		return chat.Card{Title: "Copper", Text: "By hand", Image: image, Options: options}
	}
	const picture = "https://shop.demo.test/copper.JPG?w=480"
	for name, c := range map[string]struct {
		body  chat.Body
		wants []string
		lacks string
	}{
		"buttons": {
			chat.Body{Cards: []chat.Card{card(picture, buttons)}},
			[]string{`"type":"button"`, `"header":{"image":{"link":"` + picture + `"},"type":"image"}`, `*Copper*\nBy hand`},
			"",
		},
		"words alone": {
			chat.Body{Cards: []chat.Card{card(picture, nil)}},
			[]string{`"type":"image"`, `"link":"` + picture + `"`, `"caption":"*Copper*\nBy hand"`},
			"header",
		},
		"what is above": {
			chat.Body{Text: "Look", Cards: []chat.Card{card(picture, buttons)}},
			[]string{`"text":"Look\n\n*Copper*\nBy hand"`},
			"",
		},
		"a page": {
			chat.Body{Cards: []chat.Card{card(picture, page)}}, []string{`"cta_url"`, `*Copper*`}, "copper.JPG",
		},
		"a list": {
			chat.Body{Cards: []chat.Card{card(picture, many)}}, []string{`"type":"list"`, `*Copper*`}, "copper.JPG",
		},
		"no such picture": {
			chat.Body{Cards: []chat.Card{card("https://shop.demo.test/copper.webp", buttons)}},
			[]string{`"type":"button"`},
			"header",
		},
		"no address": {
			chat.Body{Cards: []chat.Card{card("data:image/png;base64,x.png", nil)}}, []string{`"type":"text"`}, "data:",
		},
		"too many words": {
			chat.Body{Cards: []chat.Card{{Title: strings.Repeat("x", 1100), Image: picture}}},
			[]string{`"type":"text"`},
			"copper.JPG",
		},
		"several together": {
			chat.Body{Cards: []chat.Card{card(picture, buttons[:1]), {Title: "Steel", Options: buttons[1:]}}},
			[]string{`*Copper*\nBy hand\n\n*Steel*`, `"type":"button"`},
			"header",
		},
	} {
		c.body.Kind = chat.KindCards
		raw, err := Request(chat.Outgoing{To: "551", Body: c.body}, "")
		if err != nil || !json.Valid(raw) {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range c.wants {
			if !strings.Contains(string(raw), want) {
				t.Errorf("%s lacks %s: %s", name, want, raw)
			}
		}
		if c.lacks != "" && strings.Contains(string(raw), c.lacks) {
			t.Errorf("%s has %s: %s", name, c.lacks, raw)
		}
	}
}

// The button of a list has the given text, or dots.
func TestAListOpensByTheGivenTextOrDots(t *testing.T) {
	options := []chat.Option{{ID: "1", Title: "1"}, {ID: "2", Title: "2"}, {ID: "3", Title: "3"}, {ID: "4", Title: "4"}}
	for choose, want := range map[string]string{"": `"button":"…"`, "Our kettles": `"button":"Our kettles"`} {
		raw, err := Request(chat.Outgoing{
			To: "551", Body: chat.Body{Kind: chat.KindButtons, Text: "Which?", Choose: choose, Options: options},
		}, "")
		if err != nil || !strings.Contains(string(raw), want) {
			t.Errorf("%q: %s, %v", choose, raw, err)
		}
	}
	long := chat.Body{Kind: chat.KindButtons, Text: "Which?", Choose: strings.Repeat("x", 21), Options: options}
	if err := ValidateOutgoing(chat.Outgoing{To: "551", Body: long}); chat.CodeOf(err) != "whatsapp_limit" {
		t.Errorf("21 characters: %v", err)
	}
}

func TestChoicesThatWhatsAppRefuses(t *testing.T) {
	for name, b := range map[string]chat.Body{
		"no words":      {Options: []chat.Option{{ID: "a", Title: "A"}}},
		"blank words":   {Text: " \n", Options: []chat.Option{{ID: "a", Title: "A"}}},
		"a script":      {Text: "Look", Options: []chat.Option{{ID: "l", Title: "Shop", URL: "javascript:alert(1)"}}},
		"no website":    {Text: "Look", Options: []chat.Option{{ID: "l", Title: "Shop", URL: "https://"}}},
		"one id twice":  {Text: "Look", Options: []chat.Option{{ID: "a", Title: "A"}, {ID: "a", Title: "B"}}},
		"a blank title": {Text: "Look", Options: []chat.Option{{ID: "a", Title: " "}}},
		"a link in many": {
			Text: "Look", Options: []chat.Option{{ID: "a", Title: "A"}, {ID: "l", Title: "Shop", URL: "ftp://x.test"}},
		},
	} {
		b.Kind = chat.KindButtons
		if ValidateOutgoing(chat.Outgoing{To: "551", Body: b}) == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
