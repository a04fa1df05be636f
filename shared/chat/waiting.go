package chat

import (
	"context"
	"time"
)

// A customer waits since their first word that no person has answered, once a person was asked for or has the
// conversation. Only a person's reply, "no reply needed" or closing ends it. A bot's answer, a note, an automatic word
// and a change of the person do not. A snoozed conversation does not wait until it wakes.

// waits notes that a word of this time needs a person's answer, unless an earlier one waits already, or a person has
// spoken since. The promise of an earlier wait is nothing to this one.
func (h *Head) waits(since time.Time) {
	if h.Owner != OwnerBot && h.WaitingFrom.IsZero() && !since.IsZero() && !since.Before(h.Answered) {
		h.WaitingFrom = since
		h.Promised, h.Renewed = time.Time{}, 0
	}
}

// waitsLonger tells whether the message is a word for the present owner, a person, that was taken in after a later one.
// A snoozed conversation waits again when it wakes.
func (h *Head) waitsLonger(m *Message) bool {
	return h.Owner != OwnerBot && !h.WaitingFrom.IsZero() && m.isWord() && m.At.Before(h.WaitingFrom) &&
		!m.At.Before(h.OwnedAt) && !m.At.Before(h.Answered)
}

// inherits has a customer wait for the person or the team that gets the conversation from the bot, if the bot did not
// answer their last word.
func (h *Head) inherits() {
	if h.LastAuthor == string(ByVisitor) {
		h.waits(h.VisitorAt)
	}
}

// answered ends the waiting: a person has answered at this time.
func (h *Head) answered(at time.Time) {
	if at.After(h.Answered) {
		h.Answered = at
	}
	if !h.WaitingFrom.After(at) {
		h.relieved()
	}
	if h.VisitorAt.After(at) { // it came while the answer was being stored
		h.waits(h.VisitorAt)
	}
}

// relieved ends a wait with all that belongs to it: the next one begins anew, and may be given to anybody.
func (h *Head) relieved() {
	h.WaitingFrom, h.Deadline, h.Moves, h.Passed = time.Time{}, time.Time{}, 0, ""
}

// Waits is since when the customer waits for a person, zero if they do not.
func (h *Head) Waits() time.Time {
	if h.Status != Open || h.Owner == OwnerBot {
		return time.Time{}
	}
	return h.WaitingFrom
}

// NoReplyNeeded ends a customer's waiting without a word: a person has read it, and it needs no answer.
func (d *Desk) NoReplyNeeded(ctx context.Context, a Agent, key ConversationKey, seen Seen) (Head, error) {
	return d.act(ctx, a, key, Event{Name: EventNoReply}, func(h *Head) (bool, error) {
		if h.Waits().IsZero() {
			return false, nil
		}
		if err := seen.allows(a, h); err != nil {
			return false, err
		}
		return true, nil // the event itself ends it, see note
	})
}
