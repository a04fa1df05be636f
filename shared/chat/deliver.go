package chat

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/botifire/livechat/shared/trace"
)

// Busy says that a send has to wait; its task goes back to its queue.
type Busy struct{ After time.Duration }

func (b Busy) Error() string { return "waits for " + b.After.String() }

// Deliver sends a message's bubbles to WhatsApp in order, each at most once: a bubble is claimed by a
// conditional write before the call. A claim without an outcome becomes unknown, for a person to decide about,
// and never leads to a second send. Busy if an earlier message of the conversation is still on its way, or if
// WhatsApp asks to wait.
func (c *Courier) Deliver(ctx context.Context, t Task) error {
	m, err := c.lately(ctx, t.Key(), t.Message)
	if err != nil {
		return Except(err, ErrNotFound) // it was erased
	}
	head, err := c.store.Head(ctx, t.Key())
	if err != nil {
		return Except(err, ErrErased)
	}
	if !m.leaves() || m.settled() {
		return nil
	}
	if err := c.inTurn(ctx, t.Key(), m); err != nil {
		return err
	}
	for i := range m.Bubbles {
		if err := c.deliver(ctx, head, m, i); err != nil {
			return err
		}
	}
	return nil
}

// lately is a message that may be a moment old: no state of its bubbles is decided by it.
func (c *Courier) lately(ctx context.Context, key ConversationKey, id MessageID) (Message, error) {
	m, reply, err := c.store.Exchange(ctx, key, MessageID(id.Base()))
	switch {
	case err == nil && m.ID == id:
		return m, nil
	case err == nil && reply != nil && reply.ID == id:
		return *reply, nil
	}
	return c.store.Message(ctx, key, id)
}

// inTurn says Busy while an earlier message of the conversation is unsent.
func (c *Courier) inTurn(ctx context.Context, key ConversationKey, m Message) error {
	before, err := c.store.History(ctx, key, m.ID, 10)
	if err != nil {
		return err
	}
	now := c.Now()
	for _, earlier := range before {
		if !earlier.leaves() || !earlier.Sends || earlier.settled() {
			continue
		}
		tried := earlier.At
		for _, b := range earlier.Bubbles {
			if b.Delivery != nil && b.Delivery.Due.After(tried) {
				tried = b.Delivery.Due
			}
		}
		if tried.After(now) {
			return Busy{tried.Sub(now) + time.Second}
		}
		if age := now.Sub(tried); age < 2*SendingTimeout {
			return Busy{max(2*time.Second, age/4)}
		}
	}
	return nil
}

func (c *Courier) deliver(ctx context.Context, head Head, m Message, i int) error {
	number, err := c.numberOf(ctx, head)
	if err != nil {
		return err
	}
	claimed, err := c.claim(ctx, head, m, i)
	if err != nil || !claimed {
		return err
	}
	ref := BubbleRef{head.ID, m.ID, i}
	out, err := c.outgoing(ctx, head, m, i)
	if err == nil {
		err = c.maySend(ctx, head, number, m)
	}
	var wamid string
	if err == nil {
		wamid, err = c.Sender.Send(ctx, number, out)
	}
	if err != nil {
		failed, ok := errors.AsType[*SendError](err)
		if !ok {
			unfinished(ctx, "not sent yet", err, "conversation", head.ID, "message", m.ID)
			failed = &SendError{Reason: "The message could not be sent.", Retry: 5 * time.Second}
		}
		if failed.Stop {
			err = c.stopNumber(ctx, number, failed)
			return errors.Join(err, c.notSent(ctx, head, ref, failed))
		}
		return c.notSent(ctx, head, ref, failed)
	}
	if out.Body.findable() {
		if err := c.store.PutWamid(ctx, head.Tenant, wamid, ref); err != nil {
			return err
		}
	}
	if err := c.advance(ctx, head.Tenant, ref, Delivery{Status: Sent, At: c.Now(), Wamid: wamid}); err != nil {
		return err
	}
	if err := c.nameFlow(ctx, number, &out.Body); err != nil {
		slog.WarnContext(ctx, "a Flow's name was not read", "number", trace.Known(number.ID), "error", err.Error())
	}
	return c.unpark(ctx, head.Tenant, wamid, ref)
}

// maySend refuses without a call: any message through a stopped number, words that the customer does not want, and
// a bot's message after the service window or over its limit.
func (c *Courier) maySend(ctx context.Context, head Head, n Number, m Message) error {
	if why := n.WhyStopped(); why != "" {
		return &SendError{Code: n.Stopped.Code, Reason: why}
	}
	if err := c.mayStill(ctx, head, m); err != nil {
		return err
	}
	if m.Author.Kind != ByBot {
		return nil
	}
	if m.Body().Template == nil && !c.Now().Before(head.Window) {
		return c.tooLate(ctx, head, m)
	}
	err := c.pay(ctx, head.Tenant, head.Visitor)
	if KindOf(err) == TooMany {
		return &SendError{Reason: "The bot has reached its limit of messages for today. Answer yourself."}
	}
	return err
}

// tooLate refuses a bot's message after WhatsApp's 24-hour service window, and hands over to the team: the
// customer waits for an answer, and only a template can reach them now.
func (c *Courier) tooLate(ctx context.Context, head Head, m Message) error {
	if m.Rates > 0 { // nobody waits for that
		return &SendError{Reason: "More than 24 hours have passed since the customer wrote, so they were not asked."}
	}
	_, err := c.acts(ctx, Agent{}, head.Key(), func(h *Head) ([]Event, error) {
		if h.Owner != OwnerBot {
			return nil, nil
		}
		began, err := c.inCase(ctx, h, c.Now())
		h.give(OwnerTeam, Agent{}, c.Now())
		h.waits(h.VisitorAt)
		if err == nil {
			err = c.alerts(ctx, h)
		}
		return append(events(began), Event{Name: EventHandedOver, Reason: "window_closed"}), err
	})
	if err != nil {
		return err
	}
	return &SendError{Reason: "More than 24 hours have passed since the customer wrote, so the bot's message was " +
		"not sent. " +
		"Answer with a template."}
}

// outgoing is a bubble in the form in which it is sent.
func (c *Courier) outgoing(ctx context.Context, head Head, m Message, i int) (Outgoing, error) {
	body := m.Bubbles[i].Body
	out := Outgoing{To: head.Reached, Body: body, Callback: callback(head.ID, m.ID, i), Key: head.Key()}
	about := body.ReplyTo
	if body.Reaction != nil {
		about = body.Reaction.To
	}
	if about != "" {
		answered, err := c.store.Message(ctx, head.Key(), about)
		if Except(err, ErrNotFound) != nil {
			return out, err
		}
		if out.ReplyTo = answered.wamid(); out.ReplyTo == "" && body.Reaction != nil {
			return out, &SendError{Reason: "WhatsApp does not know this message, so you cannot react to it."}
		}
	}
	if flow, _ := body.flow(); flow != "" {
		key, err := c.key(ctx, head.Tenant)
		if err != nil {
			return out, err
		}
		out.Token = flowToken(key, BubbleRef{head.ID, m.ID, i})
	}
	return out, nil
}

// wamid is Meta's id of the message: theirs, or that of our first bubble.
func (m *Message) wamid() string {
	if m.Origin != nil {
		return m.Origin.Wamid
	}
	for _, b := range m.Bubbles {
		if b.Delivery != nil && b.Delivery.Wamid != "" {
			return b.Delivery.Wamid
		}
	}
	return ""
}

// stopNumber stops a number that Meta refuses: nothing more is sent through it. An alarm watches for the log
// line.
func (c *Courier) stopNumber(ctx context.Context, n Number, failed *SendError) error {
	slog.ErrorContext(ctx, "number stopped", "number", trace.Known(n.ID), "code", failed.Code)
	n.Stopped = &Stop{Code: failed.Code, Reason: failed.Reason, At: c.Now()}
	defer c.numbers.forget(string(n.Tenant) + "/" + n.ID)
	return Except(c.line.PutNumber(ctx, n), ErrConflict) // the other writer has done it, or the next send will
}

// MarkReadOnWhatsApp tells a customer that we have read their message, and for ActTyping that somebody writes.
// It is a courtesy, so it is tried once.
func (c *Courier) MarkReadOnWhatsApp(ctx context.Context, t Task) error {
	m, err := c.store.Message(ctx, t.Key(), t.Message)
	if err != nil || m.Origin == nil {
		return Except(err, ErrNotFound)
	}
	n, err := c.store.NumberByID(ctx, t.Tenant, m.Origin.Number)
	if err != nil || n.Stopped != nil {
		return Except(err, ErrNotFound)
	}
	if err := c.Sender.Read(ctx, n, m.Origin.Wamid, t.Act == ActTyping); err != nil {
		slog.WarnContext(ctx, "not told as read", "conversation", t.Conversation, "error", err.Error())
	}
	return nil
}

// numberOf is the number of a conversation, at most SettingsLife old. One that is stopped is read anew: its owner may
// have mended it.
func (d *Desk) numberOf(ctx context.Context, head Head) (Number, error) {
	read := func() (Number, error) { return d.store.NumberByID(ctx, head.Tenant, head.Number) }
	n, err := d.numbers.get(string(head.Tenant)+"/"+head.Number, d.Now(), read)
	if err == nil && n.Stopped != nil {
		return read()
	}
	return n, err
}

// passed tells whether the bot had lost the conversation before its words were sent. Its own hand-over does not
// count: the person comes after the words.
func (h *Head) passed(m *Message) bool {
	asked := h.Owner == OwnerTeam && m.Epoch == h.Epoch-1
	return m.Epoch != h.Epoch && !asked
}

// claim marks a bubble as being sent, and tells whether this call may send it.
func (c *Courier) claim(ctx context.Context, head Head, m Message, i int) (bool, error) {
	var mine bool
	var wait time.Duration
	_, err := c.store.UpdateMessageEventually(ctx, head.Key(), m.ID, func(m *Message) error {
		mine, wait = false, 0
		b := &m.Bubbles[i]
		now := c.Now()
		switch {
		case m.Author.Kind == ByBot && head.passed(m):
			b.Delivery = &Delivery{Status: NotSent, At: now, Reason: "A person had taken over before this was sent."}
		case b.Delivery == nil:
			mine = true
			b.Delivery = &Delivery{Status: Sending, At: now}
		case b.Delivery.Status == Queued && b.Delivery.Due.After(now):
			wait = b.Delivery.Due.Sub(now)
		case b.Delivery.Status == Queued:
			mine = true
			b.Delivery.Status, b.Delivery.At = Sending, now
		case b.Delivery.Status == Sending && now.Sub(b.Delivery.At) < SendingTimeout/2:
			wait = SendingTimeout / 2
		case b.Delivery.Status == Sending:
			b.Delivery.Advance(Delivery{
				Status: Unknown, At: now, Reason: "WhatsApp did not say whether this was sent. Ask the customer, or send it again.",
			})
		}
		return nil
	})
	if err == nil && wait > 0 {
		err = Busy{wait}
	}
	return mine, err
}

// notSent records a failure. If the error allows a retry (as Meta's 131056 does), the bubble goes back to
// queued with a backoff, and its task to the queue.
func (c *Courier) notSent(ctx context.Context, head Head, ref BubbleRef, failed *SendError) error {
	if failed.Lost {
		return c.advance(ctx, head.Tenant, ref, Delivery{Status: Unknown, At: c.Now(), Reason: failed.Reason})
	}
	var wait time.Duration
	_, err := c.store.UpdateMessage(ctx, head.Key(), ref.Message, func(m *Message) error {
		b := &m.Bubbles[ref.Bubble]
		if b.Delivery.Status != Sending {
			return nil
		}
		if wait = failed.wait(b.Delivery.Tries); wait > 0 {
			b.Delivery.Status, b.Delivery.Code, b.Delivery.Reason = Queued, failed.Code, failed.Reason
			b.Delivery.Tries++
			b.Delivery.Due = c.Now().Add(wait)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if wait > 0 {
		return Busy{wait}
	}
	return c.advance(ctx, head.Tenant, ref, Delivery{
		Status: NotSent, At: c.Now(), Code: failed.Code, Reason: failed.Reason,
	})
}

// GiveUp records that a message could not be sent after all tries. Nobody saw it, which may come after its case was
// counted.
func (c *Courier) GiveUp(ctx context.Context, t Task) error {
	m, err := c.store.UpdateMessage(ctx, t.Key(), t.Message, func(m *Message) error {
		for i := range m.Bubbles {
			if b := &m.Bubbles[i]; b.Delivery == nil || b.Delivery.Status == Queued {
				b.Delivery = &Delivery{Status: NotSent, At: c.Now(), Reason: "WhatsApp did not take this in time. Send it again."}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	head, err := c.store.Head(ctx, t.Key())
	if err != nil {
		return err
	}
	return c.recounts(ctx, head, &m)
}
