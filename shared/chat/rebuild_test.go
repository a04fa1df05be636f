package chat_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// After ten thousand events of many visits, told more than once and out of order, facts
// and counters are what a recount gives.
func TestFactsEqualARecount(t *testing.T) {
	o := newOffice(t)
	dice := rand.New(rand.NewPCG(1, 2))
	var guests []*guest
	for range 30 {
		g := o.guest()
		g.opens("/")
		guests = append(guests, g)
	}
	orders := 0
	for range 10_000 {
		o.pass(time.Duration(dice.IntN(20_000)) * time.Millisecond)
		g := guests[dice.IntN(len(guests))]
		switch dice.IntN(8) {
		case 0, 1, 2:
			o.must(o.Page(o.ctx(), g.socket, chat.Page{URL: fmt.Sprintf("https://shop.test/%d", dice.IntN(9))}))
		case 3: // the same goal, and the same order, come again
			goal := chat.GoalReached{Name: "Checkout", OrderID: fmt.Sprint("order ", orders/3)}
			orders++
			o.must(o.Track(o.ctx(), g.socket, goal))
		case 4:
			o.must(o.Track(o.ctx(), g.socket, chat.GoalReached{Name: "Lead Captured"}))
		case 5:
			if _, err := o.Store.Socket(o.ctx(), g.socket.ID); err == nil {
				o.must(o.Store.CloseSocket(o.ctx(), g.socket.ID))
			}
			g.opens("/back")
		case 6:
			all := o.store.Changes // anything may be told again
			o.must(o.Relay(o.ctx(), all[dice.IntN(len(all))]))
		case 7:
			_, err := o.Sweep(o.ctx(), 100)
			o.must(err)
		}
	}
	o.streams()
	o.pass(time.Hour)
	for range 40 {
		o.sweeps()
	}
	done, err := o.Rebuild(o.ctx(), tenant)
	o.must(err)
	if done.MendedSessions+done.MendedHeads+done.MendedCounters > 0 || done.Sessions < 30 {
		t.Errorf("a recount differs: %+v", done)
	}
	counted := sum(o, t)
	sessions, pages, goals := 0, 0, 0
	for _, live := range []bool{true, false} {
		rows, _, err := o.Store.ListSessions(o.ctx(), tenant, live, "", 100_000)
		o.must(err)
		for _, s := range rows {
			log, err := o.Store.Events(o.ctx(), s.Key(), 10_000)
			o.must(err)
			sessions++
			for _, e := range log {
				if e.Kind == "page" && !s.Live() {
					pages++
				}
				if e.Kind == "goal" {
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

func sum(o *office, t *testing.T) map[string]int64 {
	t.Helper()
	rows, err := o.Store.Counts(o.ctx(), tenant, "2026-01-01", "2027-12-31")
	o.must(err)
	all := map[string]int64{}
	for _, row := range rows {
		for name, n := range row.Values {
			all[name] += n
		}
	}
	return all
}

// What was damaged is mended, and what was right is left alone.
func TestRebuildMends(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	o.must(o.Track(o.ctx(), amara.socket, chat.GoalReached{Name: "Checkout", OrderID: "1"}))
	o.streams()
	right, rightSession, rightCounts := o.head(amara.key()), amara.session(), sum(o, t)

	_, err := o.Store.Commit(o.ctx(), amara.key(), func(h *chat.Head) ([]chat.Message, error) {
		h.Preview, h.Last, h.VisitorAt = "nonsense", "", time.Time{}
		return nil, nil
	})
	o.must(err)
	_, err = o.Store.UpdateSession(o.ctx(), amara.socket.SessionKey(), func(s *chat.Session) error {
		s.Goals = nil
		return nil
	})
	o.must(err)
	row := chat.Counts{Day: rightSession.Started.Format(time.DateOnly), Source: chat.Web, Country: "NG", Bot: fast, Values: rightCounts}
	o.must(o.Store.Correct(o.ctx(), tenant, row, map[string]int64{"sessions": 5, "goal:Checkout": -1}))

	done, err := o.Rebuild(o.ctx(), tenant)
	o.must(err)
	if done.MendedHeads != 1 || done.MendedSessions != 1 || done.MendedCounters == 0 {
		t.Errorf("mended were %+v", done)
	}
	mended := o.head(amara.key())
	mended.Version = right.Version
	if mended != right {
		t.Errorf("the head is %+v, want %+v", mended, right)
	}
	if s := amara.session(); len(s.Goals) != 1 || s.Goals[0].Name != rightSession.Goals[0].Name {
		t.Errorf("the visit's goals are %+v", s.Goals)
	}
	if now := sum(o, t); fmt.Sprint(now) != fmt.Sprint(rightCounts) {
		t.Errorf("counted are %v, want %v", now, rightCounts)
	}
	if again, err := o.Rebuild(o.ctx(), tenant); err != nil || again.MendedHeads+again.MendedSessions+again.MendedCounters > 0 {
		t.Errorf("a second time it mends %+v, %v", again, err)
	}
}
