package lifecycle_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// An erasure does not fail at a row that is too large to be written.
func TestErasingAFullVisit(t *testing.T) {
	w := chattest.New(t)
	w.Vault = chattest.NewVault()
	full := w.Guest()
	full.Opens("/")
	full.Leaves()
	w.Memory.Inject = func(method string) memory.Fault {
		if method == "Fold" {
			return memory.Fail
		}
		return memory.None
	}
	_, err := w.Runs(w.Erase(w.Ctx(), chattest.Olu, full.Socket.Visitor))
	w.Must(err)
	visits, _ := w.Store.VisitsOf(w.Ctx(), full.Socket.VisitorKey(), 10)
	if len(visits) != 0 {
		t.Errorf("left are %+v", visits)
	}
}

// A question whose answer was said to be wrong is erased with its asker. Where others have asked the same, theirs
// stays.
func TestErasingAQuestionThatWasAnsweredWrongly(t *testing.T) {
	w := chattest.New(t)
	w.Vault = chattest.NewVault()
	w.Think = func(chat.Question) (chat.Answer, error) {
		best := []chat.Reason{chat.ReasonOf("saddle", 3, "Price of a saddle", 0.93)}
		why := &chat.Why{By: chat.ByMeaning, Answered: true, Best: best}
		return chat.Answer{Bubbles: []chat.Body{chat.Text("100 euros.")}, Effects: chat.Effects{Why: why}}, nil
	}
	asks := func(text string) *chattest.Guest {
		g := w.Guest()
		g.Opens("/")
		reply := g.Says(text).Reply
		w.Pass(time.Second)
		w.Must(chat.Verdicts{Desk: w.Desk}.Rate(w.Ctx(), g.Socket, reply.ID, false))
		return g
	}
	one, other := asks("WHAT does it cost?"), asks("What does it cost?")
	for i, step := range []struct {
		erased *chattest.Guest
		left   string
	}{{other, "WHAT does it cost?"}, {one, ""}} {
		_, err := w.Runs(w.Erase(w.Ctx(), chattest.Olu, step.erased.Socket.Visitor))
		w.Must(err)
		rows, _, err := w.Store.Gaps(w.Ctx(), chattest.Tenant, chattest.Fast, "", 10)
		w.Must(err)
		left := ""
		for _, r := range rows {
			left += r.Question
		}
		if left != step.left {
			t.Errorf("after erasure %d %q are left, want %q", i+1, left, step.left)
		}
	}
}

// The tokens that a visitor has used go with them, for each of their budgets.
func TestErasingBudgets(t *testing.T) {
	w := chattest.New(t)
	w.Vault = chattest.NewVault()
	g := w.Guest()
	g.Opens("/")
	day := w.Now().Truncate(24 * time.Hour)
	takes := func(budget string) bool {
		what := budget + "#" + string(g.Socket.Visitor)
		ok, err := w.Store.Take(w.Ctx(), chattest.Tenant, what, day, 10, 10, day.Add(48*time.Hour))
		w.Must(err)
		return ok
	}
	all := []string{"upload", "paid-visitor", "frames", "model-visitor", "mail-visitor", "notify-visitor"}
	for _, budget := range all {
		takes(budget)
	}
	_, err := w.Runs(w.Erase(w.Ctx(), chattest.Olu, g.Socket.Visitor))
	w.Must(err)
	for _, budget := range all {
		if !takes(budget) {
			t.Errorf("%s is not forgotten", budget)
		}
	}
}
