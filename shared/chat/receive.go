package chat

import (
	"context"
	"errors"
	"time"
)

// Incoming is a visitor's message on its way in.
type Incoming struct {
	Tenant  TenantID
	Bot     BotID
	Visitor VisitorID
	Source  Source
	Site    string       // key of the website
	Message Message      // id, bubbles and origin; the rest is filled in
	Reached string       // where answers go, for WhatsApp
	Seen    MessageID    // how far the visitor has read, if the frame tells
	From    ConnectionID // the socket that gets the answer with its ack
	Region  string       // the country that a website's visitor seems to be in
	Locale  string       // of their page
	Trusted bool         // an id from Meta's own clock: no limit on how far ahead
}

// Received is the answer to the sender: the message as it is stored, and the bot's reply if there is one
// already.
type Received struct {
	Message Message
	Reply   *Message
	Promise *Promise // if the reply asked for a person: by when one usually answers
}

// Receive is the one way in for visitors' messages. It is idempotent: it stores the message once, under its id,
// which is the idempotency key. A retry of the same message is a success, another message under a stored id is
// id_conflict. For a website it then does at once the work that Relay would do later: update the inbox, have a
// fast bot answer, push to the open chats. Meta does not wait, and sends up to a thousand messages at once: for
// WhatsApp, Relay does all that.
func (d *Desk) Receive(ctx context.Context, in Incoming) (Received, error) {
	key := ConversationKey{in.Tenant, ConversationOf(in.Visitor, in.Bot)}
	m := in.Message
	m.Author = Author{Kind: ByVisitor, ID: string(in.Visitor)}
	m.Entry = &Entry{
		Tenant: in.Tenant, Bot: in.Bot, Source: in.Source, Site: in.Site, Reached: in.Reached, Locale: in.Locale,
	}
	if err := d.check(&m, in.Trusted); err != nil {
		return Received{}, err
	}
	if err := d.checkOffer(ctx, key, &m, Judge{in.Region, d.Rules.ValidNumber}); err != nil {
		return Received{}, err
	}
	stored, fresh, err := d.append(ctx, key, m)
	if err == nil {
		err = d.heedsStop(ctx, in, stored) // a repeat comes here too
	}
	if err != nil {
		return Received{}, err
	}
	if in.Source == WhatsApp {
		return Received{Message: stored}, nil
	}
	reply, head, err := d.answer(ctx, in, stored)
	if errors.Is(err, ErrErased) {
		return Received{}, errors.Join(err, d.store.EraseMessage(ctx, key, stored))
	}
	if err != nil {
		// The message is safe and Relay will finish it: the sender is told so.
		unfinished(ctx, "left to relay", err, "conversation", key.ID, "message", stored.ID)
		return Received{Message: stored}, nil
	}
	if stored.Body().Rating != nil {
		if err := d.rates(ctx, key, stored); err != nil {
			unfinished(ctx, "left to relay", err, "conversation", key.ID, "message", stored.ID)
		}
	}
	if fresh && reply != nil {
		d.spread(ctx, head, in.From, stored, *reply)
	} else if fresh {
		d.spread(ctx, head, in.From, stored)
	}
	return Received{Message: stored, Reply: reply, Promise: d.promiseOf(ctx, head)}, nil
}

// check refuses a person's message that breaks a rule, before anything is stored.
func (d *Desk) check(m *Message, trusted bool) error {
	at, err := TimeOf(string(m.ID))
	if err != nil {
		return err
	}
	if now := d.Now(); !trusted && at.After(now.Add(ClockSkew)) {
		return Errorf(Invalid, "id_from_future", "The id's time is ahead of the server's, which is %s.",
			now.Format(time.RFC3339Nano))
	}
	for i := range m.Bubbles {
		said := m.Bubbles[i].Text
		if m.Origin != nil && m.Bubbles[i].Kind == KindEdit {
			continue // an edit may be as long as its message
		}
		if err := m.Bubbles[i].clean(); err != nil {
			return err
		}
		if m.Origin == nil && m.Bubbles[i].blank() {
			return errEmptyText // a message from WhatsApp was sent, even if nothing of it shows
		}
		if m.Author.Kind == ByAgent && m.leaves() {
			if err := filled(said); err != nil {
				return err
			}
		}
		if m.Origin != nil && m.Origin.Parts > 1 { // the blanks at the ends of a part stand within the whole text
			m.Bubbles[i].Text = said
		}
	}
	return nil
}

// append stores the message and tells whether this call stored it. The same
// message under the same id is a success.
func (d *Desk) append(ctx context.Context, key ConversationKey, m Message) (Message, bool, error) {
	m.At = d.Now()
	m.Hash = m.hash()
	stored, err := d.store.Append(ctx, key, m)
	if errors.Is(err, ErrExists) {
		if stored.Hash != m.Hash && !sameWamid(stored, m) {
			return Message{}, false, Errorf(Conflict, "id_conflict",
				"Another message is stored under this id. Send yours under a new one.")
		}
		return stored, false, nil
	}
	return stored, err == nil, err
}

// sameWamid tells whether two messages have the same id of Meta's. Meta may send a fuller one later: the first
// stands.
func sameWamid(a, b Message) bool {
	return a.Origin != nil && b.Origin != nil && a.Origin.Wamid != "" && a.Origin.Wamid == b.Origin.Wamid
}

// checkOffer proves that a click or a submission answers something that the bot
// offered in this conversation, and takes its words from the offer.
func (d *Desk) checkOffer(ctx context.Context, key ConversationKey, m *Message, j Judge) error {
	if m.Entry.Source == WhatsApp {
		return nil // Meta vouches for it, and the offer may not be known by Meta's id yet
	}
	if c := m.Body().Click; c != nil && c.Message == "" {
		return Errorf(Invalid, "not_offered", "A click has to name the message that offered its option.")
	}
	offer, err := d.offer(ctx, key, m)
	if err != nil || offer == nil {
		return err
	}
	if c := m.Body().Click; c != nil {
		option := offer.option(c.Option)
		if option == nil {
			return Errorf(Invalid, "option_not_offered", "That option was not offered.")
		}
		if offer.Rates > 0 {
			*m.Body() = m.Body().asRating()
			return offer.mayRate(d.Now())
		}
		c.Title, c.URL = option.Title, option.URL
		m.Body().Text = option.Title
		return nil
	}
	s := m.Body().Submission
	form := offer.form(s.Form)
	if form == nil {
		return Errorf(Invalid, "form_not_offered", "That form was not offered.")
	}
	return form.Check(s.Values, j)
}

// offer is the bot's message that this one answers, or nil if it answers none.
func (d *Desk) offer(ctx context.Context, key ConversationKey, m *Message) (*Message, error) {
	id := MessageID("")
	switch b := m.Body(); {
	case b.Click != nil && b.Click.Message == "":
		return d.offerByWamid(ctx, key, m)
	case b.Click != nil:
		id = b.Click.Message
	case b.Submission != nil:
		id = b.Submission.Message
	case b.FlowReply != nil:
		id = b.FlowReply.Message
	}
	if id == "" {
		return nil, nil
	}
	if _, err := TimeOf(id.Base()); err != nil {
		return nil, err
	}
	offer, err := d.store.Message(ctx, key, id)
	if m.Body().FlowReply != nil && errors.Is(err, ErrNotFound) {
		return nil, nil // we offered it so long ago that it is gone
	}
	if errors.Is(err, ErrNotFound) || (err == nil && offer.Author.Kind == ByVisitor) {
		return nil, Errorf(Invalid, "not_offered", "The message that this answers is not in this conversation.")
	}
	return &offer, err
}

// offerByWamid is the bot's message that a tap on WhatsApp answers; nil if we do not know it.
func (d *Desk) offerByWamid(ctx context.Context, key ConversationKey, m *Message) (*Message, error) {
	if m.Origin == nil || m.Origin.ReplyTo == "" {
		return nil, nil
	}
	ref, err := d.byWamid(ctx, key, m.Origin.ReplyTo, reachOf(m.At, markPages))
	if err != nil || ref.Conversation != key.ID {
		return nil, Except(err, ErrNotFound)
	}
	offer, err := d.store.Message(ctx, key, ref.Message)
	if err != nil {
		return nil, Except(err, ErrNotFound)
	}
	return &offer, nil
}

func (m *Message) option(id string) *Option {
	for _, b := range m.Bubbles {
		for i := range b.Options {
			if b.Options[i].ID == id {
				return &b.Options[i]
			}
		}
		for _, card := range b.Cards {
			for i := range card.Options {
				if card.Options[i].ID == id {
					return &card.Options[i]
				}
			}
		}
	}
	return nil
}

func (m *Message) form(id string) *Form {
	for _, b := range m.Bubbles {
		if b.Form != nil && b.Form.ID == id {
			return b.Form
		}
	}
	return nil
}
