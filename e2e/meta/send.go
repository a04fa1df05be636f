package meta

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// send takes a message of the business, within Meta's limits.
func (m *Meta) send(w http.ResponseWriter, r *http.Request) {
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
	from := m.business
	from.Number = r.PathValue("number")
	wamid, code, why := m.accept(context.WithoutCancel(r.Context()), from, msg, to, raw)
	if code != 0 {
		refuse(w, http.StatusBadRequest, code, why)
		return
	}
	if m.silence() {
		panic(http.ErrAbortHandler) // the message is accepted, but the caller is not told
	}
	answer(w, http.StatusOK, accepted(to, wamid))
}

// accepted is Graph's answer to a message that it accepts.
func accepted(to, wamid string) Object {
	contact := Object{"input": to, "wa_id": to}
	if strings.Contains(to, ".") {
		contact = Object{"input": to, "user_id": to}
	}
	return Object{
		"messaging_product": "whatsapp", "contacts": []Object{contact}, "messages": []Object{{"id": wamid}},
	}
}

// accept puts a message on the customer's phone and lets its statuses follow, or says with which
// code it is refused.
func (m *Meta) accept(
	ctx context.Context, from Business, msg outgoing, to string, raw []byte,
) (wamid string, code int, why string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	code, why = m.judge(msg, to)
	if asked := m.failure(to); asked != 0 {
		code, why = asked, "As asked for"
	}
	if code != 0 {
		return "", code, why
	}
	wamid = newWamid()
	c := m.customer(to)
	c.shown = append(c.shown, shown{Wamid: wamid, At: time.Now(), Message: raw})
	c.typing = time.Time{}
	statuses := append([]string{}, m.behaves.Statuses...)
	if msg.Type == "reaction" && len(statuses) > 0 {
		statuses = []string{"sent"} // Meta reports nothing more about reactions
	}
	if m.behaves.Bare {
		msg.Carried = ""
	}
	go m.sendStatuses(ctx, from, to, wamid, msg, statuses)
	return wamid, 0, ""
}

// readReceipt notes how far the business has read, and that an agent is typing.
func (m *Meta) readReceipt(w http.ResponseWriter, msg outgoing) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.phones {
		for _, s := range c.shown {
			if s.Mine && s.Wamid == msg.MessageID {
				c.read = s.Wamid
				if msg.Typing != nil {
					c.typing = time.Now().Add(25 * time.Second)
				}
				answer(w, http.StatusOK, Object{"success": true})
				return
			}
		}
	}
	refuse(w, http.StatusBadRequest, 131009, "Message ID is invalid")
}
