package chat

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/promise"
)

// Change is one change of one row, as the stream tells it. At most one part is set.
type Change struct {
	Key     ConversationKey // of Message
	Message *Message        // a message that was stored
	Visit   *Visit          // a visit that began or changed
	Gone    *Socket         // a socket that was closed or forgotten
}

// Park keeps the key of a row that cannot be relayed, so that its neighbours can be. reason is
// the kind of failure, never the row's words.
func (d *Desk) Park(ctx context.Context, partition, sort, reason string) error {
	return d.store.Park(ctx, Poison{Partition: partition, Sort: sort, At: d.Now(), Reason: reason})
}

// Relay completes the work that the writer of a row may have been cut off from. It runs after the writer, at
// least once and in any order, reads before it writes, and does only the missing part.
func (d *Desk) Relay(ctx context.Context, c Change) error {
	switch {
	case c.Message != nil:
		return d.relayMessage(ctx, c.Key, *c.Message)
	case c.Visit != nil:
		return d.relayVisit(ctx, *c.Visit)
	case c.Gone != nil:
		return d.relayGone(ctx, *c.Gone)
	}
	return nil
}

func (d *Desk) relayMessage(ctx context.Context, key ConversationKey, m Message) error {
	var err error
	if m.Author.Kind == ByVisitor {
		err = d.finishQuestion(ctx, key, m)
	} else {
		err = d.finishWords(ctx, key, m)
	}
	if err == nil && m.Origin != nil && m.Author.Kind == ByAgent {
		err = d.finishOrigin(ctx, key, m)
	}
	if err == nil {
		err = d.relayDuty(ctx, key, m)
	}
	if err == nil && m.Need != nil {
		err = d.Colleagues.Alert(ctx, key, m)
	}
	if errors.Is(err, ErrErased) {
		return d.store.EraseMessage(ctx, key, m) // it came in while its visitor was erased
	}
	if err != nil {
		return err
	}
	d.hint(ctx, key.Tenant, "inbox")
	return nil
}

// finishQuestion sees to it that a visitor's message is in the inbox, belongs to
// a visit, and is answered.
func (d *Desk) finishQuestion(ctx context.Context, key ConversationKey, m Message) error {
	in, err := recall(m)
	if err != nil {
		return err
	}
	if in.Source == WhatsApp {
		if err := d.finishPhone(ctx, in, key, m); err != nil {
			return err
		}
		if m, err = d.asFilled(ctx, key, m); err != nil {
			return err
		}
	} else if len(m.Bubbles) > 0 && m.Body().Rating != nil {
		return d.finishRating(ctx, key, m)
	}
	bot, err := d.Bot(ctx, in.Tenant, in.Bot)
	if err != nil {
		return err
	}
	if bot.Fast() {
		err = d.finishAnswer(ctx, in, bot, key, m)
	} else {
		err = d.queueQuestion(ctx, in, key, m)
	}
	if err != nil {
		return err
	}
	return d.learnForm(ctx, in, key, m)
}

// finishAnswer has a fast bot answer, if it has not: a reply is stored together with its
// question's place in the inbox.
func (d *Desk) finishAnswer(ctx context.Context, in Incoming, bot Bot, key ConversationKey, m Message) error {
	_, given, err := d.store.Exchange(ctx, key, m.ID)
	if given != nil && given.Outcome == Dropped { // a person has the conversation: it is their word to answer
		head, err := d.store.Head(ctx, key)
		return errors.Join(Except(err, ErrNotFound, ErrErased), d.relayWord(ctx, head, m))
	}
	if given != nil || Except(err, ErrNotFound) != nil {
		return err
	}
	later := false
	reply, head, err := d.settle(ctx, in, &m, func(h *Head) (*Answer, error) {
		given, err := d.respond(ctx, bot, h, m, behind)
		later = errors.Is(err, ErrLater)
		return given, Except(err, ErrLater)
	})
	if err != nil {
		return err
	}
	if in.Source == WhatsApp {
		d.spread(ctx, head, "", m)
	}
	if reply != nil {
		d.spread(ctx, head, "", *reply)
	}
	if later {
		return d.queueQuestion(ctx, in, key, m)
	}
	return d.relayWord(ctx, head, m)
}

// queueQuestion leaves a question to a slow bot, once it is in the inbox. Answer itself looks for a reply that
// is there already.
func (d *Desk) queueQuestion(ctx context.Context, in Incoming, key ConversationKey, m Message) error {
	head, err := d.store.HeadEventually(ctx, key)
	if errors.Is(err, ErrNotFound) || (err == nil && (!head.knows(&m) || head.waitsLonger(&m))) {
		_, head, err = d.settle(ctx, in, &m, func(*Head) (*Answer, error) { return nil, nil })
		if err == nil && in.Source == WhatsApp {
			d.spread(ctx, head, "", m)
		}
	}
	if err == nil {
		err = d.relayWord(ctx, head, m)
	}
	if err != nil || !m.asks() || head.Owner != OwnerBot {
		return err
	}
	if err := d.receipt(ctx, head, ActTyping); err != nil { // it may take a while
		return err
	}
	return d.Queues.Ask(ctx, Task{Tenant: key.Tenant, Conversation: key.ID, Message: m.ID})
}

// recall rebuilds the Incoming of a stored message; of a greeting, the one that the visitor's first words would
// have.
func recall(m Message) (Incoming, error) {
	if m.Entry == nil {
		return Incoming{}, errors.New("chat: a visitor's message without its entry")
	}
	visitor := m.Entry.Visitor
	if m.Author.Kind == ByVisitor {
		visitor = VisitorID(m.Author.ID)
	}
	return Incoming{
		Tenant: m.Entry.Tenant, Bot: m.Entry.Bot, Visitor: visitor, Source: m.Entry.Source, Site: m.Entry.Site,
		Reached: m.Entry.Reached,
	}, nil
}

// finishWords sees to it that the words of a bot or an agent have their effects and leave for WhatsApp.
func (d *Desk) finishWords(ctx context.Context, key ConversationKey, m Message) error {
	if m.Effects != nil {
		if err := d.applyEffects(ctx, key, m); err != nil {
			return err
		}
	}
	if r := m.Reaction(); r != nil && r.To != "" {
		if err := d.applyMark(ctx, key, r.To, Mark{By: m.ID, Author: m.Author.Kind, At: m.At, Body: *m.Body()}); err != nil {
			return err
		}
	}
	if len(m.Bubbles) > 0 && m.Body().corrects() && m.Body().ReplyTo != "" {
		if err := d.correct(ctx, key, m); err != nil {
			return err
		}
	}
	if !m.WaitedFrom.IsZero() {
		if err := d.waited(ctx, key.Tenant, promise.Wait{From: m.WaitedFrom, Ended: m.At}); err != nil {
			return err
		}
	}
	if err := errors.Join(d.relaySilence(ctx, key, m), d.relayMentions(ctx, key, m)); err != nil {
		return err
	}
	if m.Sends && m.leaves() && !m.settled() {
		if _, err := d.store.HeadEventually(ctx, key); err != nil {
			return err // never queue work about an erased visitor
		}
		return d.Queues.Send(ctx, Task{Tenant: key.Tenant, Conversation: key.ID, Message: m.ID})
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

// FromPerson tells whether the message is an answer of a person of the team that its customer may see.
func (m *Message) FromPerson() bool {
	return m.Author.Kind == ByAgent && m.leaves() && !m.Body().IsMark()
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

func (d *Desk) applyEffects(ctx context.Context, key ConversationKey, m Message) error {
	e := m.Effects
	if len(e.Claims) == 0 && len(e.Goals) == 0 && e.Gap == nil {
		return nil
	}
	head, err := d.store.Head(ctx, key)
	if err != nil {
		return err
	}
	visitor := VisitorKey{head.Tenant, head.Visitor}
	if len(e.Claims) > 0 {
		if err := d.learn(ctx, visitor, e.Claims, m.At); err != nil {
			return err
		}
	}
	for _, goal := range e.Goals {
		if err := d.reachBy(ctx, visitor, m, goal); err != nil {
			return err
		}
	}
	return d.countGap(ctx, head, m)
}

// learn puts claims on a profile. Lists call people by their names, so another name changes them.
func (d *Desk) learn(ctx context.Context, key VisitorKey, claims []Claim, at time.Time) error {
	called := ""
	v, err := d.store.UpdateVisitor(ctx, key, func(v *Visitor) error {
		called = v.Called()
		for _, claim := range claims {
			v.Learn(claim, at)
		}
		return nil
	})
	if err == nil && v.Called() != called {
		d.hint(ctx, key.Tenant, "visitors")
		d.hint(ctx, key.Tenant, "inbox")
	}
	return err
}

// relayVisit keeps the counters and the live list in step with a visit.
func (d *Desk) relayVisit(ctx context.Context, s Visit) error {
	if s.Live() { // its arrival was told just now
		d.hint(ctx, s.Tenant, "visitors")
	} else {
		d.hintAlone(ctx, s.Tenant, "visitors")
	}
	if !s.Counts() || s.folded() {
		return nil
	}
	_, err := d.Fold(ctx, s.Key(), func(*Visit) {})
	return Except(err, ErrNotFound, ErrErased)
}

// Fold changes a visit and brings the counters in step with it, both at once. The pages
// of a visit that is over are counted from its log.
func (d *Desk) Fold(ctx context.Context, key VisitKey, change func(*Visit)) (Visit, error) {
	return d.foldWith(ctx, key, func(s *Visit) ([]VisitEvent, error) { return Log(ctx, d.store, s, MaxLog) }, change)
}

func (d *Desk) foldWith(
	ctx context.Context, key VisitKey, read func(*Visit) ([]VisitEvent, error), change func(*Visit),
) (Visit, error) {
	return d.store.Fold(ctx, key, func(s *Visit) (Counts, error) {
		change(s)
		if !s.Live() {
			log, err := read(s)
			if err != nil {
				return Counts{}, err
			}
			s.recount(log)
			said, err := d.said(ctx, s)
			if err != nil {
				return Counts{}, err
			}
			s.recountTalk(said)
		}
		row := s.countsRow().counts()
		if !s.Counts() {
			return row, nil
		}
		now := s.Facts()
		row.Values = Difference(s.Folded, now)
		s.Folded = &now
		return row, nil
	})
}

// relayGone has a visit ended after a while if its socket was the last one, and takes an agent's off its lists.
func (d *Desk) relayGone(ctx context.Context, gone Socket) error {
	if gone.Agent != nil {
		if err := d.store.UnbindSocket(ctx, gone); err != nil {
			return err
		}
		if gone.Viewing != "" {
			d.viewing(ctx, ConversationKey{gone.Tenant, gone.Viewing})
		}
		return d.Queues.End(ctx, VisitTask{Tenant: gone.Tenant, Agent: gone.Agent.ID, After: gonePatience})
	}
	if gone.Visit == "" {
		return nil
	}
	if gone.Closed.IsZero() { // its row vanished: its pages must not
		if err := d.saveTrail(ctx, gone); err != nil {
			return err
		}
	}
	d.hintAlone(ctx, gone.Tenant, "visitors")
	return d.Queues.End(ctx, VisitTask{
		Tenant: gone.Tenant, Visitor: gone.Visitor, Visit: gone.Visit, Socket: gone.ID, After: CloseGrace,
	})
}

// Except is the error, or nil if it is one that does no harm to its caller.
func Except(err error, harmless ...error) error {
	for _, h := range harmless {
		if errors.Is(err, h) {
			return nil
		}
	}
	return err
}
