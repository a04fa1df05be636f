package chat

import (
	"context"
	"errors"
)

// Dispatching gives the conversations that wait for the team to the people whose turn it is. The stream's reader does
// it, after the writer of a row: at least once, in any order, and each step under the condition that nothing has
// changed. The timers are its net.

// unassigned tells whether the conversation waits to be given to somebody.
func (h *Head) unassigned() bool {
	return h.Owner == OwnerTeam && !h.Waits().IsZero() && !h.Raised()
}

// Turn is the person whose turn it is to get a conversation.
type Turn struct {
	To    Agent // has an empty id if nobody has time
	Alone bool  // nobody is available but the person whom the conversation left
}

// dispatch gives a conversation to the person whose turn it is. It tells whether somebody may have time for another:
// nobody for one that left somebody does not say so of those behind it.
func (d *Desk) dispatch(ctx context.Context, h Head) (bool, error) {
	rules, err := d.assignRules(ctx, h.Tenant)
	if err != nil || !rules.Auto || !h.unassigned() {
		return err == nil && rules.Auto, err
	}
	group, err := d.groupOf(ctx, &h)
	if err != nil {
		return false, err
	}
	turn, err := d.Colleagues.Next(ctx, h.Key(), h.Passed, group.Members, rules.Limit)
	if err != nil {
		return false, err
	}
	if turn.To.ID == "" {
		if turn.Alone && h.Moves > 0 {
			err = d.raise(ctx, h)
		}
		return h.Passed != "", err
	}
	_, err = d.acts(ctx, Agent{}, h.Key(), func(now *Head) ([]Event, error) {
		if !now.unassigned() || now.Epoch != h.Epoch {
			return nil, nil
		}
		now.give(OwnerAgent, turn.To, d.Now())
		return []Event{{Name: EventAssigned, Reason: "turn", To: turn.To.ID, ToName: now.AssigneeName}}, nil
	})
	return true, err
}

// raise puts a conversation to the top of the queue that its only possible owner did not answer in time: it cannot move
// on to anybody.
func (d *Desk) raise(ctx context.Context, h Head) error {
	_, err := d.acts(ctx, Agent{}, h.Key(), func(now *Head) ([]Event, error) {
		if !now.unassigned() || now.Epoch != h.Epoch {
			return nil, nil
		}
		now.Moves = MaxMoves + 1
		return []Event{{Name: EventMovedOn, Reason: "alone"}}, nil
	})
	return err
}

// TeamChanged follows a change of the team: somebody came, went, or has time again. The conversations of an agent who
// is gone go back to the team if their customers wait, and all of them if the agent left the team. Then those that wait
// for the team are given to the available.
func TeamChanged(ctx context.Context, d *Desk, tenant TenantID, id AgentID) error {
	rules, err := d.assignRules(ctx, tenant)
	if err != nil {
		return err
	}
	if id != "" {
		is, failed := d.standingOf(ctx, rules, tenant, id)
		if failed != nil {
			return failed
		}
		if is != here {
			err = d.requeueAll(ctx, d.Colleagues.CasesOf(ctx, tenant, id), id, is.why())
		}
	}
	if !rules.Auto {
		return err
	}
	return errors.Join(err, d.dispatchAll(ctx, tenant))
}

// dispatchAll gives away those that wait for the team, until nobody is left. One that fails holds up no other, and
// comes again with the record.
func (d *Desk) dispatchAll(ctx context.Context, tenant TenantID) (all error) {
	for h, err := range d.Colleagues.CasesOf(ctx, tenant, "") {
		more := false
		if err == nil {
			more, err = d.dispatch(ctx, h)
		}
		if all = errors.Join(all, err); err == nil && !more {
			break
		}
	}
	return all
}
