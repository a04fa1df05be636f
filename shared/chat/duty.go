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
	EventHandedBack, EventTookOver, EventSnoozed,
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
	if e.Name == EventClosed && !e.Until.IsZero() { // its customer is asked how it was then
		task := VisitTask{Tenant: key.Tenant, Conversation: key.ID, After: max(e.Until.Sub(d.Now()), 0) + time.Second}
		if err := d.Queues.End(ctx, task); err != nil {
			return err
		}
	}
	rules, err := d.assignRules(ctx, key.Tenant)
	if err != nil || !rules.Auto && rules.Answer == 0 && !slices.Contains(turns, e.Name) {
		return err
	}
	h, err := d.store.Head(ctx, key)
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	if e.Name == EventMovedOn && e.Reason != "" && h.Raised() {
		d.tellLeads(ctx, h, PushRaised)
	}
	switch {
	case h.unassigned():
		_, err = d.dispatch(ctx, h)
	case h.Owner == OwnerAgent:
		err = d.relayTurn(ctx, h, e)
	}
	if err == nil && rules.Auto && e.frees(h) {
		err = d.dispatchAll(ctx, key.Tenant)
	}
	return err
}

// frees tells whether somebody may have time for another conversation after an event.
func (e *Event) frees(h Head) bool {
	if e.Name == EventAssigned {
		return e.Reason != "turn"
	}
	return e.Name == EventMovedOn || h.Status != Open || h.Owner == OwnerBot
}

// relayTurn continues an event that left a conversation with an agent: they have to be there, and to answer in time. A
// person's act gives them a while for the first; one that wakes by itself stays with somebody who has time for it.
func (d *Desk) relayTurn(ctx context.Context, h Head, e Event) error {
	moved, err := false, error(nil)
	woke := e.Name == EventReopened && e.Reason == "due"
	if slices.Contains(turns, e.Name) {
		moved, err = d.attend(ctx, h, !woke)
	}
	if err == nil && woke && !moved {
		err = d.fits(ctx, h)
	}
	if err != nil || moved || h.Deadline.IsZero() {
		return err
	}
	return d.alarm(ctx, h)
}

// relayWord continues a word of a customer to people: the agent has to be there, one that begins a wait to be answered
// in time, and one that begins a wait for the team to be given to somebody.
func (d *Desk) relayWord(ctx context.Context, h Head, m Message) error {
	if h.unassigned() && h.Waits().Equal(m.At) {
		_, err := d.dispatch(ctx, h)
		return err
	}
	moved, err := d.attend(ctx, h, false)
	if err != nil || moved || h.Deadline.IsZero() || !h.Waits().Equal(m.At) {
		return err
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
