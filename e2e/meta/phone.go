package meta

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// customer is a person with a phone.
type customer struct {
	shown  []shown
	wrote  time.Time // the last message of the customer; zero if it was never seen here
	burst  []time.Time
	read   string // the message up to which the business has read
	typing time.Time

	stopped  bool  // marketing messages
	chosenAt int64 // when the customer last stopped or resumed them
}

// shown is a message on a customer's phone, theirs or the business's.
type shown struct {
	Wamid   string          `json:"wamid"`
	Mine    bool            `json:"mine,omitempty"`
	At      time.Time       `json:"at"`
	Message json.RawMessage `json:"message"`
}

// customer finds or makes a phone. The caller holds the lock.
func (m *Meta) customer(id string) *customer {
	if m.phones[id] == nil {
		m.phones[id] = &customer{}
	}
	return m.phones[id]
}

// identity is how Meta names a customer: by phone number, or by BSUID if the number is withheld.
func identity(customer, name string) (contact, sender Object) {
	profile := Object{"name": name}
	if strings.Contains(customer, ".") {
		profile["username"] = "@" + strings.ToLower(strings.ReplaceAll(name, " ", "."))
		return Object{"profile": profile, "user_id": customer}, Object{"from_user_id": customer}
	}
	return Object{"profile": profile, "wa_id": customer}, Object{"from": customer}
}

// says delivers a customer's message.
func (m *Meta) says(ctx context.Context, customer, name string, msg Object, ago time.Duration) error {
	contact, sender := identity(customer, name)
	at := time.Now().Add(-ago)
	whole := Object{"id": newWamid(), "timestamp": fmt.Sprint(at.Unix())}
	maps.Copy(whole, sender)
	maps.Copy(whole, msg)
	body := m.business.Change("messages", Object{"contacts": []Object{contact}, "messages": []Object{whole}})
	if err := m.webhook(ctx, body); err != nil {
		return err
	}
	m.Wrote(whole)
	return nil
}

// Wrote notes that a customer wrote a message: it stands on the phone and opens the 24-hour
// window.
func (m *Meta) Wrote(message Object) {
	text := func(field string) string { s, _ := message[field].(string); return s }
	seconds, _ := strconv.ParseInt(text("timestamp"), 10, 64)
	at := time.Unix(seconds, 0)
	raw, _ := json.Marshal(message)
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.customer(text("from") + text("from_user_id"))
	c.shown = append(c.shown, shown{Wamid: text("id"), Mine: true, At: at, Message: raw})
	c.wrote = at
}

// received lists the business's messages to a customer.
func (m *Meta) received(w http.ResponseWriter, r *http.Request) {
	theirs := slices.DeleteFunc(m.shownTo(r.PathValue("customer")), func(s shown) bool { return s.Mine })
	answer(w, http.StatusOK, theirs)
}

// chat is both sides of a conversation, how far the business has read, and whether it types.
func (m *Meta) chat(w http.ResponseWriter, r *http.Request) {
	all := m.shownTo(r.PathValue("customer"))
	m.mu.Lock()
	c := m.customer(r.PathValue("customer"))
	read, typing := c.read, time.Now().Before(c.typing)
	m.mu.Unlock()
	answer(w, http.StatusOK, Object{"rows": all, "read": read, "typing": typing})
}

func (m *Meta) shownTo(id string) []shown {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.phones[id]; c != nil {
		return append([]shown{}, c.shown...)
	}
	return []shown{}
}
