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

// dispatch gives a conversation to the person whose turn it is. It tells whether there was somebody.
func (d *Desk) dispatch(ctx context.Context, h Head) (bool, error) {
	rules, err := d.assignRules(ctx, h.Tenant)
	if err != nil || !rules.Auto || !h.unassigned() {
		return err == nil && rules.Auto, err
	}
	to, ok, err := d.Colleagues.Next(ctx, h.Key(), h.Passed, rules.Limit)
	if err != nil || !ok {
		return false, err
	}
	_, err = d.acts(ctx, Agent{}, h.Key(), func(now *Head) ([]Event, error) {
		if !now.unassigned() || now.Epoch != h.Epoch {
			return nil, nil
		}
		now.give(OwnerAgent, to, d.Now())
		now.expects(rules, d.Now())
		return []Event{{Name: EventAssigned, Reason: "turn", To: to.ID, ToName: now.AssigneeName}}, nil
	})
	return true, err
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
			err = d.requeueAll(ctx, tenant, id, is == left)
		}
	}
	if !rules.Auto {
		return err
	}
	waiting, failed := d.Colleagues.CasesOf(ctx, tenant, "")
	err = errors.Join(err, failed)
	for _, h := range waiting { // one that fails holds up no other, and comes again with the record
		more, failed := d.dispatch(ctx, h)
		if err = errors.Join(err, failed); failed == nil && !more { // nobody is left
			break
		}
	}
	return err
}
