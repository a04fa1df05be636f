package ledger_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/memory"
	"github.com/botifire/livechat/shared/storetest"
)

// always is a time span of days in which everything of a test lies.
func always(by string) ledger.Asked {
	return ledger.Asked{From: "2026-11-01", To: "2026-12-31", By: by}
}

// asksPerson has somebody new ask for a person.
func asksPerson(w *chattest.World) *chattest.Guest {
	w.T.Helper()
	g := w.Guest()
	g.Opens("/prices")
	g.Writes("a person please")
	w.Streams()
	return g
}

// helps has somebody of the team answer, and Ana close the case.
func helps(w *chattest.World, who chat.Agent, g *chattest.Guest) {
	w.T.Helper()
	_, _, err := w.Reply(w.Ctx(), who, g.Key(), w.ID(), chat.Text("I help."))
	w.Must(err)
	_, err = w.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	w.Streams()
	w.CatchesUp()
}

// spanOf names the class of a time span.
func spanOf(name string, d time.Duration) string { return fmt.Sprint(name, "~", class(d)) }

// The team goes home while a customer waits: an hour of the three is within opening hours. The figures say so in all,
// by queue and by colleague, and each opens its list.
func TestHoursChangeDuringAWait(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	g := asksPerson(w)
	w.Pass(time.Hour)
	_, err := w.SaveHours(w.Ctx(), chattest.Olu, weekdays("", "00:00", "00:30"), 1)
	w.Must(err)
	w.Pass(2 * time.Hour)
	helps(w, chattest.Sam, g)
	for by, value := range map[string]string{"queue": "unassigned", "agent": string(chattest.Sam.ID), "hour": "9"} {
		f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, always(by))
		w.Must(err)
		sums := ledger.Sums{}
		for _, of := range f.By {
			if of.Value == value {
				sums = of.Sums
			}
		}
		for name, long := range map[string]time.Duration{
			"response": 3 * time.Hour, "response:open": time.Hour, "resolve": 3 * time.Hour, "resolve:open": time.Hour,
		} {
			if n := sums[spanOf(name, long)]; n != 1 {
				t.Errorf("by %s, %s is not %s: %v", by, name, long, sums)
			}
			q := ledger.Behind{Asked: always(by), Figure: name + "~", Value: value, Broken: true}
			list, err := w.Books.Rows(w.Ctx(), chattest.Tenant, q)
			if w.Must(err); len(list.Rows) != 1 {
				t.Fatalf("by %s, the list of %s has %d", by, name, len(list.Rows))
			}
			r := list.Rows[0].Row("")
			if *r.Response != 10_800 || *r.ResponseOpen != 3600 || *r.ResolvedOpen != 3600 || r.Queue != ledger.Unassigned {
				t.Errorf("the line is %+v", r)
			}
		}
	}
}

// A wait stands with the person who ended it, on both clocks, also if somebody else had the last part.
func TestWaitsAreThoseOfWhoEndedThem(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	g := asksPerson(w)
	w.Pass(time.Minute)
	_, _, err := w.Reply(w.Ctx(), chattest.Sam, g.Key(), w.ID(), chat.Text("One moment."))
	w.Must(err)
	w.Pass(time.Minute)
	_, err = w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	helps(w, chattest.Ana, g)
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, always("agent"))
	w.Must(err)
	for _, of := range f.By {
		waited := [2]int64{of.Sums.Of("response~"), of.Sums.Of("response:open~")}
		ended := [2]int64{of.Sums.Of("resolve~"), of.Sums.Of("resolve:open~")}
		want := map[string][2][2]int64{"a_sam": {{1, 1}}, "a_ana": {{}, {1, 1}}}[of.Value]
		if waited != want[0] || ended != want[1] {
			t.Errorf("%s has %v", of.Value, of.Sums)
		}
	}
}

// A line from before waits were measured within opening hours has no figure of them, and no queue.
func TestOldLinesSayNothingOfHours(t *testing.T) {
	var l ledger.Line
	old := `{"id":"c_1#1","v":"v_1","at":"2026-11-22T09:00:00Z","src":"web","bot":"b",
		"case":{"n":1,"end":"2026-11-22T10:00:00Z","out":"person","agent":"a","by":"a","resp":60,"done":3600}}`
	if err := json.Unmarshal([]byte(old), &l); err != nil {
		t.Fatal(err)
	}
	s, r := l.Sums(), l.Row("")
	if s.Of("response~") != 1 || s.Of("resolve~") != 1 || s.Of("response:open~") != 0 || s.Of("resolve:open~") != 0 {
		t.Errorf("its figures are %v", s)
	}
	if *r.Response != 60 || *r.Resolved != 3600 || r.ResponseOpen != nil || r.ResolvedOpen != nil || r.Queue != "" {
		t.Errorf("it reads %+v", r)
	}
}

// counting counts how often hours are read.
type counting struct {
	storetest.Store
	reads int
}

func (c *counting) PastHours(ctx context.Context, t chat.TenantID, since time.Time) ([]chat.PastHours, error) {
	c.reads++
	return c.Store.PastHours(ctx, t, since)
}

// Silent visits read no hours, and the cases of a bot read them once in a batch.
func TestHoursAreReadForCasesOnly(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	store := &counting{Store: w.Store}
	counts := func() int {
		t.Helper()
		store.reads = 0
		w.Pass(40 * time.Minute)
		w.Sweeps()
		w.Streams()
		for more := true; more; {
			var err error
			more, err = keeps(w, store, w.Ledger).CatchUp(w.Ctx(), chattest.Tenant)
			w.Must(err)
		}
		return store.reads
	}
	for range 5 {
		w.Guest().Opens("/prices")
	}
	if n, visits := counts(), figures(w)["visits"]; n != 0 || visits != 5 {
		t.Errorf("%d silent visits read hours %d times", visits, n)
	}
	for range 5 {
		asksPerson(w)
	}
	if n := counts(); n != 1 {
		t.Errorf("five cases read hours %d times", n)
	}
}

// A closed case writes its note, its month and the keeper's progress, with hours and without: the waits within hours
// ride on the line, and cost no write unit more.
func TestWaitsWithinHoursWriteNothingMore(t *testing.T) {
	for _, open := range []bool{false, true} {
		w := chattest.New(t)
		w.Think = answersSome
		if open {
			_, err := w.SaveHours(w.Ctx(), chattest.Olu, weekdays("", "08:00", "16:00"), 1)
			w.Must(err)
		}
		g := asksPerson(w)
		w.Pass(time.Hour)
		_, _, err := w.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("I help."))
		w.Must(err)
		_, err = w.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
		w.Must(err)
		writes := map[string]int{}
		w.Memory.Inject = func(method string) memory.Fault {
			writes[method]++
			return memory.None
		}
		w.Streams()
		w.CatchesUp()
		for method, most := range map[string]int{"AddRecount": 1, "PutMonth": 1, "PutRecounted": 1, "AddPastHours": 0} {
			if writes[method] != most {
				t.Errorf("with hours %v it writes %v", open, writes)
			}
		}
	}
}
