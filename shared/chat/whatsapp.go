package chat

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/oklog/ulid/v2"
)

// Contact is who wrote on WhatsApp, as Meta names them. Each id may be missing.
type Contact struct {
	WaID    string
	BSUID   string
	Parent  string
	Name    string
	Country string // from the number or the BSUID
}

// reached is where answers go.
func (c Contact) reached() string {
	if c.WaID != "" {
		return c.WaID
	}
	return c.BSUID
}

// MessageOf derives a message's id from Meta's, so that a webhook that comes again
// meets the row it made: Meta's timestamp, and a hash of Meta's id.
func MessageOf(wamid string, sent time.Time) MessageID {
	var id ulid.ULID
	_ = id.SetTime(ulid.Timestamp(sent))
	sum := sha256.Sum256([]byte(wamid))
	_ = id.SetEntropy(sum[:10])
	return MessageID(id.String())
}

// ReceiveWhatsApp takes one message of a webhook whose number is bound to a tenant.
func (d *Desk) ReceiveWhatsApp(ctx context.Context, n Number, from Contact, body Body, origin Origin) error {
	visitor, err := d.contact(ctx, n, from, origin.Sent)
	if errors.Is(err, ErrErased) {
		return nil // Meta repeats words of somebody who was erased since
	}
	if err != nil || visitor.Blocked {
		return err
	}
	origin.Number, origin.Country = n.ID, from.Country
	in := Incoming{
		Tenant: n.Tenant, Bot: n.Bot, Visitor: visitor.ID, Source: WhatsApp, Reached: from.reached(), Trusted: true,
		Message: Message{ID: MessageOf(origin.Wamid, origin.Sent), Bubbles: []Bubble{{Body: body}}, Origin: &origin},
	}
	if c := body.Click; c != nil {
		in.Message.Bubbles[0].Body = d.tapped(ctx, in, *c, body.Text)
	}
	_, err = d.Receive(ctx, in)
	return err
}

// tapped turns a tap into a click on the bot's message that offered it. A tap on
// something that is not found is kept as its words: Meta vouches that it happened.
func (d *Desk) tapped(ctx context.Context, in Incoming, c Click, title string) Body {
	words := Body{Kind: KindText, Text: title}
	ref, err := d.Store.Wamid(ctx, in.Tenant, string(c.Message))
	if err != nil || ref.Conversation != ConversationOf(in.Visitor, in.Bot) {
		return words
	}
	offer, err := d.Store.Message(ctx, ConversationKey{in.Tenant, ref.Conversation}, ref.Message)
	if err != nil || offer.option(c.Option) == nil {
		return words
	}
	return Body{Kind: KindClick, Text: title, Click: &Click{Message: ref.Message, Option: c.Option, Title: title}}
}

// contact finds the visitor behind any of a contact's ids, or makes one. ErrErased if the
// message was sent before they were erased.
func (d *Desk) contact(ctx context.Context, n Number, from Contact, sent time.Time) (Visitor, error) {
	ids, err := d.identitiesOf(ctx, n.Tenant, from)
	if err != nil {
		return Visitor{}, err
	}
	if len(ids) == 0 {
		return Visitor{}, Errorf(Invalid, "no_sender", "The message names nobody.")
	}
	for range AnswerTries {
		found, leads, err := d.known(ctx, n.Tenant, ids, sent)
		if err != nil || found.ID != "" {
			return found, d.alsoKnownAs(ctx, found, ids, leads, err)
		}
		for i := range ids {
			ids[i].Erased = leads[ids[i].Hash].Erased
		}
		v := Visitor{Tenant: n.Tenant, ID: VisitorID("v_" + d.NewID(d.Now())), FirstSeen: d.Now(), Source: WhatsApp, Identities: ids}
		for field, value := range map[string]string{"name": from.Name, "phone": plus(from.WaID)} {
			if value != "" {
				v.Learn(Claim{Field: field, Value: value, Source: "whatsapp"}, d.Now())
			}
		}
		err = d.Store.AddVisitor(ctx, v)
		if !errors.Is(err, ErrExists) {
			return v, err
		}
	}
	return Visitor{}, ErrConflict
}

// identitiesOf is what a contact is found by.
func (d *Desk) identitiesOf(ctx context.Context, tenant TenantID, from Contact) ([]Identity, error) {
	key, err := d.key(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var ids []Identity
	for _, id := range []struct{ kind, value string }{{"wa_id", from.WaID}, {"bsuid", from.BSUID}, {"parent_bsuid", from.Parent}} {
		if id.value != "" {
			ids = append(ids, Identity{Kind: id.kind, Hash: key.Identity(id.kind, id.value)})
		}
	}
	return ids, nil
}

func plus(waID string) string {
	if waID == "" {
		return ""
	}
	return "+" + waID
}

// known is the visitor that the first known identity leads to, and where each leads.
func (d *Desk) known(ctx context.Context, tenant TenantID, ids []Identity, sent time.Time) (Visitor, map[string]Lead, error) {
	leads := map[string]Lead{}
	var found VisitorID
	for _, id := range ids {
		lead, err := d.Store.Identify(ctx, tenant, id.Hash)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return Visitor{}, nil, err
		}
		if sent.Before(lead.Erased) {
			return Visitor{}, nil, ErrErased
		}
		leads[id.Hash] = lead
		if found == "" {
			found = lead.Visitor
		}
	}
	if found == "" {
		return Visitor{}, leads, nil
	}
	v, err := d.Store.Visitor(ctx, VisitorKey{tenant, found})
	if errors.Is(err, ErrErased) {
		return v, nil, errors.New("chat: an identity leads to a visitor who is being erased") // Meta repeats it
	}
	return v, leads, err
}

// alsoKnownAs remembers ids that came along for the first time. One that leads to
// somebody else stays theirs: people are never merged by accident.
func (d *Desk) alsoKnownAs(ctx context.Context, v Visitor, ids []Identity, leads map[string]Lead, err error) error {
	for _, id := range ids {
		if err != nil {
			return err
		}
		if lead := leads[id.Hash]; lead.Visitor == "" {
			id.Erased = lead.Erased
			err = ignore(d.Store.AddIdentity(ctx, v.Key(), id), ErrExists)
		}
	}
	return err
}

// visitByMessage makes a WhatsApp message part of a visit: a run of messages with
// gaps under SessionGap.
func (d *Desk) visitByMessage(ctx context.Context, in Incoming, m Message) error {
	visit := Session{
		Tenant: in.Tenant, Visitor: in.Visitor, Bot: in.Bot, Source: WhatsApp, Mode: Full,
		Device: Device{Type: "whatsapp"}, Place: Place{Country: m.Origin.Country, Inferred: m.Origin.Country != ""},
	}
	key := VisitorKey{in.Tenant, in.Visitor}
	for range AnswerTries {
		current, err := d.Store.Current(ctx, key)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if err == nil {
			joined, err := d.joinByMessage(ctx, SessionKey{in.Tenant, in.Visitor, current.Session}, m.At)
			if err != nil || joined {
				return err
			}
		}
		visit.ID = SessionID("s_" + d.NewID(m.At))
		visit.Started, visit.LastAt, visit.Returning = m.At, m.At, current.Number > 0
		visit.arm(d.Now())
		if err = d.Store.Begin(ctx, visit, current); !errors.Is(err, ErrConflict) {
			return err
		}
	}
	return ErrConflict
}

// joinByMessage extends a visit to a message's time, and tells whether the message
// belongs to it. A message from before the visit's last activity belongs to it too.
func (d *Desk) joinByMessage(ctx context.Context, key SessionKey, at time.Time) (bool, error) {
	joined := false
	_, err := d.updateSession(ctx, key, nil, func(s *Session) error {
		if joined = at.Sub(s.LastAt) < SessionGap; !joined {
			if s.Live() {
				s.end(Idle)
			}
			return nil
		}
		if !at.After(s.LastAt) {
			return nil
		}
		s.LastAt = at
		if d.Now().Sub(at) < WhatsAppLive {
			s.resume(at)
		} else if !s.Live() {
			s.end(Idle)
		}
		return nil
	})
	return joined, ignore(err, ErrNotFound)
}
