package main

import (
	"context"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/setup"
)

// prefixes are the beginnings of made-up customers' numbers, with their countries.
var prefixes = []struct{ digits, country string }{
	{"23480", "NG"},
	{"55119", "BR"},
	{"9198", "IN"},
	{"49151", "DE"},
	{"2010", "EG"},
}

// text is one made-up chat on WhatsApp: questions that the bot answers, sometimes a person, all of
// them read.
func (v *visit) text(ctx context.Context, agent chat.Agent) error {
	number, err := v.store.Number(ctx, setup.DemoApp, setup.DemoNumber)
	if err != nil {
		return err
	}
	from := prefixes[v.luck.IntN(len(prefixes))]
	contact := chat.Contact{
		WaID: fmt.Sprintf("%s%07d", from.digits, v.luck.IntN(10_000_000)), Country: from.country,
		Name: first[v.luck.IntN(len(first))] + " " + last[v.luck.IntN(len(last))],
	}
	var key chat.ConversationKey
	for turn := range 1 + v.luck.IntN(3) {
		v.pass(time.Minute)
		origin := chat.Origin{Wamid: fmt.Sprintf("wamid.seed-%d-%d", v.i, turn), Sent: v.clock.Truncate(time.Second)}
		if err := v.desk.ReceiveWhatsApp(ctx, number, contact, chat.Text(asked[v.luck.IntN(len(asked))]),
			origin); err != nil {
			return err
		}
		if key, err = v.answered(ctx, number, chat.MessageOf(origin.Wamid, origin.Sent), contact); err != nil {
			return err
		}
	}
	head, err := v.store.Head(ctx, key)
	if err != nil {
		return err
	}
	visitor := chat.VisitorKey{Tenant: head.Tenant, ID: head.Visitor}
	current, err := v.store.Current(ctx, visitor)
	if err != nil {
		return err
	}
	if err := v.ends(ctx, chat.VisitKey{Tenant: visitor.Tenant, Visitor: visitor.ID, ID: current.Visit},
		chat.Idle); err != nil {
		return err
	}
	if v.luck.IntN(3) > 0 {
		return nil
	}
	return v.helped(ctx, key, agent)
}

// helped has a person answer as well, and the customer read it.
func (v *visit) helped(ctx context.Context, key chat.ConversationKey, agent chat.Agent) error {
	v.pass(5 * time.Minute)
	reply, _, err := v.desk.Reply(ctx, agent, key, v.id(), chat.Text("Hello, I am Ana. Shall I call you?"), nil)
	if err != nil {
		return err
	}
	return v.read(ctx, key, reply.ID)
}

// answered relays a question at its own time instead of waiting for the stream.
func (v *visit) answered(
	ctx context.Context, n chat.Number, id chat.MessageID, from chat.Contact) (chat.ConversationKey, error,
) {
	tenant, err := v.store.Tenant(ctx, n.Tenant)
	if err != nil {
		return chat.ConversationKey{}, err
	}
	secret, err := v.desk.Keys.TenantKey(ctx, tenant)
	if err != nil {
		return chat.ConversationKey{}, err
	}
	lead, err := v.store.Identify(ctx, n.Tenant, secret.Identity("wa_id", from.WaID))
	if err != nil {
		return chat.ConversationKey{}, err
	}
	key := chat.ConversationKey{Tenant: n.Tenant, ID: chat.ConversationOf(lead.Visitor, n.Bot)}
	question, err := v.store.Message(ctx, key, id)
	if err != nil {
		return key, err
	}
	v.pass(2 * time.Second)
	if err := v.desk.Relay(ctx, chat.Change{Key: key, Message: &question}); err != nil {
		return key, err
	}
	return key, v.read(ctx, key, chat.ReplyTo(id))
}

// read marks a message as read on the customer's phone.
func (v *visit) read(ctx context.Context, key chat.ConversationKey, id chat.MessageID) error {
	_, err := v.store.UpdateMessage(ctx, key, id, func(m *chat.Message) error {
		for i := range m.Bubbles {
			m.Bubbles[i].Delivery = &chat.Delivery{
				Status: chat.Read, At: v.clock, Category: "service", Price: "regular",
				Wamid: fmt.Sprintf("wamid.seed-%s-%d", id, i),
			}
		}
		return nil
	})
	return err
}
