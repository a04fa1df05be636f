package chat

import (
	"context"
	"slices"
)

// goals are the goals of a visit by its log. Their orders are claimed, so that they count in no other visit,
// and the helpers come from the conversations where the log does not tell them.
func (r *rebuild) goals(ctx context.Context, s Visit, log []VisitEvent) ([]VisitGoal, error) {
	goals := []VisitGoal{}
	for _, e := range log {
		if e.Kind != "goal" || e.Goal == nil {
			continue
		}
		g := *e.Goal
		if g.By == "" {
			by, err := r.whoHelped(ctx, &s, g.GoalReached, g.At)
			if err != nil {
				return nil, err
			}
			g = g.helped(by)
		}
		if err := r.claim(ctx, s, g); err != nil {
			return nil, err
		}
		goals = append(goals, g)
	}
	slices.SortStableFunc(goals, func(a, b VisitGoal) int { return a.At.Compare(b.At) })
	return goals, nil
}

// claim has an order that nobody claims count in this visit.
func (r *rebuild) claim(ctx context.Context, s Visit, g VisitGoal) error {
	if g.OrderID == "" {
		return nil
	}
	claim, err := r.store.OrderClaim(ctx, OrderKey{s.Tenant, g.Name, g.OrderID})
	if err != nil || claim.Visit != "" {
		return err
	}
	claim.Visitor, claim.Visit, claim.Verified = s.Visitor, s.ID, g.Verified
	return Except(r.store.Count(ctx, &claim), ErrConflict) // somebody was quicker
}

// regoal gives the visit the goals of its log. The goals that it has already keep their places.
func (s *Visit) regoal(goals []VisitGoal) {
	for _, g := range goals {
		if i := s.reached(g.Name, g.OrderID); i >= 0 {
			s.Goals[i] = g
		} else {
			s.Goals = append(s.Goals, g)
		}
	}
}
