package chat

import (
	"context"
	"slices"
	"time"
)

// maxDelay is the longest delay of SQS.
const maxDelay = 15 * time.Minute

// duties are the events that may leave a conversation to be given, or a person with time for another.
var duties = []EventName{
	EventHandedOver, EventReopened, EventCaseBegan, EventRequeued, EventMovedOn, EventAssigned, EventClosed,
	EventHandedBack, EventTookOver,
}

// turns are the duties that leave a conversation with an agent who may not be there.
var turns = []EventName{EventReopened, EventAssigned}

// relayDuty continues the consequences of a conversation's event for the team: somebody has to get it, its timer is to
// be set, or somebody has time for another.
func (d *Desk) relayDuty(ctx context.Context, key ConversationKey, m Message) error {
	handedOver := m.Effects != nil && m.Effects.HandOver != "" && m.Outcome != Dropped
	e := Event{}
	if len(m.Bubbles) > 0 && m.Body().Event != nil {
		e = *m.Body().Event
	}
	if !handedOver && !slices.Contains(duties, e.Name) {
		return nil
	}
	rules, err := d.assignRules(ctx, key.Tenant)
	if err != nil || !rules.Auto && rules.Answer == 0 && !slices.Contains(turns, e.Name) {
		return err
	}
	h, err := d.store.Head(ctx, key)
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	if e.Name == EventMovedOn && h.Raised() {
		d.tellLeads(ctx, h, PushRaised)
	}
	switch {
	case h.unassigned():
		_, err = d.dispatch(ctx, h)
	case h.Owner == OwnerAgent:
		err = d.relayTurn(ctx, h, e)
	case rules.Auto && (h.Status == Closed || h.Owner == OwnerBot): // somebody may have time again
		err = TeamChanged(ctx, d, key.Tenant, "")
	}
	return err
}

// relayTurn continues an event that left a conversation with an agent: they have to be there, and to answer in time. A
// person's act gives them a while for the first.
func (d *Desk) relayTurn(ctx context.Context, h Head, e Event) error {
	if slices.Contains(turns, e.Name) {
		byItself := e.Name == EventReopened && e.Reason == "due"
		if err := d.attend(ctx, h, !byItself); err != nil {
			return err
		}
	}
	if h.Deadline.IsZero() {
		return nil
	}
	return d.alarm(ctx, h)
}

// alarm has a conversation looked at when its answer is due. The index of timers is the net behind it.
func (d *Desk) alarm(ctx context.Context, h Head) error {
	wait := h.Deadline.Sub(d.Now())
	if wait > maxDelay {
		return nil // the sweep comes in time
	}
	return d.Queues.End(ctx, VisitTask{Tenant: h.Tenant, Conversation: h.ID, After: max(wait, time.Second)})
}
