package notices

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Relayed has the channels of a team told, if a message brings it about that a customer waits for a person, says that
// nobody answered in the time that they were told, or is a note that names a colleague. The stream's reader calls it,
// at least once and in any order: each notice is claimed before it goes. A team without a channel costs nothing.
func (r *Room) Relayed(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	act, colleagues := about(&m), others(&m)
	if len(colleagues) > 0 {
		act = ActNamed
	}
	if act == "" {
		return nil
	}
	tenant, err := r.desk.Tenant(ctx, key.Tenant)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	wanting := slices.DeleteFunc(slices.Clone(tenant.Channels), func(c chat.Channel) bool { return !tells(&c, act) })
	if len(wanting) == 0 {
		return nil
	}
	whom := []chat.AgentID{""} // nobody of the team
	if act == ActNamed {
		whom = colleagues
	} else if head, err := r.store.Head(ctx, key); err != nil || head.Waits().IsZero() {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	for _, c := range wanting {
		for _, agent := range whom {
			t := chat.Task{
				Tenant: key.Tenant, Conversation: key.ID, Message: m.ID, Act: act, Channel: c.ID, Agent: agent, Told: m.At,
			}
			if err := r.Queue.Mail(ctx, t); err != nil {
				return err
			}
		}
	}
	return nil
}

// others are the colleagues whom a note names, without its author.
func others(m *chat.Message) []chat.AgentID {
	if len(m.Bubbles) == 0 || m.Body().Kind != chat.KindNote {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(m.Body().Mentions), func(id chat.AgentID) bool {
		return string(id) == m.Author.ID
	})
}

// about is the kind of notice for which a message may be the reason; "" for none.
func about(m *chat.Message) chat.Act {
	if m.Effects != nil && m.Effects.HandOver != "" && m.Outcome != chat.Dropped {
		return ActWaits
	}
	if len(m.Bubbles) == 0 {
		return ""
	}
	e := m.Body().Event
	switch {
	case e == nil && m.Author.Kind == chat.ByVisitor && !m.Body().IsMark():
		return ActWaits
	case e == nil:
		return ""
	case e.Name == chat.EventPromisePassed:
		return ActPassed
	case slices.Contains(turns, e.Name):
		return ActWaits
	}
	return ""
}

// turns are the events after which a customer may wait for somebody else than before.
var turns = []chat.EventName{
	chat.EventHandedOver, chat.EventReopened, chat.EventCaseBegan, chat.EventRequeued, chat.EventMovedOn,
	chat.EventAssigned,
}
