package chat

import (
	"context"
	"errors"
	"time"
)

// TakeOver makes an agent the owner of a conversation. A bot's reply in flight is dropped; a colleague who
// loses the conversation is told so.
func (d *Desk) TakeOver(ctx context.Context, a Agent, key ConversationKey, seen Seen) (Head, error) {
	return d.acts(ctx, a, key, func(h *Head) ([]Event, error) {
		if h.isOf(a) {
			return nil, nil
		}
		if err := seen.allows(a, h); err != nil {
			return nil, err
		}
		began, err := d.takes(ctx, a, h, d.Now())
		return append(began, Event{Name: EventTookOver}), err
	})
}

// takes gives a conversation to an agent, in an open case. It returns the event of a case that begins or goes on.
func (d *Desk) takes(ctx context.Context, a Agent, h *Head, now time.Time) ([]Event, error) {
	h.give(OwnerAgent, a, now)
	began, err := d.inCase(ctx, h, now)
	if err != nil {
		return nil, err
	}
	h.inherits()
	h.wakes(now)
	if began == nil {
		return nil, nil
	}
	began.Reason = ""
	return []Event{*began}, nil
}

// HandBack gives a conversation back to the bot, which answers from now on: nobody waits for a person then.
func (d *Desk) HandBack(ctx context.Context, a Agent, key ConversationKey, seen Seen) (Head, error) {
	return d.act(ctx, a, key, Event{Name: EventHandedBack}, func(h *Head) (bool, error) {
		if h.Owner == OwnerBot {
			return false, nil
		}
		if err := seen.allows(a, h); err != nil {
			return false, err
		}
		h.give(OwnerBot, Agent{}, d.Now())
		h.relieved()
		h.Status, h.Due = Open, time.Time{}
		return true, nil
	})
}

// Close ends the case, with the bot as its owner. The visitor's next word opens it again, or begins another. They are
// asked how it was once the closing can no longer be undone on the agent's screen.
func (d *Desk) Close(ctx context.Context, a Agent, key ConversationKey, seen Seen) (Head, error) {
	return d.closes(ctx, a, key, seen, UndoOneTime)
}

// CloseInBulk is Close for one of several at once: a wrong click may reach many customers, so they are asked later.
func CloseInBulk(ctx context.Context, d *Desk, a Agent, key ConversationKey, seen Seen) (Head, error) {
	return d.closes(ctx, a, key, seen, UndoTime)
}

func (d *Desk) closes(ctx context.Context, a Agent, key ConversationKey, seen Seen, undo time.Duration) (Head, error) {
	return d.acts(ctx, a, key, func(h *Head) ([]Event, error) {
		if h.Status == Closed {
			return nil, nil
		}
		if err := seen.allows(a, h); err != nil {
			return nil, err
		}
		e, now := Event{Name: EventClosed}, d.Now()
		if h.mayBeRated(now) && d.asksRatings(ctx, h.Tenant) {
			e.Until = now.Add(undo)
		}
		h.close(now)
		h.Survey = e.Until
		return []Event{e}, nil
	})
}

// Snooze hides a conversation until a time, or until the visitor speaks.
func (d *Desk) Snooze(ctx context.Context, a Agent, key ConversationKey, until time.Time, seen Seen) (Head, error) {
	if now := d.Now(); until.Before(now) || until.After(now.AddDate(0, 0, 90)) {
		return Head{}, Errorf(Invalid, "bad_time", "Snooze until a time within the next 90 days.")
	}
	return d.act(ctx, a, key, Event{Name: EventSnoozed, Until: until}, func(h *Head) (bool, error) {
		if h.Status == Snoozed && h.Due.Equal(until) {
			return false, nil
		}
		if err := seen.allows(a, h); err != nil {
			return false, err
		}
		_, err := d.inCase(ctx, h, d.Now())
		h.Status, h.Due, h.Deadline = Snoozed, until, time.Time{}
		return err == nil, err
	})
}

// Reopen takes back a close or a snooze. Closing gave the conversation to the bot: to is its owner from now on,
// the bot, the team or the caller.
func (d *Desk) Reopen(ctx context.Context, a Agent, key ConversationKey, to Owner, seen Seen) (Head, error) {
	return d.reopens(ctx, a, key, to, a, seen)
}

// ReopenFor is Reopen for the colleague who had the conversation: at no moment it is the team's, which would give it to
// somebody else.
func ReopenFor(
	ctx context.Context, d *Desk, a Agent, key ConversationKey, to AgentID, seen Seen,
) (Head, error) {
	colleague, _, err := d.member(ctx, key.Tenant, to)
	if err != nil {
		return Head{}, err
	}
	return d.reopens(ctx, a, key, OwnerAgent, colleague, seen)
}

func (d *Desk) reopens(
	ctx context.Context, a Agent, key ConversationKey, to Owner, agent Agent, seen Seen,
) (Head, error) {
	return d.acts(ctx, a, key, func(h *Head) ([]Event, error) {
		if h.Status == Open {
			return nil, nil
		}
		if h.Epoch != seen.Epoch {
			return nil, seen.allows(a, h)
		}
		was, closed := *h, h.Status == Closed
		if _, err := d.inCase(ctx, h, d.Now()); err != nil {
			return nil, err
		}
		h.wakes(d.Now())
		e := Event{Name: EventReopened, Case: h.Case}
		if closed && to != OwnerBot {
			h.give(to, agent, d.Now())
			e.To, e.ToName = h.Assignee, h.AssigneeName
			if h.waits(was.WaitingFrom); h.Waits().Equal(was.WaitingFrom) { // the same wait, with its promise
				h.Promised, h.Renewed = was.Promised, was.Renewed
			}
			if to == OwnerTeam {
				h.waits(h.VisitorAt)
			}
		} else if closed {
			h.Group = ""
		}
		return []Event{e}, nil
	})
}

// act commits an agent's act with the event that records it. change tells whether it changed anything: a second
// time it does not, and that is no error.
func (d *Desk) act(
	ctx context.Context, a Agent, key ConversationKey, e Event, change func(*Head) (bool, error),
) (Head, error) {
	return d.acts(ctx, a, key, func(h *Head) ([]Event, error) {
		if changed, err := change(h); !changed || err != nil {
			return nil, err
		}
		return []Event{e}, nil
	})
}

// acts is act for a change that has several events, or none.
func (d *Desk) acts(
	ctx context.Context, a Agent, key ConversationKey, change func(*Head) ([]Event, error),
) (Head, error) {
	var rows []Message
	asks := asker{Desk: d}
	head, err := d.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		rows = nil
		if err := d.makeHead(ctx, key, h); err != nil {
			return nil, err
		}
		was := *h
		events, err := change(h)
		if err != nil {
			return nil, err
		}
		for i, e := range events {
			row := d.event(a, e, h)
			row.ID = MessageID(d.NewID(row.At.Add(time.Duration(i+1-len(events)) * time.Millisecond))) // in this order
			h.note(row)
			rows = append(rows, *row)
		}
		if asked := asks.asksRating(ctx, &was, h); asked != nil {
			h.note(asked)
			rows = append(rows, *asked)
		}
		return rows, d.clocks(ctx, h)
	})
	if err != nil || len(rows) == 0 {
		return head, err
	}
	d.spread(ctx, head, "", rows...)
	d.tellOwner(ctx, head)
	return head, nil
}

// Happened notes in a conversation an event beside its words.
func (d *Desk) Happened(ctx context.Context, key ConversationKey, e Event) error {
	_, err := d.acts(ctx, Agent{}, key, func(*Head) ([]Event, error) { return []Event{e}, nil })
	return err
}

// ErrNoConversation answers any act on a conversation that is not the tenant's or was erased.
var ErrNoConversation = Errorf(NotFound, "no_conversation", "There is no such conversation.")

func (d *Desk) event(a Agent, e Event, h *Head) *Message {
	now := d.Now()
	e.By = a.Name
	return &Message{
		ID: MessageID(d.NewID(now)), At: now, Author: Author{Kind: BySystem, ID: string(a.ID), Name: a.Name}, Epoch: h.Epoch,
		Bubbles: []Bubble{{Body: Body{Kind: KindEvent, Event: &e}}},
	}
}

// Typing tells the other side that somebody writes, and of an agent also their colleagues who have the conversation
// open. It is never stored.
func (d *Desk) Typing(ctx context.Context, key ConversationKey, a *Agent, typing bool) error {
	head, err := d.store.Head(ctx, key)
	if err != nil {
		return Except(err, ErrNotFound)
	}
	var held error
	if typing && (a == nil || a.Role.Includes(RoleAgent)) {
		held = d.holds(ctx, head)
	}
	if a == nil {
		d.push(ctx, Push{Action: PushTyping, Conversation: head.ID, Typing: typing}, d.watching(ctx, head)...)
		return held
	}
	if !a.Role.Includes(RoleAgent) || (head.Owner == OwnerAgent && head.Assignee != a.ID) {
		return held // an agent who may not write is not announced
	}
	d.push(ctx, Push{Action: PushTyping, Conversation: head.ID, Typing: typing, By: a.Name},
		append(d.visitorSockets(ctx, head, "", ""), d.onlookers(ctx, head, a)...)...)
	if typing && head.Owner == OwnerAgent && head.Assignee == a.ID {
		if err := errors.Join(d.types(ctx, head), held); err != nil {
			return err
		}
		return d.receipt(ctx, head, ActTyping)
	}
	return held
}
