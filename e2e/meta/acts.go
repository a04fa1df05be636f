package meta

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// say has a customer write to the business: a text, a tap on a button of a message that the
// phone shows, or a whole message as WhatsApp has it; now or some hours ago.
func (m *Meta) say(w http.ResponseWriter, r *http.Request) {
	var said struct {
		Name, Text, Option, Title, Message string
		Raw                                Object
		HoursAgo                           float64
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&said); err != nil {
		http.Error(w, "say {name, text}, {name, option, title, message} or {name, raw}", http.StatusBadRequest)
		return
	}
	customer := r.PathValue("customer")
	msg := Object{"type": "text", "text": Object{"body": said.Text}}
	if said.Option != "" {
		msg = m.tap(customer, said.Message, said.Option, said.Title)
	}
	if said.Raw != nil {
		msg = said.Raw
	}
	done(w, m.says(r.Context(), customer, said.Name, msg, time.Duration(said.HoursAgo*float64(time.Hour))))
}

// tap is the choice of an option of a message.
func (m *Meta) tap(customer, wamid, option, title string) Object {
	kind := "button_reply"
	for _, s := range m.shownTo(customer) {
		if s.Wamid == wamid && strings.Contains(string(s.Message), `"type":"list"`) {
			kind = "list_reply"
		}
	}
	return Object{
		"type": "interactive", "context": Object{"from": m.business.Display, "id": wamid},
		"interactive": Object{"type": kind, kind: Object{"id": option, "title": title}},
	}
}

// app has the business write in its own WhatsApp Business app, beside the product.
func (m *Meta) app(w http.ResponseWriter, r *http.Request) {
	var said struct{ Text string }
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&said); err != nil {
		http.Error(w, "say {text}", http.StatusBadRequest)
		return
	}
	customer, wamid := r.PathValue("customer"), newWamid()
	echo := Message(m.business.Display, wamid, said.Text, time.Now())
	echo["to"] = customer
	raw, _ := json.Marshal(echo)
	m.mu.Lock()
	c := m.customer(customer)
	c.shown = append(c.shown, shown{Wamid: wamid, At: time.Now(), Message: raw})
	m.mu.Unlock()
	done(w, m.webhook(r.Context(), m.business.Change("smb_message_echoes", Object{"message_echoes": []Object{echo}})))
}

// marketing has a customer stop or resume marketing messages.
func (m *Meta) marketing(w http.ResponseWriter, r *http.Request) {
	var wish struct{ Value string }
	if err := json.NewDecoder(r.Body).Decode(&wish); err != nil {
		http.Error(w, "marketing {value: stop or resume}", http.StatusBadRequest)
		return
	}
	customer := r.PathValue("customer")
	m.mu.Lock()
	c := m.customer(customer)
	c.stopped = wish.Value == "stop"
	at := max(time.Now().Unix(), c.chosenAt+1) // Meta tells the order of choices in seconds
	c.chosenAt = at
	m.mu.Unlock()
	done(w, m.webhook(r.Context(), m.business.Change("user_preferences", Object{"user_preferences": []Object{{
		"wa_id": customer, "category": "marketing_messages", "value": wish.Value, "timestamp": at,
	}}})))
}

// move gives a customer another number.
func (m *Meta) move(w http.ResponseWriter, r *http.Request) {
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
	done(w, m.webhook(r.Context(), m.business.Change("messages", Object{"messages": []Object{{
		"from": customer, "id": newWamid(), "timestamp": fmt.Sprint(time.Now().Unix()), "type": "system",
		"system": Object{
			"type": "user_changed_number", "wa_id": to.Number,
			"body": "User changed from " + customer + " to " + to.Number,
		},
	}}})))
}
