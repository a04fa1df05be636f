package whatsapp

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// Limits of what Meta takes.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
const (
	maxText        = 4096
	maxButtonBody  = 1024
	maxListBody    = 4096
	maxButtons     = 3
	maxRows        = 10
	maxButtonTitle = 20
	maxRowTitle    = 24
)

type object = map[string]any

// Request is the body of a send. What Meta would refuse is refused here, with the
// limit named.
func Request(out chat.Outgoing) ([]byte, error) {
	request := object{"messaging_product": "whatsapp", "recipient_type": "individual"}
	if strings.Contains(out.To, ".") {
		request["recipient"] = out.To // a BSUID
	} else {
		request["to"] = "+" + strings.TrimPrefix(out.To, "+")
	}
	if out.Callback != "" {
		request["biz_opaque_callback_data"] = out.Callback
	}
	kind, part, err := content(out.Body)
	if err != nil {
		return nil, err
	}
	request["type"], request[kind] = kind, part
	return json.Marshal(request)
}

func content(b chat.Body) (string, object, error) {
	switch b.Kind {
	case chat.KindText:
		if n := utf8.RuneCountInString(b.Text); n == 0 || n > maxText {
			return "", nil, fmt.Errorf("WhatsApp takes texts of 1 to %d characters", maxText)
		}
		return "text", object{"body": b.Text, "preview_url": false}, nil
	case chat.KindButtons:
		return choices(b.Text, b.Options)
	case chat.KindCards:
		return cards(b.Cards)
	}
	return "", nil, fmt.Errorf("a message of the kind %s cannot be sent to WhatsApp", b.Kind)
}

// choices become reply buttons, or a list when there are more than three. Options
// that open a page are written out: WhatsApp's buttons answer, they do not lead away.
func choices(text string, options []chat.Option) (string, object, error) {
	var answers []chat.Option
	for _, o := range options {
		if o.URL == "" {
			answers = append(answers, o)
		} else {
			text += "\n" + o.Title + ": " + o.URL
		}
	}
	n := utf8.RuneCountInString(text)
	switch {
	case len(answers) == 0:
		return content(chat.Text(text))
	case len(answers) <= maxButtons && fits(answers, maxButtonTitle):
		if n > maxButtonBody {
			return "", nil, fmt.Errorf("WhatsApp takes at most %d characters above buttons", maxButtonBody)
		}
		var buttons []object
		for _, o := range answers {
			buttons = append(buttons, object{"type": "reply", "reply": object{"id": o.ID, "title": o.Title}})
		}
		return "interactive", object{"type": "button", "body": object{"text": text}, "action": object{"buttons": buttons}}, nil
	case len(answers) <= maxRows && n <= maxListBody:
		var rows []object
		for _, o := range answers {
			rows = append(rows, row(o))
		}
		return "interactive", object{"type": "list", "body": object{"text": text},
			"action": object{"button": "…", "sections": []object{{"title": "…", "rows": rows}}}}, nil
	}
	return "", nil, fmt.Errorf("WhatsApp takes at most %d choices under %d characters", maxRows, maxListBody)
}

// row is a choice in a list. A long title goes on in the description.
func row(o chat.Option) object {
	if utf8.RuneCountInString(o.Title) <= maxRowTitle {
		return object{"id": o.ID, "title": o.Title}
	}
	runes := []rune(o.Title)
	rest := runes[maxRowTitle-1:]
	return object{"id": o.ID, "title": string(runes[:maxRowTitle-1]) + "…", "description": "…" + string(rest[:min(len(rest), 71)])}
}

func fits(options []chat.Option, length int) bool {
	for _, o := range options {
		if utf8.RuneCountInString(o.Title) > length {
			return false
		}
	}
	return true
}

// cards become one text with their choices: WhatsApp shows no carousel in a
// conversation without a template.
func cards(all []chat.Card) (string, object, error) {
	var text strings.Builder
	var options []chat.Option
	for i, c := range all {
		if i > 0 {
			text.WriteString("\n\n")
		}
		text.WriteString("*" + c.Title + "*")
		if c.Text != "" {
			text.WriteString("\n" + c.Text)
		}
		options = append(options, c.Options...)
	}
	return choices(text.String(), options)
}
