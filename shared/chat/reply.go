package chat

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Reply stores an agent's words. From the bot or the team it takes the conversation over in the same
// transaction; a colleague's conversation has to be taken over first. If the owner has changed since the agent
// looked, the words are not stored: seen is the conversation as the agent saw it, nil for no check. The agent's
// browser mints the id, so a repeat is harmless.
func (d *Desk) Reply(
	ctx context.Context, a Agent, key ConversationKey, id MessageID, body Body, seen *Seen,
) (Message, Head, error) {
	m := Message{ID: id, Author: Author{Kind: ByAgent, ID: string(a.ID), Name: a.Name}, Bubbles: []Bubble{{Body: body}}}
	if err := d.mayMention(ctx, key.Tenant, m.Body()); err != nil {
		return Message{}, Head{}, err
	}
	first, err := d.mayAddress(ctx, key, &m)
	if err != nil {
		return Message{}, Head{}, err
	}
	if err := d.ready(ctx, a, key, m.Body()); err != nil {
		return Message{}, Head{}, err
	}
	return d.reply(ctx, a, key, m, seen, first)
}

func (d *Desk) reply(
	ctx context.Context, a Agent, key ConversationKey, m Message, seen *Seen, first *firstWords,
) (Message, Head, error) {
	if err := d.check(&m, false); err != nil {
		return Message{}, Head{}, err
	}
	if err := d.begins(ctx, a, first, &m, seen); err != nil {
		return Message{}, Head{}, err
	}
	m.At, m.Hash = d.Now(), m.hash()
	var took []Message
	var refused error // by the rules: nothing is written then
	head, err := d.store.Commit(ctx, key, func(h *Head) (rows []Message, err error) {
		rows, took, err = d.says(ctx, a, key, h, &m, seen)
		refused = err
		return rows, err
	})
	if errors.Is(err, ErrExists) {
		return d.repeated(ctx, key, m)
	}
	if KindOf(err) == Conflict { // it, or another, may be stored since before the conversation changed hands
		if stored, head, none := d.repeated(ctx, key, m); none == nil || CodeOf(none) == "id_conflict" {
			return stored, head, none
		}
	}
	if refused != nil {
		err = errors.Join(err, d.unbegins(ctx, a, first, &m))
	}
	if err != nil {
		return Message{}, Head{}, err
	}
	if len(took) > 0 {
		d.spread(ctx, head, "", took[len(took)-1])
		d.tellOwner(ctx, head)
	}
	if m.Body().corrects() {
		d.corrected(ctx, key, m)
		return m.ForAgent(), head, nil
	}
	d.spread(ctx, head, "", m)
	return m.ForAgent(), head, nil
}

// says takes an agent's words into a head. It returns the rows to be stored, and those of them that tell of a
// conversation that changes hands by the words.
func (d *Desk) says(
	ctx context.Context, a Agent, key ConversationKey, h *Head, m *Message, seen *Seen,
) (rows, took []Message, err error) {
	if err := d.headFor(ctx, key, h, m); err != nil {
		return nil, nil, err
	}
	if err := d.mayWrite(a, h, m); err != nil {
		return nil, nil, err
	}
	m.endsWaiting(h)
	said := m.leaves() && !m.Body().IsMark()
	if said && h.Owner != OwnerAgent {
		if seen != nil && seen.Epoch != h.Epoch {
			return nil, nil, seen.allows(a, h)
		}
		if took, err = d.takesBy(ctx, a, h, m); err != nil {
			return nil, nil, err
		}
	}
	if said {
		h.wakes(m.At)
	}
	m.Epoch, m.Sends = h.Epoch, h.Source == WhatsApp && m.leaves()
	h.note(m)
	return append(slices.Clone(took), *m), took, d.clocks(ctx, h)
}

// takesBy gives a conversation to an agent by their words. It returns the events, which read in this order: began, took
// over, then spoke.
func (d *Desk) takesBy(ctx context.Context, a Agent, h *Head, m *Message) ([]Message, error) {
	began, err := d.takes(ctx, a, h, m.At)
	if err != nil {
		return nil, err
	}
	var rows []Message
	for i, e := range append(began, Event{Name: EventTookOver, Reason: "replied"}) {
		took := d.event(a, e, h)
		took.ID = d.before(m.ID, len(began)-i)
		took.Starts = m.Starts
		rows = append(rows, *took)
	}
	return rows, nil
}

// before is a new id that sorts just before another, and before more such ids.
func (d *Desk) before(id MessageID, more int) MessageID {
	at, err := TimeOf(id.Base())
	if err != nil {
		at = d.Now()
	}
	return MessageID(d.NewID(at.Add(-time.Duration(1+more) * time.Millisecond)))
}

// mayWrite refuses words in a colleague's conversation and words that WhatsApp would refuse. Notes are always
// welcome.
func (d *Desk) mayWrite(a Agent, h *Head, m *Message) error {
	switch {
	case !m.leaves() || m.Body().corrects():
		return nil
	case h.Owner == OwnerAgent && h.Assignee != a.ID:
		return h.taken()
	case h.Source != WhatsApp:
		return nil
	case m.Body().Template == nil && !d.Now().Before(h.Window): // Meta's 24-hour service window is over
		return Errorf(Conflict, "window_closed",
			"More than 24 hours have passed since the customer wrote: WhatsApp takes only templates now.")
	}
	return d.Rules.ValidateOutgoing(Outgoing{To: h.Reached, Body: *m.Body(), Key: h.Key(), Token: "-", ReplyTo: "-"})
}

// ready completes a body that needs more than its words: a template needs its text, a reaction or a correction
// the message that it is about.
func (d *Desk) ready(ctx context.Context, a Agent, key ConversationKey, b *Body) error {
	if !b.phoneOnly() && !b.corrects() && b.ReplyTo == "" {
		return nil
	}
	head, err := d.Conversation(ctx, key)
	if err != nil {
		return err
	}
	if b.phoneOnly() && head.Source != WhatsApp {
		return Errorf(Invalid, "only_whatsapp", "This can be sent on WhatsApp only.")
	}
	if b.corrects() {
		return d.mayCorrect(ctx, a, &head, b)
	}
	if b.Template != nil {
		return d.fill(ctx, &head, b)
	}
	about := b.ReplyTo
	if b.Reaction != nil {
		about = b.Reaction.To
	}
	if about == "" {
		return nil
	}
	m, err := d.store.Message(ctx, key, about)
	if errors.Is(err, ErrNotFound) || (err == nil && len(m.Bubbles) == 0) {
		return Errorf(Invalid, "not_here", "The message that this is about is not in this conversation.")
	}
	if err == nil && m.Body().Kind == KindNote && (b.Reaction != nil || head.Source == WhatsApp) {
		return Errorf(Invalid, "about_a_note",
			"The customer never saw this note, so you cannot react to it or answer it here.")
	}
	if b.Reaction != nil && b.Reaction.Emoji != "" && !oneEmoji(b.Reaction.Emoji) {
		return Errorf(Invalid, "not_an_emoji", "A reaction on WhatsApp is exactly one emoji.")
	}
	if err == nil && b.Reaction != nil && d.Now().Sub(m.At) > ReactionTime {
		return Errorf(Invalid, "too_old", "WhatsApp takes reactions only to messages of the last 30 days.")
	}
	return err
}

// phoneOnly tells whether the body can be sent on WhatsApp only.
func (b *Body) phoneOnly() bool {
	switch b.Kind {
	case KindTemplate, KindReaction, KindAskLocation, KindAskContact, KindContacts, KindSticker:
		return true
	}
	return false
}

// Resend sends a message once more, under a new id, if it did not arrive or if its outcome is unknown. A person
// decides that, since the message may arrive twice.
func (d *Desk) Resend(ctx context.Context, a Agent, key ConversationKey, failed, id MessageID) (Message, Head, error) {
	was, err := d.store.Message(ctx, key, failed)
	if err != nil {
		return Message{}, Head{}, err
	}
	m := Message{ID: id, Author: Author{Kind: ByAgent, ID: string(a.ID), Name: a.Name}}
	for _, b := range was.Bubbles {
		if was.leaves() && b.Delivery != nil && (b.Delivery.Status == NotSent || b.Delivery.Status == Unknown) {
			m.Bubbles = append(m.Bubbles, Bubble{Body: b.Body})
		}
	}
	if len(m.Bubbles) == 0 {
		return Message{}, Head{}, Errorf(Conflict, "nothing_to_resend", "All of this message was sent.")
	}
	first, err := d.mayAddress(ctx, key, &m)
	if err != nil {
		return Message{}, Head{}, err
	}
	if m.Body().Template != nil { // the customer may wait no more since the first try
		if err := d.ready(ctx, a, key, m.Body()); err != nil {
			return Message{}, Head{}, err
		}
	}
	return d.reply(ctx, a, key, m, nil, first)
}

// repeated answers a reply whose id is already stored.
func (d *Desk) repeated(ctx context.Context, key ConversationKey, m Message) (Message, Head, error) {
	stored, err := d.store.Message(ctx, key, m.ID)
	if err != nil {
		return Message{}, Head{}, err
	}
	if stored.Hash != m.Hash {
		return Message{}, Head{}, Errorf(Conflict, "id_conflict",
			"Another message is stored under this id. Send yours under a new one.")
	}
	head, err := d.store.Head(ctx, key)
	return stored.ForAgent(), head, err
}
