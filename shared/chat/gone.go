package chat

import (
	"context"
	"errors"
	"iter"
	"time"
)

// An agent goes home, or leaves the team. Whoever waits for them would wait unseen: the lists and counts of colleagues
// have only what is theirs or nobody's. So their conversations go back to the team, under any rules of assignment.

const (
	gonePatience = 2 * time.Minute  // a page may be loaded again, a phone comes out of a tunnel
	newcomer     = 30 * time.Second // a socket is new for so long
)

// standing tells whether customers may wait for an agent.
type standing int

const (
	here standing = iota
	gone          // they have closed the app; where others get it at once, away by choice is as good as gone
	left          // they may not write any more
)

func (s standing) why() string {
	if s == left {
		return hasLeft
	}
	return isAway
}

// standingOf is an agent's standing now. Those who write in the WhatsApp Business app have no app of ours to close:
// they are gone only for the automatic assignment, which has somebody better.
func (d *Desk) standingOf(ctx context.Context, rules AssignRules, tenant TenantID, id AgentID) (standing, error) {
	if id == AppAgent && !rules.Auto {
		return here, nil
	}
	look := d.Colleagues.Open
	if rules.Auto {
		look = d.Colleagues.Available
	}
	agent, there, err := look(ctx, tenant, id)
	switch {
	case err != nil || there:
		return here, err
	case agent.ID == "" && id != AppAgent:
		return left, nil
	}
	return gone, nil
}

// AgentLeft gives everything of an agent who may not write any more back to the team, also their snoozed ones. A
// conversation that they get in the same moment goes back when it wakes, when its customer writes, and with the end of
// their last socket.
func AgentLeft(ctx context.Context, d *Desk, tenant TenantID, id AgentID) error {
	err := d.requeueAll(ctx, d.Colleagues.SnoozedOf(ctx, tenant, id), id, hasLeft)
	return errors.Join(err, TeamChanged(ctx, d, tenant, id))
}

// requeueAll gives an agent's conversations back to the team. One that fails holds up no other.
func (d *Desk) requeueAll(ctx context.Context, cases iter.Seq2[Head, error], id AgentID, why string) (all error) {
	for h, err := range cases {
		if err == nil {
			err = d.requeue(ctx, h.Key(), id, why)
		}
		all = errors.Join(all, Except(err, ErrErased, ErrNotFound))
	}
	return all
}

// The reasons for which a conversation goes back to the team.
const (
	isAway  = "away"
	hasLeft = "left" // its agent may not write any more: it goes back also if nobody waits
	isFull  = "full" // it woke with an agent who has as many as the automatic assignment fills them up to
)

// requeue gives an agent's conversation back to the team, if its customer waits or the agent has left. A customer who
// waits is promised a time, unless one stands.
func (d *Desk) requeue(ctx context.Context, key ConversationKey, id AgentID, why string) error {
	_, err := d.acts(ctx, Agent{}, key, func(h *Head) ([]Event, error) {
		if h.Owner != OwnerAgent || h.Assignee != id || why != hasLeft && h.Waits().IsZero() {
			return nil, nil
		}
		e := Event{Name: EventRequeued, Of: h.AssigneeName, Reason: why}
		h.give(OwnerTeam, Agent{}, d.Now())
		return []Event{e}, d.queued(ctx, h)
	})
	return err
}

// queued sets the times of a conversation whose customer waits for the team: the one that they are promised, unless one
// was made for this wait, and that of its assignment. One that has passed is for the sweep, which tells the leads.
func (d *Desk) queued(ctx context.Context, h *Head) error {
	if h.Owner != OwnerTeam || h.Waits().IsZero() {
		return nil
	}
	if h.Promised.IsZero() && !h.overdue() {
		h.Promised = d.promises(ctx, h)
	}
	return d.alerts(ctx, h)
}

// attend sees to it that a customer who waits for an agent finds them, or goes to somebody else: at once if others get
// it by themselves or the agent has left, else once the agent has been gone for a while. patient gives them that while
// in any case. It tells whether the conversation went back to the team.
func (d *Desk) attend(ctx context.Context, h Head, patient bool) (moved bool, err error) {
	if h.Owner != OwnerAgent {
		return false, nil
	}
	rules, err := d.assignRules(ctx, h.Tenant)
	if err != nil {
		return false, err
	}
	is, err := d.standingOf(ctx, rules, h.Tenant, h.Assignee)
	switch {
	case err != nil || is == here || is == gone && h.Waits().IsZero():
		return false, err
	case is == gone && (patient || !rules.Auto):
		return false, d.Queues.End(ctx, VisitTask{Tenant: h.Tenant, Agent: h.Assignee, After: gonePatience})
	}
	return true, d.requeue(ctx, h.Key(), h.Assignee, is.why()) // the event's own row has it given to somebody else
}

// fits has one that woke go to somebody else if its customer waits and its agent has got others meanwhile.
func (d *Desk) fits(ctx context.Context, h Head) error {
	rules, err := d.assignRules(ctx, h.Tenant)
	if err != nil || !rules.Auto || h.Waits().IsZero() {
		return err
	}
	if fits, err := d.Colleagues.Fits(ctx, h.Key(), h.Assignee, rules.Limit); err != nil || fits {
		return err
	}
	return d.requeue(ctx, h.Key(), h.Assignee, isFull)
}
