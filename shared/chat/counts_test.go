package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/google/go-cmp/cmp"
)

func TestAGoalCountsOnceWithTheHelpBehindIt(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	if err := w.Track(t.Context(), amara.Socket,
		chat.GoalReached{Name: "Free Kettle"}); chattest.Code(err) != "unknown_goal" {
		t.Errorf("an unknown goal: %v", err)
	}
	order := chat.GoalReached{Name: "Checkout", OrderID: "1", Value: 20, Currency: "EUR", Verified: true}
	for range 3 {
		w.Must(w.Track(t.Context(), amara.Socket, order))
	}
	bruno := w.Guest()
	bruno.Opens("/")
	w.Must(w.Track(t.Context(), bruno.Socket, order)) // the same order is nobody else's
	bruno.Says("hello")
	w.Pass(time.Second)
	_, _, err := w.Reply(t.Context(), chattest.Ana, bruno.Key(), w.ID(), chat.Text("a person"))
	w.Must(err)
	w.Pass(time.Second)
	w.Must(w.Track(t.Context(), bruno.Socket, chat.GoalReached{Name: "Lead Captured"}))
	a, b := amara.Visit().Goals, bruno.Visit().Goals
	if len(a) != 1 || a[0].By != chat.HelpedByNobody || a[0].WithoutHuman || a[0].Verified {
		t.Errorf("the first visitor's goals are %+v", a)
	}
	if len(b) != 1 || b[0].By != chat.HelpedByBoth || b[0].WithoutHuman {
		t.Errorf("the second visitor's goals are %+v", b)
	}
}

// The counters are a recount of the visits, however often a change is relayed.
func TestCountersAreARecount(t *testing.T) {
	w := chattest.New(t)
	for i := range 4 {
		g := w.Guest()
		g.Opens("/")
		if i == 0 {
			g.Says("hello")
		}
		w.Pass(time.Duration(i+1) * time.Minute)
		if i%2 == 0 {
			w.Must(w.Track(t.Context(), g.Socket, chat.GoalReached{Name: "Lead Captured"}))
		}
		g.Leaves()
		w.Pass(time.Minute)
		w.Sweeps()
	}
	for range 3 {
		w.Relayed = 0
		w.Streams()
	}
	day := w.Now().Format(time.DateOnly)
	rows, err := w.Store.Counts(t.Context(), chattest.Tenant, day, day)
	w.Must(err)
	want := []chat.Counts{{Day: day, Source: chat.Web, Country: "NG", Bot: chattest.Fast, Values: map[string]int64{
		"sessions": 4, "ended": 4, "timed": 4, "seconds": 600, "pages": 4, "messages": 1, "goal:Lead Captured": 2,
		"alone:Lead Captured": 1, "nobody:Lead Captured": 1,
	}}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}
