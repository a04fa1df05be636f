package chat

import (
	"context"
	"errors"
	"time"
)

// Change is one change of one row, as the stream tells it. At most one part is set.
type Change struct {
	Key     ConversationKey // of Message
	Message *Message        // a message that was stored
	Session *Session        // a visit that began or changed
	Gone    *Socket         // a socket that was forgotten
}

// Relay does what the writer of a row may have been cut off from doing. It comes
// by after everybody else, at least once and in any order, reads before it writes,
// and does only what is missing.
func (d *Desk) Relay(ctx context.Context, c Change) error {
	switch {
	case c.Message != nil:
		return d.relayMessage(ctx, c.Key, *c.Message)
	case c.Session != nil:
		return d.relaySession(ctx, *c.Session)
	case c.Gone != nil:
		return d.relayGone(ctx, *c.Gone)
	}
	return nil
}

func (d *Desk) relayMessage(ctx context.Context, key ConversationKey, m Message) error {
	head, err := d.Store.Head(ctx, key)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if m.Author.Kind == ByVisitor {
		err = d.finishQuestion(ctx, key, head, m)
	} else {
		err = d.finishWords(ctx, key, head, m)
	}
	if err != nil {
		return err
	}
	d.hint(ctx, key.Tenant, "inbox")
	return nil
}

// finishQuestion sees to it that a visitor's message is in the inbox, belongs to
// a visit, and is answered.
func (d *Desk) finishQuestion(ctx context.Context, key ConversationKey, head Head, m Message) error {
	in, err := d.recall(ctx, head, m)
	if err != nil {
		return err
	}
	if in.Source == WhatsApp {
		if err := d.visitByMessage(ctx, in, m); err != nil {
			return err
		}
	}
	_, err = d.Store.Message(ctx, key, ReplyTo(m.ID))
	if err == nil && head.knows(&m) {
		return nil
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	bot, err := d.bot(ctx, in.Tenant, in.Bot)
	if err != nil {
		return err
	}
	waits := head.Version == 0 || head.Owner == OwnerBot || m.At.Before(head.OwnedAt)
	if !bot.Fast() && waits && m.Body().Asks() {
		if head.Version == 0 || !head.knows(&m) {
			if _, _, err := d.settle(ctx, in, m, func(*Head) (*Answer, error) { return nil, nil }); err != nil {
				return err
			}
		}
		return d.Queues.Ask(ctx, Task{key.Tenant, key.ID, m.ID})
	}
	reply, after, err := d.settle(ctx, in, m, func(h *Head) (*Answer, error) { return d.respond(ctx, bot, h, m, true) })
	if err == nil && reply != nil {
		d.spread(ctx, after, "", *reply)
	}
	return err
}

// recall rebuilds from a stored message how it came in.
func (d *Desk) recall(ctx context.Context, head Head, m Message) (Incoming, error) {
	in := Incoming{Bot: head.Bot, Tenant: head.Tenant, Visitor: head.Visitor, Source: head.Source, Reached: head.Reached}
	if head.Version != 0 {
		return in, nil
	}
	if m.Entry == nil {
		return in, errors.New("relay: a first message without its entry")
	}
	return Incoming{Tenant: m.Entry.Tenant, Bot: m.Entry.Bot, Visitor: VisitorID(m.Author.ID), Source: m.Entry.Source, Reached: m.Entry.Reached}, nil
}

// finishWords sees to it that what a bot or an agent said has its effects and
// leaves for WhatsApp.
func (d *Desk) finishWords(ctx context.Context, key ConversationKey, head Head, m Message) error {
	if m.Effects != nil && m.Outcome != Dropped {
		if err := d.applyEffects(ctx, head, m); err != nil {
			return err
		}
	}
	if head.Source == WhatsApp && m.leaves() && !m.settled() {
		return d.Queues.Send(ctx, Task{key.Tenant, key.ID, m.ID})
	}
	return nil
}

// leaves tells whether the message is words for the visitor.
func (m *Message) leaves() bool {
	if len(m.Bubbles) == 0 || m.Outcome == Dropped {
		return false
	}
	kind := m.Body().Kind
	return (m.Author.Kind == ByBot || m.Author.Kind == ByAgent) && kind != KindNote && kind != KindEvent
}

// settled tells whether every bubble has an outcome.
func (m *Message) settled() bool {
	for _, b := range m.Bubbles {
		if b.Delivery == nil || rank[b.Delivery.Status] < rank[Unknown] {
			return false
		}
	}
	return true
}

func (d *Desk) applyEffects(ctx context.Context, head Head, m Message) error {
	e := m.Effects
	visitor := VisitorKey{head.Tenant, head.Visitor}
	if len(e.Claims) > 0 {
		if err := d.learn(ctx, visitor, e.Claims, m.At); err != nil {
			return err
		}
	}
	for _, goal := range e.Goals {
		if err := d.reach(ctx, visitor, m.Session, goal, m.At); err != nil {
			return err
		}
	}
	if e.Gap == nil {
		return nil
	}
	row := GapRow{Bot: head.Bot, Question: e.Gap.Question, Cause: e.Gap.Cause, Last: m.At, State: "new"}
	row.ID = gapID(row.Question)
	return d.Store.AddGap(ctx, head.Tenant, row, head.ID, m.ID)
}

func (d *Desk) learn(ctx context.Context, key VisitorKey, claims []Claim, at time.Time) error {
	_, err := d.Store.UpdateVisitor(ctx, key, func(v *Visitor) error {
		for _, claim := range claims {
			v.Learn(claim, at)
		}
		return nil
	})
	return err
}

// relaySession keeps the counters and the live list in step with a visit.
func (d *Desk) relaySession(ctx context.Context, s Session) error {
	d.hint(ctx, s.Tenant, "visitors")
	if s.Live() && len(s.Goals) == 0 && s.Folded == nil {
		return nil // counted when it ends, or when it gets somewhere
	}
	return d.fold(ctx, s.Key())
}

func (d *Desk) fold(ctx context.Context, key SessionKey) error {
	s, err := d.Store.Session(ctx, key)
	if err != nil {
		return err
	}
	now := s.Facts()
	add := Difference(s.Folded, now)
	if s.Folded != nil && len(add) == 0 {
		return nil
	}
	row := Counts{Day: s.Started.Format(time.DateOnly), Source: s.Source, Country: s.Place.Country, Bot: s.Bot, Values: add}
	return d.Store.Fold(ctx, key, s.Folded, now, row)
}

// relayGone notes that a socket is gone: when it was a visit's last one, the
// visit is closed, and the sweep ends it unless a socket comes back.
func (d *Desk) relayGone(ctx context.Context, gone Socket) error {
	if err := d.Store.UnbindSocket(ctx, gone); err != nil || gone.Session == "" {
		return err
	}
	left, err := d.Store.SocketsOf(ctx, gone.VisitorKey())
	if err != nil || len(left) > 0 {
		return err
	}
	_, err = d.updateSession(ctx, gone.SessionKey(), nil, func(s *Session) error {
		if s.Live() && s.ClosedAt.IsZero() {
			s.ClosedAt = d.Now()
			if gone.Active.After(s.LastAt) {
				s.LastAt = gone.Active
			}
		}
		return nil
	})
	return ignore(err, ErrNotFound)
}

func ignore(err error, harmless ...error) error {
	for _, h := range harmless {
		if errors.Is(err, h) {
			return nil
		}
	}
	return err
}
