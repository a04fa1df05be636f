package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/setup"
)

// send is the Graph API's. Its limits are Meta's.
func (m *meta) send(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var msg outgoing
	if err != nil || json.Unmarshal(raw, &msg) != nil || msg.Product != "whatsapp" {
		refuse(w, http.StatusBadRequest, 100, "Invalid parameter")
		return
	}
	if msg.Status == "read" {
		m.readReceipt(w, msg)
		return
	}
	to := msg.to()
	if to == "" || len(msg.Carried) > 512 {
		refuse(w, http.StatusBadRequest, 100, "Invalid parameter")
		return
	}
	m.mu.Lock()
	code, why := m.judge(msg, to)
	if len(m.fail) > 0 && (m.failTo == "" || m.failTo == to) {
		code, why, m.fail = m.fail[0], "As asked for", m.fail[1:]
	}
	if code != 0 {
		m.mu.Unlock()
		refuse(w, http.StatusBadRequest, code, why)
		return
	}
	wamid := newWamid()
	c := m.customer(to)
	c.shown = append(c.shown, shown{Wamid: wamid, At: time.Now(), Message: raw})
	c.typing = time.Time{}
	statuses := append([]string{}, m.statuses...)
	if msg.Type == "reaction" {
		statuses = []string{"sent"} // Meta tells no more of reactions
	}
	if !m.carries {
		msg.Carried = ""
	}
	silent := m.silent > 0
	if silent {
		m.silent--
	}
	m.mu.Unlock()
	go m.follow(r.PathValue("number"), to, wamid, msg, statuses)
	if silent {
		panic(http.ErrAbortHandler) // taken, and nobody hears so
	}
	contact := object{"input": to, "wa_id": to}
	if strings.Contains(to, ".") {
		contact = object{"input": to, "user_id": to}
	}
	answer(w, http.StatusOK, object{"messaging_product": "whatsapp", "contacts": []object{contact}, "messages": []object{{"id": wamid}}})
}

// readReceipt notes up to where the business has read, and that somebody writes.
func (m *meta) readReceipt(w http.ResponseWriter, msg outgoing) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.phones {
		for _, s := range c.shown {
			if s.Mine && s.Wamid == msg.MessageID {
				c.read = s.Wamid
				if msg.Typing != nil {
					c.typing = time.Now().Add(25 * time.Second)
				}
				answer(w, http.StatusOK, object{"success": true})
				return
			}
		}
	}
	refuse(w, http.StatusBadRequest, 131009, "Message ID is invalid")
}

// follow sends the statuses of a message back, as webhooks of their own.
func (m *meta) follow(number, to, wamid string, msg outgoing, statuses []string) {
	category := "service"
	if msg.Template != nil {
		category = m.category(msg.Template.Name)
	}
	for _, status := range statuses {
		time.Sleep(30 * time.Millisecond)
		s := object{"id": wamid, "status": status, "timestamp": fmt.Sprint(time.Now().Unix())}
		if strings.Contains(to, ".") {
			s["recipient_user_id"] = to
		} else {
			s["recipient_id"] = to
		}
		if msg.Carried != "" {
			s["biz_opaque_callback_data"] = msg.Carried
		}
		switch status {
		case "sent":
			s["pricing"] = object{"billable": true, "pricing_model": "PMP", "type": "regular", "category": category}
		case "failed":
			s["errors"] = []object{{"code": 131026, "title": "Message undeliverable", "error_data": object{"details": "Message Undeliverable."}}}
		}
		_ = m.webhook("messages", number, object{"statuses": []object{s}})
	}
}

// tell sends a webhook of any field: {field, value}, about the account or the number.
func (m *meta) tell(w http.ResponseWriter, r *http.Request) {
	var what struct {
		Field  string
		Value  object
		Number bool
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&what); err != nil || what.Field == "" {
		http.Error(w, "tell {field, value, number}", http.StatusBadRequest)
		return
	}
	number := ""
	if what.Number {
		number = setup.DemoNumber
	}
	m.done(w, m.webhook(what.Field, number, what.Value))
}

func (m *meta) done(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	answer(w, http.StatusOK, object{})
}
