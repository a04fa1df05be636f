package meta

import (
	"encoding/json"
	"fmt"
	"time"
)

// Business is a business that uses WhatsApp, as Meta knows it.
type Business struct {
	Name          string
	WABA          string // its account
	Number, Spare string // ids of its two numbers; the spare one is not connected yet
	Display       string // the number that customers see
	Token         string // for the Graph API
	App           string // the key under which the product knows its Meta app
	Flows         map[string]string
	Templates     []Object
}

// Message is a text as Meta's webhook has it.
func Message(from, wamid, text string, at time.Time) Object {
	return Object{
		"from": from, "id": wamid, "timestamp": fmt.Sprint(at.Unix()), "type": "text", "text": Object{"body": text},
	}
}

// Status is a status as Meta's webhook has it; carried is the callback data of the send.
func Status(to, wamid, status, carried string, at time.Time) Object {
	s := Object{"id": wamid, "status": status, "timestamp": fmt.Sprint(at.Unix()), "recipient_id": to}
	if carried != "" {
		s["biz_opaque_callback_data"] = carried
	}
	return s
}

// Delivery is the body of a webhook with messages and statuses.
func (b Business) Delivery(messages, statuses []Object) []byte {
	value := Object{}
	if len(messages) > 0 {
		contacts := []Object{}
		for _, m := range messages {
			contacts = append(contacts, Object{"profile": Object{"name": "Bruno"}, "wa_id": m["from"]})
		}
		value["messages"], value["contacts"] = messages, contacts
	}
	if len(statuses) > 0 {
		value["statuses"] = statuses
	}
	return b.Change("messages", value)
}

// Change is the body of a webhook about the business's number.
func (b Business) Change(field string, value Object) []byte {
	value["messaging_product"] = "whatsapp"
	value["metadata"] = Object{"display_phone_number": b.Display, "phone_number_id": b.Number}
	return b.OfAccount(field, value)
}

// OfAccount is the body of a webhook about the business's account.
func (b Business) OfAccount(field string, value Object) []byte {
	raw, _ := json.Marshal(Object{"object": "whatsapp_business_account", "entry": []Object{{
		"id": b.WABA, "time": time.Now().Unix(), "changes": []Object{{"field": field, "value": value}},
	}}})
	return raw
}
