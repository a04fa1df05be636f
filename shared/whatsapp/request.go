package whatsapp

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// Meta's limits, in characters unless stated otherwise.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
const (
	maxText        = 4096
	maxCaption     = 1024
	maxButtonBody  = 1024
	maxListBody    = 4096
	maxButtons     = 3
	maxRows        = 10
	maxListButton  = 20
	maxButtonTitle = 20
	maxButtonID    = 256
	maxRowTitle    = 24
	maxRowID       = 200
	maxCTA         = 20
	maxFlowCTA     = 30
	maxContacts    = 257
	maxCallback    = 512
)

type object = map[string]any

// refusal says why WhatsApp would refuse a message, and names the limit.
func refusal(format string, args ...any) error {
	return chat.Errorf(chat.Invalid, "whatsapp_limit", format, args...)
}

// ValidateOutgoing returns the reason why Meta would refuse a message, before anything is stored or sent.
func ValidateOutgoing(out chat.Outgoing) error {
	_, err := Request(out, "-")
	return err
}

// Request is the body of a send; media is Meta's id of its file, "" if it has none. A message that
// Meta would refuse is refused here, and the error names the limit.
func Request(out chat.Outgoing, media string) ([]byte, error) {
	request := object{"messaging_product": "whatsapp", "recipient_type": "individual"}
	if strings.Contains(out.To, ".") {
		request["recipient"] = out.To // a BSUID
	} else {
		request["to"] = "+" + strings.TrimPrefix(out.To, "+")
	}
	if len(out.Callback) > maxCallback {
		return nil, refusal("WhatsApp carries at most %d characters for us", maxCallback)
	}
	if out.Callback != "" {
		request["biz_opaque_callback_data"] = out.Callback
	}
	if out.ReplyTo != "" && out.Body.Kind != chat.KindReaction {
		request["context"] = object{"message_id": out.ReplyTo}
	}
	kind, part, err := content(out, media)
	if err != nil {
		return nil, err
	}
	request["type"], request[kind] = kind, part
	return json.Marshal(request)
}

func content(out chat.Outgoing, media string) (string, any, error) {
	b := out.Body
	switch b.Kind {
	case chat.KindText:
		if chat.Blank(b.Text) {
			return "", nil, refusal("WhatsApp takes no text in which nothing shows.")
		}
		if n := utf8.RuneCountInString(b.Text); n > maxText {
			return "", nil, refusal("WhatsApp takes texts of 1 to %d characters; this has %d.", maxText, n)
		}
		return "text", object{
			"body": b.Text, "preview_url": strings.Contains(b.Text, "https://") || strings.Contains(b.Text, "http://"),
		}, nil
	case chat.KindButtons:
		return choices(b.Text, b.Choose, b.Options)
	case chat.KindCards:
		return cards(b.Text, b.Cards)
	case chat.KindImage, chat.KindAudio, chat.KindVideo, chat.KindDocument, chat.KindSticker:
		return file(b, media)
	case chat.KindForm:
		return flow(b, out.Token)
	case chat.KindLocation:
		return location(b.Location)
	case chat.KindContacts:
		return people(b.People)
	case chat.KindReaction:
		return "reaction", object{"message_id": out.ReplyTo, "emoji": b.Reaction.Emoji}, nil
	case chat.KindAskLocation:
		return ask("location_request_message", "send_location", b.Text)
	case chat.KindAskContact:
		return ask("request_contact_info", "request_contact_info", b.Text)
	case chat.KindTemplate:
		return template(b, media, out.Token)
	}
	return "", nil, refusal("A message of the kind %s cannot be sent on WhatsApp.", b.Kind)
}

// most refuses a text with more characters than Meta allows.
func most(what, text string, limit int) error {
	if n := utf8.RuneCountInString(text); n > limit {
		return refusal("WhatsApp takes at most %d characters %s; this has %d.", limit, what, n)
	}
	return nil
}

func location(l *chat.Location) (string, any, error) {
	if l == nil || l.Latitude < -90 || l.Latitude > 90 || l.Longitude < -180 || l.Longitude > 180 {
		return "", nil, refusal("A location has a latitude of -90 to 90 and a longitude of -180 to 180.")
	}
	at := object{"latitude": l.Latitude, "longitude": l.Longitude}
	for name, value := range map[string]string{"name": l.Name, "address": l.Address} {
		if value != "" {
			at[name] = value
		}
	}
	return "location", at, nil
}

func people(all []chat.VCard) (string, any, error) {
	if len(all) == 0 || len(all) > maxContacts {
		return "", nil, refusal("WhatsApp takes 1 to %d contacts in a message.", maxContacts)
	}
	var contacts []object
	for _, p := range all {
		if chat.Blank(p.Name) {
			return "", nil, refusal("WhatsApp needs the name of each contact.")
		}
		c := object{"name": object{"formatted_name": p.Name, "first_name": p.Name}}
		if p.Org != "" {
			c["org"] = object{"company": p.Org}
		}
		for part, values := range map[string][]string{"phone": p.Phones, "email": p.Emails, "url": p.URLs} {
			var list []object
			for _, value := range values {
				list = append(list, object{part: value, "type": "WORK"})
			}
			if list != nil {
				c[part+"s"] = list
			}
		}
		contacts = append(contacts, c)
	}
	return "contacts", contacts, nil
}

// ask is a request for data that the customer gives with one tap.
func ask(kind, action, text string) (string, any, error) {
	if chat.Blank(text) {
		return "", nil, refusal("Say what it is asked for: WhatsApp takes no such request without words.")
	}
	return "interactive", object{"type": kind, "body": object{"text": text}, "action": object{"name": action}},
		most("with a request", text, maxButtonBody)
}

// flow is a form that opens inside of WhatsApp. Its screens come from our endpoint.
func flow(b chat.Body, token string) (string, any, error) {
	f := b.Form
	if f.Flow == "" || token == "" {
		return "", nil, refusal("WhatsApp shows no form without a Flow; it is asked question by question.")
	}
	text, label := b.Text, f.Submit
	if chat.Blank(text) && len(f.Fields) > 0 {
		text = f.Fields[0].Label
	}
	if chat.Blank(text) {
		return "", nil, refusal("WhatsApp shows no form without words above it.")
	}
	if chat.Blank(label) {
		label = "…"
	}
	if err := most("above a form", text, maxButtonBody); err != nil {
		return "", nil, err
	}
	return "interactive", object{
		"type": "flow", "body": object{"text": text},
		"action": object{"name": "flow", "parameters": object{
			"flow_message_version": "3", "flow_id": f.Flow, "flow_cta": truncate.Runes(label, maxFlowCTA), "flow_token": token,
			"flow_action": "data_exchange",
		}},
	}, nil
}
