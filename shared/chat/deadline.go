package chat

import (
	"context"
	"errors"
	"time"
)

// A customer who waits for an agent is answered within the minutes of the setting, or the conversation moves on. That
// holds for each wait, however it began: with a word, with a takeover, with the end of a snooze.

// clocks sets the times of a conversation that is with a person: by when they have to answer, and when to look whether
// its customer has fallen silent.
func (d *Desk) clocks(ctx context.Context, h *Head) error {
	return errors.Join(d.expects(ctx, h), d.minds(ctx, h))
}

// expects sets by when the person who has the conversation has to answer a customer who waits: once in a wait, and anew
// for each person. The sweep's timer stays where it is if it fires before that.
func (d *Desk) expects(ctx context.Context, h *Head) error {
	if h.Owner != OwnerAgent || h.Waits().IsZero() || !h.Deadline.IsZero() {
		return nil
	}
	rules, err := d.assignRules(ctx, h.Tenant)
	if err != nil || rules.Answer == 0 {
		return err
	}
	h.Deadline = d.Now().Add(rules.patience())
	if h.Ring.IsZero() || h.Ring.After(h.Deadline) {
		h.Ring = h.Deadline
	}
	return nil
}

// alerts sets the timer of a conversation that begins to wait for the team: it will have to be given to somebody, and
// answered by them, so that giving it writes no index of the timers.
func (d *Desk) alerts(ctx context.Context, h *Head) error {
	rules, err := d.assignRules(ctx, h.Tenant)
	if err == nil && rules.Auto && rules.Answer > 0 && h.Ring.IsZero() {
		h.Ring = d.Now().Add(rules.patience())
	}
	return err
}

// late has a conversation move on that its person did not answer in time: to somebody else, twice at most, and then to
// the top of the queue. It moves its timer if the time has not come.
func (d *Desk) late(h *Head) *Event {
	now := d.Now()
	if h.Ring.IsZero() || h.Ring.After(now) {
		return nil
	}
	if h.Ring = h.Deadline; h.Deadline.IsZero() || h.Deadline.After(now) {
		return nil
	}
	h.Ring, h.Deadline = time.Time{}, time.Time{}
	if h.Owner != OwnerAgent || h.Waits().IsZero() {
		return nil
	}
	e := &Event{Name: EventMovedOn, Of: h.AssigneeName}
	passed := h.Assignee
	h.give(OwnerTeam, Agent{}, now)
	if h.Moves, h.Passed = h.Moves+1, passed; h.Raised() {
		e.Reason = "raised"
	}
	return e
}

// Raised tells whether the conversation moved on too often: it stands at the top of the queue, and is given by hand.
func (h *Head) Raised() bool { return h.Moves > MaxMoves && h.Owner == OwnerTeam }

// types has a conversation not move on while its person types. It writes once in half a minute.
func (d *Desk) types(ctx context.Context, head Head) error {
	if head.Deadline.IsZero() || head.Deadline.Sub(d.Now()) > typingGrace/2 {
		return nil
	}
	_, err := d.store.Commit(ctx, head.Key(), func(h *Head) ([]Message, error) {
		if h.Epoch == head.Epoch && !h.Deadline.IsZero() {
			h.Deadline = latest(h.Deadline, d.Now().Add(typingGrace))
		}
		return nil, nil
	})
	return err
}

// typingGrace is how long a conversation stays with somebody who types.
const typingGrace = time.Minute
