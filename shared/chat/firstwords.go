package chat

import (
	"context"
	"errors"
	"time"
)

// First words are those of an agent to a customer who waits for nothing and has said nothing for a day. The customer
// alone makes them so: whatever an agent does to the conversation before is no word of theirs. More words of an answer
// that the customer waited for are none either.

// FirstWordsADay is how many people an agent may write to first on a day.
const FirstWordsADay, maxFirstWords = 50, 500

// answerLife is how long after an answer more words belong to it.
const answerLife = 24 * time.Hour

// FirstWordsLimit is the tenant's own limit, or the usual one.
func (t *Tenant) FirstWordsLimit() int {
	if t.FirstWords == 0 {
		return FirstWordsADay
	}
	return t.FirstWords
}

// CheckFirstWords refuses a limit that is none.
func CheckFirstWords(n int) error {
	if n < 1 || n > maxFirstWords {
		return WrongField("firstWords", "bad_first_words", "A person writes first to 1 to 500 people a day.")
	}
	return nil
}

// takeFirstWords takes one from the number of people to whom an agent may write first today.
func (d *Desk) takeFirstWords(ctx context.Context, a Agent) error {
	t, err := d.Tenant(ctx, a.Tenant)
	if err != nil {
		return err
	}
	limit := RateLimit{"first-words", int64(t.FirstWordsLimit()), 24 * time.Hour, 1}
	err = d.Limit(ctx, a.Tenant, limit, string(a.ID))
	if KindOf(err) == TooMany {
		return Errorf(TooMany, "first_words_spent",
			"You have written first to %d people today. An owner can raise this under Settings, General.", limit.Limit)
	}
	return err
}

// asked tells whether the customer waits for an answer in the present case, be it snoozed or not. An act that begins a
// case makes no question of the words before it.
func (h *Head) asked() bool {
	return h.Owner != OwnerBot && h.Status != Closed && !h.WaitingFrom.IsZero() && !h.WaitingFrom.Before(h.CaseBegan)
}

// replies notes that a person's words answer a customer who asked.
func (h *Head) replies(at time.Time) {
	if h.asked() {
		h.Replied = latest(h.Replied, at.UTC().Truncate(time.Second))
	}
}

// beginsBy tells whether words of this time are first words. On WhatsApp the day is the service window.
func (h *Head) beginsBy(now time.Time) bool {
	talked := h.Window
	if h.Source != WhatsApp {
		talked = h.VisitorAt.Add(ServiceWindow)
	}
	return !now.Before(latest(talked, h.Replied.Add(answerLife))) && !h.asked()
}

// mayAddress refuses a person's words to a customer who wants quiet, and those that a started chat would refuse. On
// WhatsApp first words are templates, see ready.
func (d *Desk) mayAddress(ctx context.Context, a Agent, key ConversationKey, m *Message) error {
	if !m.leaves() || m.Body().IsMark() {
		return nil
	}
	head, err := d.store.Head(ctx, key)
	if err != nil {
		return Except(err, ErrNotFound, ErrErased) // the write itself says so
	}
	v, current, err := d.store.VisitorNow(ctx, VisitorKey{head.Tenant, head.Visitor})
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	if err := v.noWords(&head, d.Now()); err != nil {
		return err
	}
	if head.Source == WhatsApp || !head.beginsBy(d.Now()) {
		return nil
	}
	return d.invites(ctx, a, v, current, key, m)
}

// invites takes an agent's words on a website as first words: of a started chat if the visitor is there, else as one
// of those that count on a day.
func (d *Desk) invites(
	ctx context.Context, a Agent, v Visitor, current Current, key ConversationKey, m *Message,
) error {
	if current.Visit == "" {
		return d.takeFirstWords(ctx, a)
	}
	visit, err := d.store.Visit(ctx, VisitKey{v.Tenant, v.ID, current.Visit})
	if errors.Is(err, ErrNotFound) || err == nil && visit.ConversationKey() != key {
		return d.takeFirstWords(ctx, a)
	}
	if err == nil {
		err = d.welcomes(ctx, &v, &visit)
	}
	if errors.Is(err, errVisitorLeft) {
		return d.takeFirstWords(ctx, a)
	}
	if err != nil {
		return err
	}
	m.Visit, m.Starts = visit.ID, true
	return d.invite(ctx, a, &visit, m.ID)
}
