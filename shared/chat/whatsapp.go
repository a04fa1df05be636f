package chat

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/oklog/ulid/v2"
)

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
func (c *Courier) ReceiveWhatsApp(ctx context.Context, n Number, from Contact, body Body, origin Origin) error {
	visitor, err := c.contact(ctx, n, from, origin.Sent, true)
	if errors.Is(err, ErrErased) {
		return nil // Meta repeats words of somebody who was erased since
	}
	if err != nil || visitor.Blocked {
		return err
	}
	origin.Number, origin.Country = n.ID, from.Country
	body = body.asRating()
	id := MessageOf(origin.Wamid, origin.Sent)
	if body.Media != nil {
		body.Media.Upload = string(id)
	}
	if body.FlowReply != nil && body.FlowReply.Name == "" {
		if err := c.readFlowReply(ctx, n.Tenant, ConversationOf(visitor.ID, n.Bot), body.FlowReply); err != nil {
			return err
		}
	}
	if body.Kind == KindText {
		if body.Text, err = c.pair(ctx, n, visitor, from, body.Text); err != nil {
			return err
		}
	}
	in := Incoming{
		Tenant: n.Tenant, Bot: n.Bot, Visitor: visitor.ID, Source: WhatsApp, Reached: from.reached(), Trusted: true,
	}
	for _, part := range (Message{Origin: &origin}).parts(body) {
		in.Message = part
		if _, err := c.Receive(ctx, in); err != nil {
			return err
		}
	}
	return nil
}

// ChangeIdentity takes in that a customer has other ids from now on: the new ones lead to the same visitor as
// the old ones, and answers go there. Ids that lead to somebody else stay theirs.
func (c *Courier) ChangeIdentity(ctx context.Context, n Number, was, is Contact, event EventName, origin Origin) error {
	visitor, err := c.contact(ctx, n, was, origin.Sent, false)
	if errors.Is(err, ErrErased) {
		return nil
	}
	if err != nil {
		return err
	}
	ids, err := c.identitiesOf(ctx, n.Tenant, is)
	if err != nil {
		return err
	}
	_, leads, err := c.known(ctx, n.Tenant, ids, origin.Sent)
	if err != nil {
		return Except(err, ErrErased)
	}
	if visitor, err = c.introduce(ctx, visitor, ids, leads, is, origin.Sent); err != nil {
		return err
	}
	origin.Number = n.ID
	in := Incoming{Tenant: n.Tenant, Bot: n.Bot, Visitor: visitor.ID, Source: WhatsApp, Reached: is.reached()}
	told := Message{
		ID: MessageOf(origin.Wamid, origin.Sent), At: c.Now(), Author: Author{Kind: BySystem}, Origin: &origin,
		Bubbles: []Bubble{{Body: Body{Kind: KindEvent, Event: &Event{Name: event}}}},
	}
	head, err := c.store.Commit(ctx, ConversationKey{n.Tenant, ConversationOf(visitor.ID, n.Bot)},
		func(h *Head) ([]Message, error) {
			if h.Version == 0 {
				*h = in.open()
			}
			h.reach(in.Reached, origin)
			return []Message{told}, nil
		})
	if err == nil {
		c.spread(ctx, head, "", told)
	}
	return Except(err, ErrExists, ErrErased)
}

// reach notes where answers go, unless a later message has told so already.
func (h *Head) reach(reached string, told Origin) {
	if reached != "" && !told.Sent.Before(h.ReachedAsOf) {
		h.Reached, h.ReachedAsOf, h.Number = reached, told.Sent, told.Number
	}
}

// Echo takes in a message that the team wrote in the WhatsApp Business app, beside us: it is an agent's, and
// takes the conversation over as all of those do.
func (c *Courier) Echo(ctx context.Context, n Number, to Contact, body Body, origin Origin) error {
	visitor, err := c.contact(ctx, n, to, origin.Sent, false)
	if errors.Is(err, ErrErased) {
		return nil
	}
	if err != nil {
		return err
	}
	origin.Number = n.ID
	in := Incoming{Tenant: n.Tenant, Bot: n.Bot, Visitor: visitor.ID, Source: WhatsApp, Reached: to.reached()}
	app := Agent{Tenant: n.Tenant, ID: AppAgent, Name: "WhatsApp Business app"}
	id := MessageOf(origin.Wamid, origin.Sent)
	if body.Media != nil {
		body.Media.Upload = string(id)
	}
	said := Message{At: c.Now(), Author: Author{Kind: ByAgent, ID: string(app.ID), Name: app.Name}, Origin: &origin}
	for i, part := range said.parts(body) {
		if i == 0 {
			part.Bubbles[0].Delivery = &Delivery{Status: Sent, At: origin.Sent, Wamid: origin.Wamid}
		}
		if err := c.echoed(ctx, in, app, part); err != nil {
			return err
		}
	}
	return nil
}

// echoed stores a message from the Business app.
func (c *Courier) echoed(ctx context.Context, in Incoming, app Agent, said Message) error {
	if err := c.check(&said, true); err != nil {
		return err
	}
	origin := *said.Origin
	head, err := c.store.Commit(ctx, ConversationKey{in.Tenant, ConversationOf(in.Visitor, in.Bot)},
		func(h *Head) ([]Message, error) {
			if h.Version == 0 {
				*h = in.open()
				h.reach(in.Reached, origin)
			}
			if !said.Body().IsMark() {
				h.replies(said.At)
			}
			rows := []Message{}
			if h.Owner != OwnerAgent && !said.Body().IsMark() && !origin.Sent.Before(h.OwnedAt.Truncate(time.Second)) {
				began, err := c.takes(ctx, app, h, said.At)
				if err != nil {
					return nil, err
				}
				for i, e := range append(began, Event{Name: EventTookOver, Reason: "replied"}) {
					took := c.event(app, e, h)
					sent := origin.Sent.Add(time.Duration(i-len(began)-1) * time.Millisecond)
					took.ID = MessageOf(origin.Wamid+"/"+string(e.Name), sent)
					rows = append(rows, *took)
				}
			}
			said.Epoch = h.Epoch
			h.note(&said)
			return append(rows, said), nil
		})
	if err == nil {
		c.spread(ctx, head, "", said)
	}
	return Except(err, ErrExists, ErrErased)
}

// AppAgent stands for everybody who writes in the WhatsApp Business app: Meta does not tell them apart.
const AppAgent AgentID = "whatsapp-app"
