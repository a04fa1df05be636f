package chat

import (
	"context"
	"errors"
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

func (d *Desk) requeueAll(ctx context.Context, tenant TenantID, id AgentID, all bool) error {
	cases, err := d.Colleagues.CasesOf(ctx, tenant, id)
	for _, h := range cases {
		_, failed := d.requeue(ctx, h.Key(), id, all)
		err = errors.Join(err, Except(failed, ErrErased, ErrNotFound))
	}
	return err
}

// requeue gives an agent's conversation back to the team, if its customer waits or the agent has left. A customer who
// waits is promised a time, unless one stands.
func (d *Desk) requeue(ctx context.Context, key ConversationKey, id AgentID, hasLeft bool) (Head, error) {
	return d.acts(ctx, Agent{}, key, func(h *Head) ([]Event, error) {
		if h.Owner != OwnerAgent || h.Assignee != id || !hasLeft && h.Waits().IsZero() {
			return nil, nil
		}
		e := Event{Name: EventRequeued, Of: h.AssigneeName, Reason: "away"}
		if hasLeft {
			e.Reason = "left"
		}
		h.give(OwnerTeam, Agent{}, d.Now())
		if !h.Waits().IsZero() && !h.Promised.After(d.Now()) {
			h.Promised = d.promises(ctx, h)
		}
		return []Event{e}, nil
	})
}

// attend sees to it that a customer who waits for an agent finds them, or goes to somebody else: at once if others get
// it by themselves or the agent has left, else once the agent has been gone for a while. patient gives them that while
// in any case.
func (d *Desk) attend(ctx context.Context, h Head, patient bool) error {
	if h.Owner != OwnerAgent {
		return nil
	}
	rules, err := d.assignRules(ctx, h.Tenant)
	if err != nil {
		return err
	}
	is, err := d.standingOf(ctx, rules, h.Tenant, h.Assignee)
	switch {
	case err != nil || is == here || is == gone && h.Waits().IsZero():
		return err
	case is == gone && (patient || !rules.Auto):
		return d.Queues.End(ctx, VisitTask{Tenant: h.Tenant, Agent: h.Assignee, After: gonePatience})
	}
	_, err = d.requeue(ctx, h.Key(), h.Assignee, is == left)
	return err // the event's own row has it given to somebody else
}
