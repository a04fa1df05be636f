package chat

import (
	"context"
	"errors"
	"time"
)

// TakeOver makes an agent the owner of a conversation. A bot's reply in flight is
// dropped; a colleague loses the conversation, which they are told.
func (d *Desk) TakeOver(ctx context.Context, a Agent, key ConversationKey) (Head, error) {
	return d.act(ctx, a, key, Event{Name: "took_over"}, func(h *Head) bool {
		if h.Owner == OwnerAgent && h.Assignee == a.ID {
			return false
		}
		h.give(OwnerAgent, a.ID, d.Now())
		h.Status = Open
		return true
	})
}

// HandBack gives a conversation back to the bot.
func (d *Desk) HandBack(ctx context.Context, a Agent, key ConversationKey) (Head, error) {
	return d.act(ctx, a, key, Event{Name: "handed_back"}, func(h *Head) bool {
		if h.Owner == OwnerBot {
			return false
		}
		h.give(OwnerBot, "", d.Now())
		return true
	})
}

// Close puts a conversation aside, with the bot as its owner. The visitor's next
// word opens it again.
func (d *Desk) Close(ctx context.Context, a Agent, key ConversationKey) (Head, error) {
	return d.act(ctx, a, key, Event{Name: "closed"}, func(h *Head) bool {
		if h.Status == Closed {
			return false
		}
		if h.Owner != OwnerBot {
			h.give(OwnerBot, "", d.Now())
		}
		h.Status = Closed
		return true
	})
}

// Snooze hides a conversation until a time, or until the visitor speaks.
func (d *Desk) Snooze(ctx context.Context, a Agent, key ConversationKey, until time.Time) (Head, error) {
	if now := d.Now(); until.Before(now) || until.After(now.AddDate(0, 0, 90)) {
		return Head{}, Errorf(Invalid, "bad_time", "Snooze until a time within the next 90 days.")
	}
	return d.act(ctx, a, key, Event{Name: "snoozed"}, func(h *Head) bool {
		h.Status, h.Due = Snoozed, until
		return true
	})
}

// act commits an agent's act with the event that records it. change tells whether
// there was anything to do: doing it twice is no error.
func (d *Desk) act(ctx context.Context, a Agent, key ConversationKey, e Event, change func(*Head) bool) (Head, error) {
	var event *Message
	head, err := d.Store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		event = nil
		if h.Version == 0 {
			return nil, noConversation
		}
		if !change(h) {
			return nil, nil
		}
		event = d.event(a, e, h)
		h.note(event)
		return []Message{*event}, nil
	})
	if err != nil || event == nil {
		return head, err
	}
	d.spread(ctx, head, "", *event)
	d.push(ctx, Push{Action: "owner", Conversation: head.ID, Owner: head.Owner, By: a.Name}, d.visitorSockets(ctx, head, "")...)
	return head, nil
}

var noConversation = Errorf(NotFound, "no_conversation", "There is no such conversation.")

func (d *Desk) event(a Agent, e Event, h *Head) *Message {
	now := d.Now()
	e.By = a.Name
	return &Message{
		ID: MessageID(d.NewID(now)), At: now, Author: Author{Kind: BySystem, ID: string(a.ID), Name: a.Name}, Epoch: h.Epoch,
		Bubbles: []Bubble{{Body: Body{Kind: KindEvent, Event: &e}}},
	}
}

// Reply stores an agent's words. From the bot or the team it takes the
// conversation over in the same transaction; a colleague's conversation has to be
// taken over first. The agent's browser mints the id, so a repeat is harmless.
func (d *Desk) Reply(ctx context.Context, a Agent, key ConversationKey, id MessageID, body Body) (Message, Head, error) {
	m := Message{ID: id, Author: Author{Kind: ByAgent, ID: string(a.ID), Name: a.Name}, Bubbles: []Bubble{{Body: body}}}
	if err := d.ready(ctx, key, m.Body()); err != nil {
		return Message{}, Head{}, err
	}
	return d.reply(ctx, a, key, m)
}

func (d *Desk) reply(ctx context.Context, a Agent, key ConversationKey, m Message) (Message, Head, error) {
	if err := d.check(&m, false); err != nil {
		return Message{}, Head{}, err
	}
	m.At, m.Hash = d.Now(), m.hash()
	var took *Message
	head, err := d.Store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		took = nil
		if err := d.mayWrite(a, h, &m); err != nil {
			return nil, err
		}
		rows := []Message{}
		if m.leaves() && !m.Body().marks() && h.Owner != OwnerAgent {
			h.give(OwnerAgent, a.ID, m.At)
			took = d.event(a, Event{Name: "took_over", Reason: "replied"}, h)
			took.ID = d.before(m.ID) // it reads in this order: took over, then spoke
			rows = append(rows, *took)
		}
		if m.leaves() && !m.Body().marks() {
			h.Status = Open
		}
		m.Epoch, m.Sends = h.Epoch, h.Source == WhatsApp && m.leaves()
		h.note(&m)
		return append(rows, m), nil
	})
	if errors.Is(err, ErrExists) {
		return d.repeated(ctx, key, m)
	}
	if err != nil {
		return Message{}, Head{}, err
	}
	if took != nil {
		d.spread(ctx, head, "", *took)
		d.push(ctx, Push{Action: "owner", Conversation: head.ID, Owner: head.Owner, By: a.Name}, d.visitorSockets(ctx, head, "")...)
	}
	d.spread(ctx, head, "", m)
	return m.ForAgent(), head, nil
}

// before is a new id that sorts just before another.
func (d *Desk) before(id MessageID) MessageID {
	at, err := TimeOf(id.Base())
	if err != nil {
		at = d.Now()
	}
	return MessageID(d.NewID(at.Add(-time.Millisecond)))
}

// mayWrite says no to words in a colleague's conversation and to words that
// WhatsApp would refuse. Notes are always welcome.
func (d *Desk) mayWrite(a Agent, h *Head, m *Message) error {
	switch {
	case h.Version == 0:
		return noConversation
	case !m.leaves():
		return nil
	case h.Owner == OwnerAgent && h.Assignee != a.ID:
		return Errorf(Conflict, "owned_by_other", "A colleague has this conversation. Take it over first.")
	case h.Source != WhatsApp:
		return nil
	case m.Body().Template == nil && !d.Now().Before(h.Window):
		return Errorf(Conflict, "window_closed", "More than 24 hours have passed since the customer wrote: WhatsApp takes only templates now.")
	case d.Fits != nil:
		return d.Fits(Outgoing{To: h.Reached, Body: *m.Body(), Key: h.Key(), Token: "-", ReplyTo: "-"})
	}
	return nil
}

// ready completes what needs more than its words: a template its text, a reaction the
// message that it is about.
func (d *Desk) ready(ctx context.Context, key ConversationKey, b *Body) error {
	if !b.phoneOnly() && b.ReplyTo == "" {
		return nil
	}
	head, err := d.Store.Head(ctx, key)
	if err != nil {
		return err
	}
	if b.phoneOnly() && head.Source != WhatsApp {
		return Errorf(Invalid, "only_whatsapp", "This can be sent on WhatsApp only.")
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
	m, err := d.Store.Message(ctx, key, about)
	if errors.Is(err, ErrNotFound) {
		return Errorf(Invalid, "not_here", "The message that this is about is not in this conversation.")
	}
	if err == nil && b.Reaction != nil && d.Now().Sub(m.At) > ReactionTime {
		return Errorf(Invalid, "too_old", "WhatsApp takes reactions only to messages of the last 30 days.")
	}
	return err
}

// phoneOnly tells whether the body means something on WhatsApp only.
func (b *Body) phoneOnly() bool {
	switch b.Kind {
	case KindTemplate, KindReaction, KindAskLocation, KindAskContact, KindContacts, KindSticker:
		return true
	}
	return false
}

// Resend sends once more, under a new id, what did not arrive or of which nobody knows
// whether it did. It is a person's decision: it may arrive twice.
func (d *Desk) Resend(ctx context.Context, a Agent, key ConversationKey, failed, id MessageID) (Message, Head, error) {
	was, err := d.Store.Message(ctx, key, failed)
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
	return d.reply(ctx, a, key, m)
}

// repeated answers a reply whose id is already stored.
func (d *Desk) repeated(ctx context.Context, key ConversationKey, m Message) (Message, Head, error) {
	stored, err := d.Store.Message(ctx, key, m.ID)
	if err != nil {
		return Message{}, Head{}, err
	}
	if stored.Hash != m.Hash {
		return Message{}, Head{}, Errorf(Conflict, "id_conflict", "Another message is stored under this id. Send yours under a new one.")
	}
	head, err := d.Store.Head(ctx, key)
	return stored.ForAgent(), head, err
}

// Typing tells the other side that somebody writes. It is never stored.
func (d *Desk) Typing(ctx context.Context, key ConversationKey, a *Agent, typing bool) error {
	head, err := d.Store.Head(ctx, key)
	if err != nil {
		return ignore(err, ErrNotFound)
	}
	if a == nil {
		d.push(ctx, Push{Action: "typing", Conversation: head.ID, Typing: typing}, d.watchers(ctx, head)...)
		return nil
	}
	d.push(ctx, Push{Action: "typing", Conversation: head.ID, Typing: typing, By: a.Name}, d.visitorSockets(ctx, head, "")...)
	if typing && head.Owner == OwnerAgent && head.Assignee == a.ID {
		return d.receipt(ctx, head, ActTyping)
	}
	return nil
}

// Seen notes how far the visitor has read.
func (d *Desk) Seen(ctx context.Context, key ConversationKey, upTo MessageID) error {
	if _, err := TimeOf(upTo.Base()); err != nil {
		return err
	}
	head, err := d.Store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		if h.Version == 0 {
			return nil, noConversation
		}
		if upTo > h.SeenByVisitor {
			h.SeenByVisitor = upTo
		}
		return nil, nil
	})
	if err != nil {
		return ignore(err, noConversation)
	}
	d.push(ctx, Push{Action: "status", Conversation: head.ID, Last: head.SeenByVisitor}, d.watchers(ctx, head)...)
	return nil
}
