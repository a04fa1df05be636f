package chat_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// However a stranger fills a profile, the team can block, correct and name them.
func TestAProfileIsBounded(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	for i := range 80 {
		w.Must(w.Attributes(w.Ctx(), g.Socket, map[string]string{
			fmt.Sprintf("field%d", i): strings.Repeat("<", chat.MaxFieldValue), "BAD <b>\u202e": "x",
			strings.Repeat("n", 3000): "x",
		}))
	}
	v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey())
	w.Must(err)
	raw, _ := json.Marshal(v)
	if len(raw) > 100<<10 || len(v.Profile) == 0 {
		t.Errorf("the profile has %d bytes in %d fields", len(raw), len(v.Profile))
	}
	for field := range v.Profile {
		if !strings.HasPrefix(field, "field") {
			t.Errorf("kept was a field %.40q", field)
		}
	}
	yes := true
	if v, err = w.ChangeVisitor(w.Ctx(), chattest.Ana, v.ID, nil, &yes); err != nil || !v.Blocked {
		t.Errorf("blocking: %v", err)
	}
}

// Goals of a customer's bot are only those that the tenant has: each name is a column of counters.
func TestABotsGoalsAreTheTenants(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		a := chat.Answer{Bubbles: []chat.Body{chat.Text("yes")}}
		for i := range 3 {
			a.Effects.Goals = append(a.Effects.Goals, chat.GoalReached{Name: fmt.Sprint("made up ", i)})
		}
		a.Effects.Goals = append(a.Effects.Goals, chat.GoalReached{Name: "Checkout"})
		return a, nil
	}
	g := w.Guest()
	g.Bot = chattest.Slow
	g.Opens("/")
	said := g.Says("hello")
	w.Must(w.Answer(w.Ctx(), chat.Task{Tenant: chattest.Tenant, Conversation: g.Key().ID, Message: said.Message.ID}, true))
	w.Streams()
	if goals := g.Visit().Goals; len(goals) != 1 || goals[0].Name != "Checkout" {
		t.Errorf("the goals are %+v", goals)
	}
}

// A visit has a bound for its goals, in any order of reports.
func TestAVisitsGoalsAreBounded(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/")
	for i := range 2 * chat.MaxReached {
		_ = w.Track(w.Ctx(), g.Socket, chat.GoalReached{
			Name: "Checkout", OrderID: fmt.Sprint(strings.Repeat("<", 95), i), Currency: "EUR", Value: 1e12,
		})
	}
	if n := len(g.Visit().Goals); n != chat.MaxUnverified {
		t.Errorf("a page told of %d goals", n)
	}
	if err := g.ServerTells(checkout("paid", 80)); err != nil {
		t.Errorf("a page that tells too much keeps out what the server says: %v", err)
	}
	for i := range 2 * chat.MaxReached {
		_ = g.ServerTells(checkout(fmt.Sprint(strings.Repeat("<", 95), "s", i), 80))
	}
	s := g.Visit()
	if raw, _ := json.Marshal(s); len(s.Goals) != chat.MaxReached || len(raw) > 100<<10 {
		t.Errorf("the visit has %d goals in %d bytes", len(s.Goals), len(raw))
	}
}

// A broken form that was stored is read as one without fields.
func TestAStoredFormWithoutFields(t *testing.T) {
	raw, err := json.Marshal(chat.Body{Kind: chat.KindForm, Form: &chat.Form{ID: "f"}})
	if err != nil || !strings.Contains(string(raw), `"fields":[]`) {
		t.Errorf("%s %v", raw, err)
	}
}
