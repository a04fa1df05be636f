package chat_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// After ten thousand events of many visits, told more than once and out of order, facts and counters are the
// same as in a recount.
func TestFactsEqualARecount(t *testing.T) {
	w := chattest.New(t)
	dice := rand.New(rand.NewPCG(1, 2))
	var guests []*chattest.Guest
	for range 30 {
		g := w.Guest()
		g.Opens("/")
		guests = append(guests, g)
	}
	orders := 0
	for range 10_000 {
		w.Pass(time.Duration(dice.IntN(20_000)) * time.Millisecond)
		g := guests[dice.IntN(len(guests))]
		switch dice.IntN(8) {
		case 0, 1, 2:
			g.Turns(chat.Page{URL: fmt.Sprintf("https://shop.test/%d", dice.IntN(9))})
		case 3: // the same goal, and the same order, come again
			goal := chat.GoalReached{Name: "Checkout", OrderID: fmt.Sprint("order ", orders/3)}
			orders++
			w.Must(w.Track(w.Ctx(), g.Socket, goal))
		case 4:
			w.Must(w.Track(w.Ctx(), g.Socket, chat.GoalReached{Name: "Lead Captured"}))
		case 5:
			if _, err := w.Store.Socket(w.Ctx(), g.Socket.ID); err == nil {
				w.Must(w.Store.CloseSocket(w.Ctx(), g.Socket.ID, w.Now()))
			}
			g.Opens("/back")
		case 6:
			all := w.Memory.Changes // anything may be told again
			w.Must(w.Relay(w.Ctx(), all[dice.IntN(len(all))]))
		case 7:
			_, err := w.Sweep(w.Ctx(), 100)
			w.Must(err)
		}
	}
	w.Streams()
	w.Pass(time.Hour)
	for range 40 {
		w.Sweeps()
	}
	done, err := w.Rebuild()
	w.Must(err)
	if done.MendedVisits+done.MendedHeads+done.MendedCounters > 0 || done.Visits < 30 {
		t.Errorf("a recount differs: %+v", done)
	}
	counted := sum(w, t)
	sessions, pages, goals := 0, 0, 0
	for _, live := range []bool{true, false} {
		rows, _, err := w.Store.ListVisits(w.Ctx(), chattest.Tenant, live, "", 100_000)
		w.Must(err)
		for _, s := range rows {
			log := w.VisitLog(s.Key())
			sessions++
			for _, e := range log {
				if e.Kind == chat.PageEvent && !s.Live() {
					pages++
				}
				if e.Kind == chat.GoalEvent {
					goals++
				}
			}
		}
	}
	reached := counted["goal:Checkout"] + counted["goal:Lead Captured"]
	if counted["sessions"] != int64(sessions) || counted["pages"] != int64(pages) || reached != int64(goals) {
		t.Errorf("counted are %v; the logs have %d visits, %d pages, %d goals", counted, sessions, pages, goals)
	}
}

func sum(w *chattest.World, t *testing.T) map[string]int64 {
	t.Helper()
	rows, err := w.Store.Counts(w.Ctx(), chattest.Tenant, "2026-01-01", "2027-12-31")
	w.Must(err)
	all := map[string]int64{}
	for _, row := range rows {
		for name, n := range row.Values {
			all[name] += n
		}
	}
	return all
}

// Damaged rows are mended, and right ones are left alone.
func TestRebuildMends(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Site = "s_1"
	amara.Opens("/")
	amara.Says("hello")
	w.Must(w.Track(w.Ctx(), amara.Socket, chat.GoalReached{Name: "Checkout", OrderID: "1"}))
	w.Streams()
	right, rightVisit, rightCounts := w.Head(amara.Key()), amara.Visit(), sum(w, t)

	_, err := w.Store.Commit(w.Ctx(), amara.Key(), func(h *chat.Head) ([]chat.Message, error) {
		h.Preview, h.Last, h.VisitorAt, h.Site = "nonsense", "", time.Time{}, ""
		return nil, nil
	})
	w.Must(err)
	_, err = w.Store.UpdateVisit(w.Ctx(), amara.Socket.VisitKey(), func(s *chat.Visit) error {
		s.Goals = nil
		return nil
	})
	w.Must(err)
	row := chat.Counts{
		Day: rightVisit.Started.Format(time.DateOnly), Source: chat.Web, Country: "NG", Bot: chattest.Fast,
		Values: rightCounts,
	}
	w.Must(w.Store.Correct(w.Ctx(), chattest.Tenant, row, map[string]int64{"sessions": 5, "goal:Checkout": -1}))

	done, err := w.Rebuild()
	w.Must(err)
	if done.MendedHeads != 1 || done.MendedVisits != 1 || done.MendedCounters == 0 {
		t.Errorf("mended were %+v", done)
	}
	mended := w.Head(amara.Key())
	mended.Version = right.Version
	if mended != right {
		t.Errorf("the head is %+v, want %+v", mended, right)
	}
	if s := amara.Visit(); len(s.Goals) != 1 || s.Goals[0].Name != rightVisit.Goals[0].Name {
		t.Errorf("the visit's goals are %+v", s.Goals)
	}
	if now := sum(w, t); fmt.Sprint(now) != fmt.Sprint(rightCounts) {
		t.Errorf("counted are %v, want %v", now, rightCounts)
	}
	if again, err := w.Rebuild(); err != nil || again.MendedHeads+again.MendedVisits+again.MendedCounters > 0 {
		t.Errorf("a second time it mends %+v, %v", again, err)
	}
}
