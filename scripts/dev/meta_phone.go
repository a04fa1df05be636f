package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/setup"
)

// say has a customer write to the demo business: words, a tap on a button of a message that
// the phone shows, or a whole message as WhatsApp has it; now or some hours ago.
func (m *meta) say(w http.ResponseWriter, r *http.Request) {
	var said struct {
		Name, Text, Option, Title, Message string
		Raw                                object
		HoursAgo                           float64
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&said); err != nil {
		http.Error(w, "say {name, text}, {name, option, title, message} or {name, raw}", http.StatusBadRequest)
		return
	}
	msg := object{"type": "text", "text": object{"body": said.Text}}
	if said.Option != "" {
		kind := "button_reply"
		if m.isList(r.PathValue("customer"), said.Message) {
			kind = "list_reply"
		}
		msg = object{
			"type": "interactive", "context": object{"from": setup.DemoDisplay, "id": said.Message},
			"interactive": object{"type": kind, kind: object{"id": said.Option, "title": said.Title}},
		}
	}
	if said.Raw != nil {
		msg = said.Raw
	}
	m.done(w, m.says(r.PathValue("customer"), said.Name, msg, time.Duration(said.HoursAgo*float64(time.Hour))))
}

// isList tells whether a message on a phone is a list.
func (m *meta) isList(customer, wamid string) bool {
	for _, s := range m.shown(customer) {
		if s.Wamid == wamid {
			return strings.Contains(string(s.Message), `"type":"list"`)
		}
	}
	return false
}

// identity is how Meta names a customer: by phone, or by BSUID where the phone is withheld.
func identity(customer, name string) (contact, sender object) {
	profile := object{"name": name}
	if strings.Contains(customer, ".") {
		profile["username"] = "@" + strings.ToLower(strings.ReplaceAll(name, " ", "."))
		return object{"profile": profile, "user_id": customer}, object{"from_user_id": customer}
	}
	return object{"profile": profile, "wa_id": customer}, object{"from": customer}
}

// says delivers a customer's message.
func (m *meta) says(customer, name string, msg object, ago time.Duration) error {
	contact, sender := identity(customer, name)
	at := time.Now().Add(-ago)
	whole := object{"id": newWamid(), "timestamp": fmt.Sprint(at.Unix())}
	maps.Copy(whole, sender)
	maps.Copy(whole, msg)
	if err := m.webhook("messages", setup.DemoNumber, object{"contacts": []object{contact}, "messages": []object{whole}}); err != nil {
		return err
	}
	raw, err := json.Marshal(whole)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.customer(customer)
	c.shown = append(c.shown, shown{Wamid: whole["id"].(string), Mine: true, At: at, Message: raw})
	c.said = at
	return nil
}

// app has the business write in its own WhatsApp Business app, beside the product.
func (m *meta) app(w http.ResponseWriter, r *http.Request) {
	var said struct{ Text string }
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&said); err != nil {
		http.Error(w, "say {text}", http.StatusBadRequest)
		return
	}
	customer, wamid := r.PathValue("customer"), newWamid()
	echo := object{"from": setup.DemoDisplay, "to": customer, "id": wamid, "timestamp": fmt.Sprint(time.Now().Unix()), "type": "text", "text": object{"body": said.Text}}
	raw, _ := json.Marshal(echo)
	m.mu.Lock()
	c := m.customer(customer)
	c.shown = append(c.shown, shown{Wamid: wamid, At: time.Now(), Message: raw})
	m.mu.Unlock()
	m.done(w, m.webhook("smb_message_echoes", setup.DemoNumber, object{"message_echoes": []object{echo}}))
}

// marketing has a customer stop or resume marketing messages.
func (m *meta) marketing(w http.ResponseWriter, r *http.Request) {
	var wish struct{ Value string }
	if err := json.NewDecoder(r.Body).Decode(&wish); err != nil {
		http.Error(w, "marketing {value: stop or resume}", http.StatusBadRequest)
		return
	}
	customer := r.PathValue("customer")
	m.mu.Lock()
	c := m.customer(customer)
	c.stopped = wish.Value == "stop"
	at := max(time.Now().Unix(), c.wished+1) // seconds are all that a wish has
	c.wished = at
	m.mu.Unlock()
	m.done(w, m.webhook("user_preferences", setup.DemoNumber, object{"user_preferences": []object{{
		"wa_id": customer, "category": "marketing_messages", "value": wish.Value, "timestamp": at,
	}}}))
}

// move gives a customer another number, as when they change their phone's.
func (m *meta) move(w http.ResponseWriter, r *http.Request) {
	var to struct{ Number string }
	if err := json.NewDecoder(r.Body).Decode(&to); err != nil || to.Number == "" {
		http.Error(w, "move {number}", http.StatusBadRequest)
		return
	}
	customer := r.PathValue("customer")
	m.mu.Lock()
	m.phones[to.Number] = m.customer(customer)
	delete(m.phones, customer)
	m.mu.Unlock()
	m.done(w, m.webhook("messages", setup.DemoNumber, object{"messages": []object{{
		"from": customer, "id": newWamid(), "timestamp": fmt.Sprint(time.Now().Unix()), "type": "system",
		"system": object{"type": "user_changed_number", "wa_id": to.Number, "body": "User changed from " + customer + " to " + to.Number},
	}}}))
}

// received is what the business sent to a customer.
func (m *meta) received(w http.ResponseWriter, r *http.Request) {
	theirs := slices.DeleteFunc(m.shown(r.PathValue("customer")), func(s shown) bool { return s.Mine })
	answer(w, http.StatusOK, theirs)
}

// chat is both sides of it, how far the business has read, and whether it writes.
func (m *meta) chat(w http.ResponseWriter, r *http.Request) {
	all := m.shown(r.PathValue("customer"))
	m.mu.Lock()
	c := m.customer(r.PathValue("customer"))
	read, typing := c.read, time.Now().Before(c.typing)
	m.mu.Unlock()
	answer(w, http.StatusOK, object{"rows": all, "read": read, "typing": typing})
}

func (m *meta) shown(id string) []shown {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.phones[id]; c != nil {
		return append([]shown{}, c.shown...)
	}
	return []shown{}
}
