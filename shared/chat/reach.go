package chat

import (
	"context"
	"errors"
	"strings"
	"time"
)

// OrderKey names an order of a goal.
type OrderKey struct {
	Tenant      TenantID
	Goal, Order string
}

// OrderClaim says in which visit an order counts, and whether a server has said so.
type OrderClaim struct {
	Key      OrderKey  `json:"-"`
	Visitor  VisitorID `json:"visitor"`
	Visit    VisitID   `json:"session"`
	Verified bool      `json:"verified,omitempty"`
	Version  int64     `json:"-"`
}

// visit is where the order counts.
func (c *OrderClaim) visit() VisitKey { return VisitKey{c.Key.Tenant, c.Visitor, c.Visit} }

// VisitChange is the change of one visit.
type VisitChange struct {
	Key    VisitKey
	Change func(*Visit) error
}

// These are the reasons why a goal is not counted.
var (
	errManyGoals = Errorf(Conflict, "too_many_goals",
		"This visit already has as many goals as a visit may have. The goal is not counted.")
	errOrderTaken = Errorf(Conflict, "order_counted",
		"This order is counted for another visitor already. It is not counted again.")
	errNoVisit = Errorf(Conflict, "no_visit",
		"This visitor has no visit in which the goal could count. It is not counted.")
)

// reach puts a goal into a visit, once for the visit and once at all for an order, and returns it as it stands
// then. Without the id of a visit it takes the visit of that time.
func (d *Desk) reach(
	ctx context.Context, visitor VisitorKey, id VisitID, goal GoalReached, at time.Time,
) (VisitGoal, error) {
	goal.OrderID = strings.TrimSpace(goal.OrderID)
	for range AnswerTries {
		visit, err := d.visitOfGoal(ctx, visitor, id, at)
		if err != nil {
			return VisitGoal{}, err
		}
		stands, err := d.count(ctx, visit, goal, at)
		if !errors.Is(err, ErrConflict) {
			return stands, err
		}
	}
	return VisitGoal{}, ErrConflict
}

// reachBy reaches a goal by a message, so the chat itself saw it. A goal that does not count is no error there: nobody
// could mend it.
func (d *Desk) reachBy(ctx context.Context, visitor VisitorKey, m Message, goal GoalReached) error {
	goal.Seen = true
	_, err := d.reach(ctx, visitor, m.Visit, goal, m.At)
	return Except(err, errManyGoals, errOrderTaken, errNoVisit)
}

// visitOfGoal finds the visit that a goal belongs to. A goal after the latest visit belongs to that one: a
// shop's server may report a payment hours later.
func (d *Desk) visitOfGoal(ctx context.Context, visitor VisitorKey, id VisitID, at time.Time) (Visit, error) {
	latest := id == ""
	if latest {
		current, err := d.store.Current(ctx, visitor)
		if err != nil {
			return Visit{}, missing(err, errNoVisit)
		}
		id = current.Visit
	}
	s, err := d.store.Visit(ctx, VisitKey{visitor.Tenant, visitor.ID, id})
	if err != nil || !latest || !s.after(at) {
		return s, missing(err, errNoVisit)
	}
	visits, err := d.store.VisitsOf(ctx, visitor, MaxPerson)
	if err != nil {
		return Visit{}, err
	}
	for _, s := range visits {
		if !s.after(at) && at.Sub(s.LastAt) < VisitGap {
			return s, nil
		}
	}
	return Visit{}, errNoVisit
}

// after tells whether the visit began after a time. Messages may come out of their order.
func (s *Visit) after(at time.Time) bool { return at.Before(s.Started.Add(-ClockSkew)) }

// missing puts an error that people understand in the place of ErrNotFound.
func missing(err error, instead error) error {
	if errors.Is(err, ErrNotFound) {
		return instead
	}
	return err
}

// count puts a goal into a visit. A server's report of an order takes it from any earlier reporter: the order
// counts where it stood if that is the same visitor's, and else here.
func (d *Desk) count(ctx context.Context, visit Visit, goal GoalReached, at time.Time) (VisitGoal, error) {
	if goal.OrderID == "" {
		return d.countIn(ctx, visit, nil, goal, at)
	}
	claim, err := d.store.OrderClaim(ctx, OrderKey{visit.Tenant, goal.Name, goal.OrderID})
	if err != nil {
		return VisitGoal{}, err
	}
	if claim.Visit == "" || claim.Visit == visit.ID {
		return d.countIn(ctx, visit, &claim, goal, at)
	}
	holder, err := d.store.Visit(ctx, claim.visit())
	if Except(err, ErrNotFound, ErrErased) != nil {
		return VisitGoal{}, err
	}
	stands := -1
	if err == nil {
		stands = holder.reached(goal.Name, goal.OrderID)
	}
	switch {
	case stands >= 0 && claim.Visitor == visit.Visitor:
		return d.countIn(ctx, holder, &claim, goal, at)
	case claim.Verified || !goal.Verified:
		return VisitGoal{}, errOrderTaken
	case stands < 0:
		return d.countIn(ctx, visit, &claim, goal, at)
	}
	give := VisitChange{holder.Key(), func(s *Visit) error { s.lose(goal.Name, goal.OrderID); return nil }}
	return d.countIn(ctx, visit, &claim, goal, at, give)
}

// countIn puts a goal into this visit, and the claim to its order with it; give are the changes of other visits
// that lose the order.
func (d *Desk) countIn(
	ctx context.Context, visit Visit, claim *OrderClaim, goal GoalReached, at time.Time, give ...VisitChange,
) (VisitGoal, error) {
	by, err := d.whoHelped(ctx, &visit, goal, at)
	if err != nil {
		return VisitGoal{}, err
	}
	reached, stands := VisitGoal{GoalReached: goal, At: at}.helped(by), VisitGoal{}
	take := VisitChange{visit.Key(), func(s *Visit) (err error) {
		stands, err = s.take(reached)
		return err
	}}
	if claim != nil {
		held := *claim
		held.Visitor, held.Visit, held.Verified = visit.Visitor, visit.ID, claim.Verified || goal.Verified
		claim = &held
	}
	err = d.store.Count(ctx, claim, append(give, take)...)
	return stands, missing(err, ErrConflict) // a visit that was just erased: look again
}

// whoHelped tells whether the bot or a person had a part in a visit until then, in any conversation of the
// visitor. A goal that the visit already has keeps its answer.
func (d *Desk) whoHelped(ctx context.Context, visit *Visit, goal GoalReached, until time.Time) (HelpedBy, error) {
	if i := visit.same(goal); i >= 0 && visit.Goals[i].By != "" {
		return visit.Goals[i].By, nil
	}
	heads, err := d.store.ConversationsOf(ctx, VisitorKey{visit.Tenant, visit.Visitor})
	if err != nil {
		return "", err
	}
	bot, person := false, false
	for _, h := range heads {
		log, err := d.store.Since(ctx, h.Key(), FirstIDAt(visit.Started.Add(-LateAfter)), MaxLookback)
		if err != nil {
			return "", err
		}
		spoke, b, p := visit.part(log, until)
		p = p || spoke && h.Owner == OwnerAgent && !h.OwnedAt.After(until) // a person has had it since an earlier visit
		bot, person = bot || b, person || p
	}
	return helpedBy(bot, person), nil
}
