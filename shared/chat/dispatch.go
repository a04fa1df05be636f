package chat

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Dispatching gives the conversations that wait for the team to the people whose turn it is. The stream's reader does
// it, after the writer of a row: at least once, in any order, and each step under the condition that nothing has
// changed. The timers are its net.

const (
	gonePatience = 2 * time.Minute  // a page may be loaded again, a phone comes out of a tunnel
	newcomer     = 30 * time.Second // a socket is new for so long
	maxDelay     = 15 * time.Minute // the longest delay of SQS
)

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
// is not available any more go back to the team if their customers wait, and all of them if the agent left the team.
// Then those that wait for the team are given to the available.
func TeamChanged(ctx context.Context, d *Desk, tenant TenantID, id AgentID) error {
	rules, err := d.assignRules(ctx, tenant)
	if err != nil {
		return err
	}
	if id != "" {
		agent, available, failed := d.Colleagues.Available(ctx, tenant, id)
		if failed != nil {
			return failed
		}
		if left := agent.ID == ""; left || (rules.Auto && !available) {
			err = d.requeueAll(ctx, tenant, id, left)
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

func (d *Desk) requeueAll(ctx context.Context, tenant TenantID, id AgentID, left bool) error {
	cases, err := d.Colleagues.CasesOf(ctx, tenant, id)
	for _, h := range cases {
		_, failed := d.requeue(ctx, h.Key(), id, left)
		err = errors.Join(err, Except(failed, ErrErased, ErrNotFound))
	}
	return err
}

// requeue gives an agent's conversation back to the team, if its customer waits or the agent has left.
func (d *Desk) requeue(ctx context.Context, key ConversationKey, id AgentID, left bool) (Head, error) {
	return d.acts(ctx, Agent{}, key, func(h *Head) ([]Event, error) {
		if h.Owner != OwnerAgent || h.Assignee != id || !left && h.Waits().IsZero() {
			return nil, nil
		}
		e := Event{Name: EventRequeued, Of: h.AssigneeName, Reason: "away"}
		if left {
			e.Reason = "left"
		}
		h.give(OwnerTeam, Agent{}, d.Now())
		return []Event{e}, nil
	})
}

// attend sees to it that a customer's word in an agent's conversation finds its agent, or goes to somebody else.
func (d *Desk) attend(ctx context.Context, h Head) error {
	if h.Owner != OwnerAgent || h.Waits().IsZero() {
		return nil
	}
	rules, err := d.assignRules(ctx, h.Tenant)
	if err != nil || !rules.Auto {
		return err
	}
	agent, available, err := d.Colleagues.Available(ctx, h.Tenant, h.Assignee)
	if err != nil || available {
		return err
	}
	_, err = d.requeue(ctx, h.Key(), h.Assignee, agent.ID == "")
	return err // the event's own row has it given to somebody else
}

// relayDuty continues the consequences of a conversation's event for the team: somebody has to get it, its timer is to
// be set, or somebody has time for another.
func (d *Desk) relayDuty(ctx context.Context, key ConversationKey, m Message) error {
	handedOver := m.Effects != nil && m.Effects.HandOver != "" && m.Outcome != Dropped
	e := (*Event)(nil)
	if len(m.Bubbles) > 0 {
		e = m.Body().Event
	}
	if !handedOver && (e == nil || !slices.Contains(duties, e.Name)) {
		return nil
	}
	rules, err := d.assignRules(ctx, key.Tenant)
	if err != nil || !rules.Auto && rules.Answer == 0 {
		return err
	}
	h, err := d.store.Head(ctx, key)
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	if e != nil && e.Name == EventMovedOn && h.Raised() {
		d.tellLeads(ctx, h, PushRaised)
	}
	if h.unassigned() {
		_, err = d.dispatch(ctx, h)
		return err
	}
	if !h.Deadline.IsZero() {
		return d.alarm(ctx, h)
	}
	if rules.Auto && (h.Status == Closed || h.Owner == OwnerBot) { // somebody may have time again
		return TeamChanged(ctx, d, key.Tenant, "")
	}
	return nil
}

// duties are the events that may leave a conversation to be given, or a person with time for another.
var duties = []EventName{
	EventHandedOver, EventReopened, EventCaseBegan, EventRequeued, EventMovedOn, EventAssigned, EventClosed,
	EventHandedBack, EventTookOver,
}

// alarm has a conversation looked at when its answer is due. The index of timers is the net behind it.
func (d *Desk) alarm(ctx context.Context, h Head) error {
	wait := h.Deadline.Sub(d.Now())
	if wait > maxDelay {
		return nil // the sweep comes in time
	}
	return d.Queues.End(ctx, VisitTask{Tenant: h.Tenant, Conversation: h.ID, After: max(wait, time.Second)})
}
