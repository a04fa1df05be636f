package chat

import (
	"context"
	"slices"
	"time"
)

// A note may name colleagues, who are told of it. So is the person to whom a colleague gives a conversation. The rows
// name the message and hold none of its words: an erasure need not look for them.

// maxMentions is how many people a note names at most.
const maxMentions = 10

// Mention leads a person of the team to words of a colleague for them.
type Mention struct {
	To           AgentID        `json:"to"`
	Conversation ConversationID `json:"conversation"`
	Message      MessageID      `json:"message"` // a note, or the event of an assignment
	At           time.Time      `json:"at"`      // of the message
}

// mayMention refuses a note that names somebody who is not in the team.
func (d *Desk) mayMention(ctx context.Context, tenant TenantID, b *Body) error {
	if len(b.Mentions) == 0 {
		return nil
	}
	if b.Kind != KindNote {
		return WrongField("mentions", "only_in_notes", "Only a note for the team names a colleague.")
	}
	slices.Sort(b.Mentions)
	b.Mentions = slices.Compact(b.Mentions)
	if len(b.Mentions) > maxMentions {
		return WrongField("mentions", "too_many_mentions", "A note names at most 10 colleagues.")
	}
	roster, err := d.store.Roster(ctx, tenant)
	for _, id := range b.Mentions {
		if m := roster.Find(id); err == nil && (m == nil || m.Leaving) {
			err = WrongField("mentions", "no_such_colleague", "Somebody who is named here has left your team.")
		}
	}
	return err
}

// mentioned are the people whom the message is for: those that a note names, or the one who gets a conversation from a
// colleague. Nobody is told of their own words.
func (m *Message) mentioned() []AgentID {
	if len(m.Bubbles) == 0 {
		return nil
	}
	var to []AgentID
	switch b := m.Body(); {
	case b.Kind == KindNote:
		to = slices.Clone(b.Mentions)
	case b.Event != nil && b.Event.Name == EventAssigned && b.Event.Reason != "turn" && b.Event.To != "":
		to = []AgentID{b.Event.To}
	}
	return slices.DeleteFunc(to, func(id AgentID) bool { return string(id) == m.Author.ID })
}

// relayMentions tells the people whom a message is for, each once, and at once if they have the app open.
func (d *Desk) relayMentions(ctx context.Context, key ConversationKey, m Message) error {
	for _, to := range m.mentioned() {
		fresh, err := d.Colleagues.Mention(ctx, key.Tenant, Mention{
			To: to, Conversation: key.ID, Message: m.ID, At: m.At,
		})
		if err != nil {
			return err
		}
		if fresh {
			PushAgent(ctx, d, key.Tenant, to, Push{Action: PushMention, Conversation: key.ID, By: m.Author.Name})
		}
	}
	return nil
}

// PushAgent pushes to all sockets of a person of the team. It is a hint, as every push.
func PushAgent(ctx context.Context, d *Desk, tenant TenantID, id AgentID, p Push) {
	team, err := d.store.Team(ctx, tenant)
	if err != nil {
		unfinished(ctx, "push left out", err)
		return
	}
	var sockets []ConnectionID
	for socket, a := range team {
		if a.ID == id {
			sockets = append(sockets, socket)
		}
	}
	d.push(ctx, p, sockets...)
}
