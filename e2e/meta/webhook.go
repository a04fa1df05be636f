package meta

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// webhook delivers a body to the product's webhook, as often as a delivery is repeated now.
func (m *Meta) webhook(ctx context.Context, body []byte) error {
	m.mu.Lock()
	repeat := m.behaves.Repeat
	m.mu.Unlock()
	for range repeat {
		status, _, err := m.post(ctx, "/webhooks/whatsapp/"+m.business.App, body)
		if err != nil {
			return err
		}
		if status != http.StatusOK {
			return fmt.Errorf("the webhook answered %d", status)
		}
	}
	return nil
}

// notify delivers a webhook of any field, about the account or the number.
func (m *Meta) notify(w http.ResponseWriter, r *http.Request) {
	var what struct {
		Field  string
		Value  Object
		Number bool
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&what); err != nil || what.Field == "" {
		http.Error(w, "tell {field, value, number}", http.StatusBadRequest)
		return
	}
	body := m.business.OfAccount
	if what.Number {
		body = m.business.Change
	}
	done(w, m.webhook(r.Context(), body(what.Field, what.Value)))
}

// sendStatuses delivers the statuses of a message, each as a webhook of its own.
func (m *Meta) sendStatuses(ctx context.Context, from Business, to, wamid string, msg outgoing, statuses []string) {
	category := "service"
	if msg.Template != nil {
		category = m.category(msg.Template.Name)
	}
	for _, status := range statuses {
		select { // Meta's statuses come apart, each in a webhook of its own
		case <-ctx.Done():
			return
		case <-time.After(30 * time.Millisecond):
		}
		s := Status(to, wamid, status, msg.Carried, time.Now())
		if strings.Contains(to, ".") {
			delete(s, "recipient_id")
			s["recipient_user_id"] = to
		}
		switch status {
		case "sent":
			s["pricing"] = Object{"billable": true, "pricing_model": "PMP", "type": "regular", "category": category}
		case "failed":
			s["errors"] = []Object{{
				"code": 131026, "title": "Message undeliverable", "error_data": Object{"details": "Message Undeliverable."},
			}}
		}
		_ = m.webhook(ctx, from.Delivery(nil, []Object{s}))
	}
}
