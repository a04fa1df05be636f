package chat

import (
	"context"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/hours"
)

// formPatience is after how long a form that is open is looked at again, and formLife how long an offered one may be
// filled in: after that, nothing waits for it.
const formPatience, formLife = 5 * time.Minute, 24 * time.Hour

// minds sets the time at which the sweep looks whether the customer of a person's conversation has fallen silent. It is
// moved when it fires too early, or stands further off than the rules now say.
func (d *Desk) minds(ctx context.Context, h *Head) error {
	if h.Owner != OwnerAgent || h.Status != Open {
		return nil
	}
	rules, err := d.silences(ctx, h.Tenant, h.Bot)
	if err == nil && rules.any() {
		h.Idle = earlier(h.Idle, d.Now().Add(rules.first()))
	}
	return err
}

// returnsAt is when a conversation goes back to the bot, zero if it does not: its customer waits, or no person has it.
func (h *Head) returnsAt(r SilenceRules) time.Time {
	if r.Back == 0 || h.Owner != OwnerAgent || h.Status != Open || !h.WaitingFrom.IsZero() {
		return time.Time{}
	}
	return latest(h.quietSince().Add(r.back()), h.Busy)
}

// quietSince is when the silence began: with the last word, a change of the owner, or the end of a snooze.
func (h *Head) quietSince() time.Time { return latest(latest(h.At, h.OwnedAt), h.Woke) }

// wakes opens a snoozed conversation. Its person has time again before its customer counts as silent, and the timer of
// before the snooze is set anew.
func (h *Head) wakes(now time.Time) {
	if h.Status == Snoozed && h.Owner == OwnerAgent {
		h.Woke, h.Idle = now, time.Time{}
	}
	h.Status, h.Due = Open, time.Time{}
}

// silent gives a conversation back to the bot whose customer has been silent for long enough, and moves its timer.
func (d *Desk) silent(ctx context.Context, h *Head) (*Event, error) {
	if h.Idle.IsZero() {
		return nil, nil
	}
	rules, open, err := d.silenceIn(ctx, h)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	back, follow := h.returnsAt(rules), h.followsAt(rules, open, now)
	if !due(back, now) {
		h.Idle = h.nextIdle(rules, earlier(back, follow), now)
		return nil, nil
	}
	if in, err := d.inForm(ctx, h); err != nil || in {
		h.Busy = now.Add(max(formPatience, rules.back()))
		h.Idle = h.Busy
		return nil, err
	}
	e := &Event{Name: EventHandedBack, Reason: "silence", Of: h.AssigneeName}
	h.give(OwnerBot, Agent{}, now)
	h.Idle = h.nextIdle(rules, follow, now)
	return e, nil
}

// nextIdle is when to look again; while somebody waits or a conversation is snoozed, not often:
// the answer that ends the waiting sets a timer of its own.
func (h *Head) nextIdle(r SilenceRules, next, now time.Time) time.Time {
	switch {
	case h.Idle.After(now) && (next.IsZero() || h.Idle.Before(next)): // it is not its time that made us look
		return h.Idle
	case !next.IsZero():
		return latest(next, now)
	case h.Owner == OwnerAgent && h.Status != Closed && r.any():
		return latest(h.Due, now).Add(max(r.first(), maxDelay))
	}
	return time.Time{}
}

// silenceIn is the rules of a conversation, with the opening hours of its bot.
func (d *Desk) silenceIn(ctx context.Context, h *Head) (SilenceRules, hours.Hours, error) {
	rules, err := d.silences(ctx, h.Tenant, h.Bot)
	if err != nil || rules.After == 0 {
		return rules, hours.Hours{}, err
	}
	t, err := d.Tenant(ctx, h.Tenant)
	if err != nil {
		return rules, hours.Hours{}, Except(err, ErrNotFound)
	}
	bot, err := d.Bot(ctx, h.Tenant, h.Bot)
	if bot.Paused || !t.Suspended.IsZero() {
		rules.After = 0 // nothing is said for it
	}
	return rules, t.HoursOf(bot), Except(err, ErrNotFound)
}

// due tells whether a time has come; zero never does.
func due(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

// inForm tells whether the customer may be filling in a form: the last word offers one, or they were in a field just
// now.
func (d *Desk) inForm(ctx context.Context, h *Head) (bool, error) {
	last, err := d.store.Message(ctx, h.Key(), h.Last)
	if err = Except(err, ErrNotFound); err != nil {
		return false, err
	}
	for i := range last.Bubbles {
		if last.Bubbles[i].Form != nil && last.Author.Kind != ByVisitor && d.Now().Sub(last.At) < formLife {
			return true, nil
		}
	}
	if h.Source != Web {
		return false, nil
	}
	_, current, err := d.store.VisitorNow(ctx, VisitorKey{h.Tenant, h.Visitor})
	if err != nil || current.Visit == "" {
		return false, Except(err, ErrNotFound)
	}
	log, err := d.store.Events(ctx, VisitKey{h.Tenant, h.Visitor, current.Visit}, MaxLog)
	for _, e := range log {
		if e.Kind == FormEvent && d.Now().Sub(e.At) < formPatience {
			return true, err
		}
	}
	return false, err
}

// holds notes that somebody types: the conversation does not go back to the bot meanwhile, and nobody is asked whether
// there is more. It writes once in half a minute, and only where something is due.
func (d *Desk) holds(ctx context.Context, head Head) error {
	if head.Idle.IsZero() {
		return nil
	}
	rules, err := d.silences(ctx, head.Tenant, head.Bot)
	if err != nil {
		return err
	}
	now := d.Now()
	soon := latest(head.quietSince().Add(rules.first()), head.Busy)
	if !rules.any() || soon.Sub(now) > typingGrace/2 {
		return nil
	}
	_, err = d.store.Commit(ctx, head.Key(), func(h *Head) ([]Message, error) {
		if h.Epoch == head.Epoch {
			h.Busy = latest(h.Busy, now.Add(typingGrace))
		}
		return nil, nil
	})
	return err
}

// relaySilence has a conversation looked at when its customer has been silent for the time of the rules since a
// person's words. The index of timers is the net behind it.
func (d *Desk) relaySilence(ctx context.Context, key ConversationKey, m Message) error {
	if m.Author.Kind != ByAgent || !m.leaves() || m.Body().IsMark() {
		return nil
	}
	t, err := d.Tenant(ctx, key.Tenant)
	if err != nil || !t.Silence.any() && len(t.Silence.Bots) == 0 {
		return Except(err, ErrNotFound)
	}
	h, err := d.store.HeadEventually(ctx, key)
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	rules := t.Silence.of(h.Bot)
	for _, wait := range []time.Duration{rules.back(), rules.after()} {
		if wait == 0 || wait > maxDelay {
			continue // never, or the sweep comes in time
		}
		after := m.At.Add(wait + time.Second).Sub(d.Now())
		task := VisitTask{Tenant: h.Tenant, Conversation: h.ID, After: max(after, time.Second)}
		if err := d.Queues.End(ctx, task); err != nil {
			return fmt.Errorf("silence: %w", err)
		}
	}
	return nil
}

// earlier is the earlier of two times; zero is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
