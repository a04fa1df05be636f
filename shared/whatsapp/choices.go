package whatsapp

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// choices become reply buttons, a list if there are more than three, or one button that opens a
// page. Any other options that open pages are written out as text: WhatsApp's reply buttons cannot
// open pages.
func choices(text, choose string, options []chat.Option) (string, any, error) {
	if err := sound(text, options); err != nil {
		return "", nil, err
	}
	if len(options) == 1 && options[0].URL != "" && utf8.RuneCountInString(options[0].Title) <= maxCTA &&
		utf8.RuneCountInString(text) <= maxButtonBody {
		return "interactive", object{
			"type": "cta_url", "body": object{"text": text},
			"action": object{"name": "cta_url", "parameters": object{
				"display_text": options[0].Title, "url": options[0].URL,
			}},
		}, nil
	}
	var answers []chat.Option
	for _, o := range options {
		if o.URL == "" {
			answers = append(answers, o)
		} else {
			text += "\n" + o.Title + ": " + o.URL
		}
	}
	switch {
	case len(answers) == 0:
		return content(chat.Outgoing{Body: chat.Text(text)}, "")
	case len(answers) <= maxButtons && unlike(answers, maxButtonTitle):
		return buttons(text, answers)
	}
	return list(text, choose, answers)
}

// sound refuses mistakes that no kind of choice may have.
func sound(text string, options []chat.Option) error {
	if chat.Blank(text) {
		return refusal("WhatsApp shows no choices without words above them.")
	}
	seen := map[string]bool{}
	for _, o := range options {
		link, err := url.Parse(o.URL)
		switch {
		case chat.Blank(o.Title):
			return refusal("Each choice needs a title.")
		case o.URL != "" && (err != nil || (link.Scheme != "http" && link.Scheme != "https") || link.Hostname() == ""):
			return refusal("The link of %q has to begin with https:// or http:// and name a website.", o.Title)
		case o.URL == "" && chat.Blank(o.ID):
			return refusal("Each choice needs an id.")
		case o.URL == "" && seen[o.ID]:
			return refusal("Two choices have the id %q: each needs one of its own.", o.ID)
		}
		seen[o.ID] = seen[o.ID] || o.URL == ""
	}
	return nil
}

func buttons(text string, answers []chat.Option) (string, any, error) {
	if err := most("above buttons", text, maxButtonBody); err != nil {
		return "", nil, err
	}
	var all []object
	for _, o := range answers {
		if len(o.ID) > maxButtonID {
			return "", nil, refusal("WhatsApp takes ids of buttons of at most %d characters.", maxButtonID)
		}
		all = append(all, object{"type": "reply", "reply": object{"id": o.ID, "title": o.Title}})
	}
	return "interactive", object{"type": "button", "body": object{"text": text}, "action": object{"buttons": all}}, nil
}

// list is a list that a button opens. The bot or the agent may give the button's text; three dots
// are understood in every language.
func list(text, choose string, answers []chat.Option) (string, any, error) {
	if len(answers) > maxRows {
		return "", nil, refusal("WhatsApp takes at most %d choices; this has %d.", maxRows, len(answers))
	}
	if err := most("above a list", text, maxListBody); err != nil {
		return "", nil, err
	}
	if chat.Blank(choose) {
		choose = "…"
	}
	if err := most("on the button of a list", choose, maxListButton); err != nil {
		return "", nil, err
	}
	var rows []object
	for _, o := range answers {
		if len(o.ID) > maxRowID {
			return "", nil, refusal("WhatsApp takes ids of choices of at most %d characters.", maxRowID)
		}
		rows = append(rows, row(o))
	}
	return "interactive", object{
		"type": "list", "body": object{"text": text},
		"action": object{"button": choose, "sections": []object{{"title": choose, "rows": rows}}},
	}, nil
}

// row is a choice in a list. A long title continues in the description.
func row(o chat.Option) object {
	runes := []rune(o.Title)
	if len(runes) <= maxRowTitle {
		return object{"id": o.ID, "title": o.Title}
	}
	rest := runes[maxRowTitle-1:]
	return object{
		"id": o.ID, "title": string(runes[:maxRowTitle-1]) + "…", "description": "…" + string(rest[:min(len(rest), 71)]),
	}
}

// unlike tells whether titles are short enough and all different: Meta refuses equal ones.
func unlike(options []chat.Option, length int) bool {
	seen := map[string]bool{}
	for _, o := range options {
		if utf8.RuneCountInString(o.Title) > length || seen[o.Title] {
			return false
		}
		seen[o.Title] = true
	}
	return true
}

// cards become one text with their choices: WhatsApp shows a carousel only in a template. A single
// card keeps its picture.
func cards(above string, all []chat.Card) (string, any, error) {
	parts := []string{}
	if above != "" {
		parts = append(parts, above)
	}
	var options []chat.Option
	for _, c := range all {
		words := "*" + c.Title + "*"
		if c.Text != "" {
			words += "\n" + c.Text
		}
		parts = append(parts, words)
		options = append(options, c.Options...)
	}
	kind, part, err := choices(strings.Join(parts, "\n\n"), "", options)
	if err != nil || len(all) != 1 || all[0].Picture() == "" {
		return kind, part, err
	}
	kind, part = pictured(kind, part.(object), all[0].Picture())
	return kind, part, nil
}

// pictured puts a picture above reply buttons or text. Meta fetches it. Lists, and buttons that open
// pages, cannot have one.
func pictured(kind string, part object, picture string) (string, object) {
	words, _ := part["body"].(string)
	switch {
	case kind == "interactive" && part["type"] == "button":
		part["header"] = object{"type": "image", "image": object{"link": picture}}
	case kind == "text" && utf8.RuneCountInString(words) <= maxCaption:
		return "image", object{"link": picture, "caption": words}
	}
	return kind, part
}
