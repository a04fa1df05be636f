package storetest

import (
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// counted proves which goals visits have, and in which visit an order counts.
func counted(t *testing.T, b *bench) {
	one, two := b.visit("v_g1", b.now), b.visit("v_g2", b.now)
	b.begun(one)
	b.begun(two)
	goal := func(order string, verified bool) chat.VisitGoal {
		return chat.VisitGoal{
			GoalReached: chat.GoalReached{Name: "Check#out", OrderID: order, Verified: verified}, At: b.now,
			By: chat.HelpedByNobody,
		}
	}
	has := func(s chat.Visit, goals ...chat.VisitGoal) chat.VisitChange {
		return chat.VisitChange{Key: s.Key(), Change: func(s *chat.Visit) error { s.Goals = goals; return nil }}
	}
	is := func(what string, s chat.Visit, goals ...chat.VisitGoal) {
		t.Helper()
		stored, err := b.Visit(b.ctx(), s.Key())
		b.must(err)
		b.equal(what, stored.Goals, goals)
		log, err := b.Events(b.ctx(), s.Key(), 10)
		b.must(err)
		told := []chat.VisitGoal(nil)
		for _, e := range log {
			told = append(told, *e.Goal)
		}
		b.equal(what+", in the log", told, goals)
	}
	claim, err := b.OrderClaim(b.ctx(), chat.OrderKey{Tenant: b.tenant, Goal: "Check#out", Order: "1"})
	b.must(err)
	b.equal("an order that nobody told of", claim.Visit, chat.VisitID(""))

	claim.Visitor, claim.Visit = one.Visitor, one.ID
	b.must(b.Count(b.ctx(), &claim, has(one, goal("1", false))))
	is("a page's", one, goal("1", false))
	b.wants(b.Count(b.ctx(), &claim, has(two, goal("1", true))), chat.ErrConflict)
	is("with a claim that has moved nothing is stored", two)
	claim, err = b.OrderClaim(b.ctx(), claim.Key)
	b.must(err)
	b.must(b.Count(b.ctx(), &claim, has(one, goal("1", false)))) // storing the same again is no change

	refused := chat.VisitChange{Key: two.Key(), Change: func(*chat.Visit) error { return errRefused }}
	b.wants(b.Count(b.ctx(), &claim, has(one), refused), errRefused)
	is("with a change that was refused nothing is stored", one, goal("1", false))
	nowhere := two
	nowhere.ID = "s_none"
	b.wants(b.Count(b.ctx(), &claim, has(one), has(nowhere, goal("1", true))), chat.ErrNotFound)

	claim.Visitor, claim.Visit, claim.Verified = two.Visitor, two.ID, true
	b.must(b.Count(b.ctx(), &claim, has(one), has(two, goal("1", true))))
	is("what another visit took", one)
	is("what it took", two, goal("1", true))
	claim, err = b.OrderClaim(b.ctx(), claim.Key)
	b.must(err)
	b.equal("whose the order is", []any{claim.Visitor, claim.Visit, claim.Verified}, []any{two.Visitor, two.ID, true})
	b.must(b.Count(b.ctx(), nil, has(two, goal("2", true))))
	is("another in its place", two, goal("2", true))

	other, err := b.OrderClaim(b.ctx(), chat.OrderKey{Tenant: b.tenant, Goal: "Check", Order: "out#1"})
	b.must(err)
	b.equal("another goal's order whose names are alike", other.Visit, chat.VisitID(""))
}

var errRefused = errors.New("refused")
