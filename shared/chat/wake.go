package chat

import (
	"context"
	"errors"
	"time"
)

// maxTimers is how many timers of a conversation may be due at once.
const maxTimers = 7

// WakeConversation does all that is due in a conversation: it ends a snooze, has a silent customer asked whether there
// is more, gives a conversation back to the bot, ends a case by silence, renews a promise that has passed, and warns
// when WhatsApp's 24-hour service window closes soon on a customer who waits. A timer that fires twice acts once.
// ErrNotFound if the conversation is gone.
func (d *Desk) WakeConversation(ctx context.Context, key ConversationKey) error {
	var head Head
	for range maxTimers {
		var rang []Event
		var err error
		head, err = d.acts(ctx, Agent{}, key, func(h *Head) (events []Event, err error) {
			rang, err = d.rings(ctx, h)
			return rang, err
		})
		if errors.Is(err, ErrNoConversation) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		if len(rang) == 0 {
			break
		}
		if rang[0].Name == EventPromisePassed {
			d.tellLeads(ctx, head, PushLate)
		}
	}
	return d.follow(ctx, head)
}

// rings acts for one timer that is due, and returns its event. Timers that have nothing to tell are only moved.
func (d *Desk) rings(ctx context.Context, h *Head) ([]Event, error) {
	now := d.Now()
	if !h.Survey.IsZero() && !h.Survey.After(now) { // the question itself belongs behind it, see acts
		h.Survey = time.Time{}
		return nil, nil
	}
	if !h.Due.IsZero() && !h.Due.After(now) {
		if h.Due = (time.Time{}); h.Status == Snoozed {
			h.wakes(now)
			return []Event{{Name: EventReopened, Reason: "due"}}, nil
		}
	}
	if moved := d.late(h); moved != nil {
		return events(moved), nil
	}
	if back, err := d.silent(ctx, h); err != nil || back != nil {
		return events(back), err
	}
	if ended, err := d.over(ctx, h); err != nil || ended != nil {
		return events(ended), err
	}
	if passed := d.renews(ctx, h); len(passed) > 0 {
		return passed, nil
	}
	if warn := h.warnAt(); !warn.IsZero() && !warn.After(now) {
		if h.Warned = h.Window; h.Window.After(now) { // after it has closed, no warning is written
			return []Event{{Name: WindowClosing}}, nil
		}
	}
	return nil, nil
}

func events(e *Event) []Event {
	if e == nil {
		return nil
	}
	return []Event{*e}
}
