package ledger_test

import (
	"cmp"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/ledger"
	"pgregory.net/rapid"
)

// The value that a page claims is never added to the values that a server told.
func TestClaimedValuesStandApart(t *testing.T) {
	w := chattest.New(t)
	g := w.Guest()
	g.Opens("/prices")
	goal := chat.GoalReached{Name: "Checkout", OrderID: "1", Value: 999, Currency: "EUR"}
	w.Must(w.Track(w.Ctx(), g.Socket, goal))
	g.Leaves()
	other := w.Guest()
	other.Opens("/prices")
	goal.OrderID, goal.Value = "2", 20
	w.Must(other.ServerTells(goal))
	other.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{
		"goal:Checkout": 2, "goal:Checkout:claimed": 1, "value:Checkout:EUR": 2000, "claim:Checkout:EUR": 99900,
		"value:Checkout:EUR:7:nobody": 2000, "claim:Checkout:EUR:7:nobody": 99900,
	})
}

// What the chat itself saw is no claim, and takes the place of one: a goal of the bot's answer, of a form or an order.
func TestWhatTheChatSawIsNoClaim(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		goals := []chat.GoalReached{{Name: "Checkout", Value: 20, Currency: "EUR"}}
		return chat.Answer{Bubbles: []chat.Body{chat.Text("Yes.")}, Effects: chat.Effects{Goals: goals}}, nil
	}
	g := w.Guest()
	g.Opens("/prices")
	g.PageTells(chat.GoalReached{Name: "Checkout", Value: 999, Currency: "EUR"})
	g.Writes("I take it")
	g.PageTells(chat.GoalReached{Name: "Checkout", Value: 1, Currency: "EUR"})
	w.Pass(time.Minute)
	g.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{
		"goal:Checkout": 1, "goal:Checkout:claimed": 0, "value:Checkout:EUR": 2000, "claim:Checkout:EUR": 0,
	})
}

// A goal of a later visit is one after the bot alone, and its visit is one of those that the share is of.
func TestAGoalOfALaterVisitIsInItsShare(t *testing.T) {
	w := chattest.New(t)
	g := asks(w, "When do you open?")
	w.Pass(3 * 24 * time.Hour)
	g.Opens("/checkout")
	w.Pass(time.Minute)
	w.Must(w.Track(w.Ctx(), g.Socket, chat.GoalReached{Name: "Checkout", OrderID: "1"}))
	g.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{
		"goal:Checkout:7:bot": 1, "alone:Checkout:7": 1, "askers:7": 2, "askers:30": 2,
		"goal:Checkout:1:nobody": 1, "alone:Checkout:1": 0, "askers:1": 1, "asked": 1,
	})
}

// Figures by person give the wait to the person who ended it, and the case to the last one who had a part.
func TestAWaitIsOfThePersonWhoAnswered(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	g := w.Guest()
	g.Opens("/prices")
	g.Says("a person please")
	w.Streams()
	w.Pass(time.Second)
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	for _, a := range []chat.Agent{chattest.Ana, chattest.Sam} {
		_, err := w.TakeOver(w.Ctx(), a, g.Key(), w.Sees(g.Key()))
		w.Must(err)
		w.Pass(time.Minute)
		_, _, err = w.Reply(w.Ctx(), a, g.Key(), w.ID(), chat.Text("I help."))
		w.Must(err)
	}
	_, err = w.Close(w.Ctx(), chattest.Sam, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	w.Streams()
	figures(w)
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant,
		ledger.Asked{From: "2026-11-01", To: "2026-12-31", By: "agent"})
	w.Must(err)
	waits, solved := map[string]int64{}, map[string]int64{}
	for _, one := range f.By {
		solved[one.Value] = one.Sums["outcome:person"]
		for name, n := range one.Sums {
			if len(name) > 9 && name[:9] == "response~" {
				waits[one.Value] += n
			}
		}
	}
	ana, ben := string(chattest.Ana.ID), string(chattest.Sam.ID)
	if waits[ana] != 1 || waits[ben] != 0 || solved[ana] != 0 || solved[ben] != 1 {
		t.Errorf("waits %v, cases %v", waits, solved)
	}
}

// A case that stays open while its customer comes back often ends all the same, where it began.
func TestALongCaseOfAFrequentVisitorEnds(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	g := asks(w, "a person please")
	wants(t, figures(w), ledger.Sums{"cases": 1, "outcome:open": 1})
	for range 60 {
		w.Pass(6 * time.Hour)
		g.Opens("/again")
		w.Pass(time.Minute)
		g.Leaves()
		w.Pass(time.Minute)
		w.Sweeps()
	}
	wants(t, figures(w), ledger.Sums{"visits": 61, "cases": 1, "outcome:open": 1})
	_, err := w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	_, err = w.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	w.Streams()
	wants(t, figures(w), ledger.Sums{"cases": 1, "outcome:open": 0, "outcome:unanswered": 1})
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant,
		ledger.Asked{From: "2026-11-01", To: "2027-01-31", By: "landing"})
	w.Must(err)
	for _, one := range f.By {
		if one.Value == "" && one.Sums["cases"] > 0 {
			t.Error("the case lost its first page")
		}
	}
}

// A reply to a greeting answers no question of the visit.
func TestAReplyToAGreetingAnswersNothing(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	asks(w, "What is odd?", "hello")
	wants(t, figures(w), ledger.Sums{"visits": 1, "asked": 1, "answered": 0})
}

// A word that was written before a case ended and came after it belongs to the case that it opened.
func TestALateWordIsOfTheCaseThatItOpened(t *testing.T) {
	w := chattest.New(t)
	w.Think = answersSome
	g := w.Guest()
	g.Opens("/prices")
	g.Says("When?")
	w.Streams()
	w.Pass(30 * time.Minute)
	late := w.ID()
	w.Pass(30 * time.Second)
	_, err := w.Close(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	w.Pass(5 * 24 * time.Hour)
	g.Opens("/again")
	_, err = w.Receive(w.Ctx(), g.Incoming(late, "Why not?"))
	w.Must(err)
	w.Streams()
	g.Leaves()
	w.Pass(time.Minute)
	w.Sweeps()
	wants(t, figures(w), ledger.Sums{"cases": 2, "outcome:answered": 1, "outcome:open": 1})
	for range 3 {
		w.Pass(26 * time.Hour)
		w.Sweeps()
	}
	wants(t, figures(w), ledger.Sums{"cases": 2, "outcome:answered": 2, "outcome:open": 0})
}

// comes has visits of people from a place.
func comes(w *chattest.World, country string, n int) {
	for range n {
		g := w.Guest()
		g.Place = chat.Place{Country: country}
		g.Opens("/prices")
		w.Pass(time.Minute)
		g.Leaves()
		w.Pass(time.Minute)
		w.Sweeps()
	}
}

// A place with few visits is joined with another one at least, so the total does not tell it. Lists of places open only
// for people who may see contact data: also one of many visits may have one person.
func TestAPlaceWithFewVisitsIsNotSingledOut(t *testing.T) {
	w := chattest.New(t)
	comes(w, "NG", 9)
	comes(w, "PT", 6)
	comes(w, "IS", 1)
	comes(w, "", 2)
	figures(w)
	a := ledger.Asked{From: "2026-11-01", To: "2026-12-31", By: "country"}
	f, err := w.Books.Figures(w.Ctx(), chattest.Tenant, a)
	w.Must(err)
	rows := map[string]int64{}
	for _, one := range f.By {
		rows[one.Value] = one.Sums["visits"]
	}
	if fmt.Sprint(rows) != "map[:2 NG:9 ~few:7]" {
		t.Errorf("the places are %v", rows)
	}
	for value, n := range map[string]int{"NG": 9, "IS": 1, "PT": 6, "": 2, "~few": 7} {
		for _, sees := range []bool{true, false} {
			list, err := w.Books.Rows(w.Ctx(), chattest.Tenant,
				ledger.Behind{Asked: a, Figure: "visits", Broken: true, Value: value, Sees: sees})
			if open := sees; open && (err != nil || len(list.Rows) != n) {
				t.Errorf("%q has %d rows, %v", value, len(list.Rows), err)
			} else if refused := chat.KindOf(err) == chat.Forbidden; !open && (!refused || len(list.Rows) > 0) {
				t.Errorf("%q opens for a viewer: %v", value, err)
			}
		}
	}
}

// However often a team changes its zone, the days stay in order and each time has one.
func TestDaysStayInOrderWhenTheZoneMoves(t *testing.T) {
	names := []string{"UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12", "Europe/Lisbon"}
	week := 7 * 24 * time.Hour
	rapid.Check(t, func(r *rapid.T) {
		tenant, now := chat.Tenant{}, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
		days := map[time.Time]string{}
		for range rapid.IntRange(1, 12).Draw(r, "moves") {
			for range rapid.IntRange(0, 60).Draw(r, "hours") {
				now = now.Add(time.Hour)
				days[now] = ledger.ZonesOf(tenant).Day(now)
			}
			if err := tenant.Move(rapid.SampledFrom(names).Draw(r, "zone"), now); err != nil {
				r.Fatal(err)
			}
			if in := tenant.ZoneAt(now.Add(week)); in.String() != cmp.Or(tenant.Zone, "UTC") {
				r.Fatalf("a week after the move to %s, %s holds", tenant.Zone, in)
			}
		}
		last, zones := "", ledger.ZonesOf(tenant)
		for at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC); at.Before(now.AddDate(0, 0, 4)); at = at.Add(time.Hour) {
			day := zones.Day(at)
			if was, known := days[at]; known && was != day {
				r.Fatalf("%v was on %s and is on %s", at, was, day)
			}
			if day < last {
				r.Fatalf("%v is on %s, after %s", at, day, last)
			}
			last = day
		}
	})
}

// A zone that would make earlier days forget theirs is refused.
func TestAZoneIsNotChangedWithoutEnd(t *testing.T) {
	tenant, now := chat.Tenant{}, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	var err error
	for n := range 40 {
		now = now.AddDate(0, 0, 3)
		err = errors.Join(err, tenant.Move([]string{"Asia/Tokyo", "Europe/Lisbon"}[n%2], now))
	}
	if err == nil || len(tenant.Zones) > chat.MaxZones {
		t.Errorf("%d zones, %v", len(tenant.Zones), err)
	}
	if err := tenant.Move("America/New_York", now.AddDate(4, 0, 0)); err != nil {
		t.Errorf("after years it is refused: %v", err)
	}
}
