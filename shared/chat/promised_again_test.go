package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// lateness is the times until which a conversation's customer was told to wait after a promise had passed, zero where
// no time was given any more.
func lateness(w *chattest.World, k chat.ConversationKey) (until []time.Time) {
	for _, m := range w.Rows(k) {
		if len(m.Bubbles) == 0 { // a bot said nothing
			continue
		}
		if e := m.Body().Event; e != nil && e.Name == chat.EventPromisePassed {
			until = append(until, e.Until)
		}
	}
	return until
}

// Alone at night a customer gets two more times, each as far off as they have waited already. Then they are told that
// it takes longer, and nobody is alarmed again.
func TestAPromiseIsRenewedTwiceAtMost(t *testing.T) {
	w := measured(t)
	g, r := asks(w)
	began := w.Now()
	for range 12 * 60 {
		w.Pass(time.Minute)
		w.Sweeps()
	}
	until := lateness(w, g.Key())
	if len(until) != 3 || !until[2].IsZero() {
		t.Fatalf("renewed until %v", until)
	}
	passed := r.Promise.By
	for _, next := range until[:2] {
		if waited := passed.Sub(began).Truncate(time.Minute); next.Sub(passed) < waited {
			t.Errorf("after %s the next one is %s off", waited, next.Sub(passed))
		}
		passed = next
	}
	if p := g.Opens("/cart").Promise; p == nil || !p.Longer || !p.By.IsZero() {
		t.Errorf("another page says %+v", p)
	}
	w.Pass(time.Minute)
	_, _, err := w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("Sorry"), nil)
	w.Must(err)
	if p := g.Opens("/cart").Promise; p != nil {
		t.Errorf("an answered visitor is told %+v", p)
	}
}

// A promise that passes while the conversation goes back to the team has passed all the same.
func TestAPromiseThatPassesBeforeTheTeamHasItAgainIsTold(t *testing.T) {
	w := measured(t)
	g, r := asks(w)
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	w.At(r.Promise.By.Add(time.Second))
	w.Must(chat.AgentLeft(w.Ctx(), w.Desk, chattest.Tenant, chattest.Ana.ID))
	if h := w.Head(g.Key()); h.Owner != chat.OwnerTeam {
		t.Fatalf("it is still with %s", h.Assignee)
	}
	w.Sweeps()
	until := lateness(w, g.Key())
	if h := w.Head(g.Key()); len(until) != 1 || !until[0].After(w.Now()) || h.Renewed != 1 {
		t.Errorf("told %v, renewed %d times", until, h.Renewed)
	}
}

// A promise belongs to its wait: one that was kept, or whose wait ended otherwise, never passes in a later one.
func TestAPromiseIsNoneOfTheNextWait(t *testing.T) {
	for name, ends := range map[string]func(*chattest.World, *chattest.Guest){
		"answered": func(w *chattest.World, g *chattest.Guest) { agentSays(w, g.Key(), "Here I am") },
		"needs no reply": func(w *chattest.World, g *chattest.Guest) {
			_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
			w.Must(err)
			_, err = w.NoReplyNeeded(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
			w.Must(err)
		},
		"handed back": func(w *chattest.World, g *chattest.Guest) {
			_, err := w.HandBack(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
			w.Must(err)
		},
		"closed": func(w *chattest.World, g *chattest.Guest) {
			_, err := w.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
			w.Must(err)
			w.Pass(10 * 24 * time.Hour) // the next case begins
			g.Opens("/")
		},
	} {
		for _, later := range []time.Duration{time.Minute, time.Hour} {
			w := measured(t)
			g, _ := asks(w)
			w.Think = func(chat.Question) (chat.Answer, error) { return chat.Answer{Silent: true}, nil }
			w.Pass(time.Minute)
			ends(w, g)
			w.Pass(later)
			g.Says("One more thing")
			here(w, chattest.Ana) // the case of an agent who is gone waits for the team
			_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
			w.Must(err)
			for range 10 {
				w.Pass(time.Minute)
				w.Sweeps()
			}
			if head := w.Head(g.Key()); head.Waits().IsZero() {
				t.Fatalf("%s: they do not wait: %+v", name, head)
			}
			if until := lateness(w, g.Key()); len(until) > 0 {
				t.Errorf("%s, %s later: passed %v", name, later, until)
			}
		}
	}
}

// A word that opens a closed case for the team again begins a wait with a promise of its own; a closing that is taken
// back leaves the one that was made.
func TestAWaitForTheTeamBeginsWithItsPromise(t *testing.T) {
	w := measured(t)
	g, first := asks(w)
	_, err := w.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	_, err = w.Reopen(w.Ctx(), chattest.Ana, g.Key(), chat.OwnerTeam, w.Sees(g.Key()))
	w.Must(err)
	if by := w.Head(g.Key()); !by.PromisedBy().Equal(first.Promise.By) {
		t.Errorf("taken back it is %v", by.PromisedBy())
	}
	_, err = w.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	w.Pass(24 * time.Hour)
	g.Opens("/")
	r := g.Says("Are you there?")
	if r.Promise == nil || !r.Promise.By.After(w.Now()) {
		t.Errorf("a reopened case promises %+v", r.Promise)
	}
}

// Those who wait for a person of the team are as many ahead as those who wait for nobody in particular.
func TestAPromiseCountsAllWhoWait(t *testing.T) {
	w := measured(t)
	w.Must(w.UpdateRoster(w.Ctx(), chattest.Tenant, func(r *chat.Roster) error {
		r.Members = append(r.Members, chat.Member{ID: chattest.Ana.ID, Name: "Ana", Role: chat.RoleAgent})
		return nil
	}))
	for range 2 {
		g, _ := asks(w)
		_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
		w.Must(err)
		w.Pass(time.Second)
	}
	_, r := asks(w)
	if ahead := r.Promise.By.Sub(w.Now()); ahead < 3*5*time.Minute-time.Second {
		t.Errorf("behind two it is %s", ahead)
	}
}
