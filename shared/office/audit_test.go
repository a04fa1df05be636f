package office_test

import (
	"errors"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
)

// A cursor leads on in the list of its filters, and in no other.
func TestACursorOfTheAuditKeepsItsFilters(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	for _, name := range []string{"One", "Two"} {
		_, err := w.NewBot(w.Ctx(), chattest.Olu, name, nil)
		w.Must(err)
	}
	q := office.AuditQuery{
		By: chattest.Olu.ID, Action: "bot", From: w.Now().Add(-time.Hour), To: w.Now().Add(time.Hour), Limit: 1,
	}
	page, err := w.Audits(w.Ctx(), chattest.Olu, q)
	if err != nil || page.Next == "" {
		t.Fatalf("%+v, %v", page, err)
	}
	q.Cursor = page.Next
	if page, err = w.Audits(w.Ctx(), chattest.Olu, q); err != nil || len(page.Rows) != 1 {
		t.Errorf("the second page is %+v, %v", page, err)
	}
	for name, change := range map[string]func(*office.AuditQuery){
		"by":     func(q *office.AuditQuery) { q.By = chattest.Ana.ID },
		"action": func(q *office.AuditQuery) { q.Action = "bot.created" },
		"from":   func(q *office.AuditQuery) { q.From = q.From.Add(time.Minute) },
		"to":     func(q *office.AuditQuery) { q.To = q.To.Add(time.Minute) },
	} {
		other := q
		change(&other)
		if _, err := w.Audits(w.Ctx(), chattest.Olu, other); !errors.Is(err, chat.ErrCursor) {
			t.Errorf("%s: a cursor in another list: %v", name, err)
		}
	}
}
