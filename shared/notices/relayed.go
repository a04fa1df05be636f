package notices

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Relayed has the channels of a team and the devices of its people told, if a message brings it about that a customer
// waits for a person, says that nobody answered in the time that they were told or although the conversation moved on,
// is a note that names a colleague, or gives one a conversation. The stream's reader calls it, at least once and in any
// order: each notice is claimed before it goes. A team without a channel or a device costs nothing.
func (r *Room) Relayed(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	news := reasons(&m)
	if len(news) == 0 {
		return nil
	}
	tenant, err := r.desk.Tenant(ctx, key.Tenant)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	var tasks []chat.Task
	for _, n := range news {
		for _, to := range wants(tenant, n.Act) {
			n.Tenant, n.Conversation, n.Message, n.Channel, n.Told = key.Tenant, key.ID, m.ID, to, m.At
			tasks = append(tasks, n)
		}
	}
	if len(tasks) == 0 {
		return nil
	}
	head, err := r.store.Head(ctx, key)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound, chat.ErrErased)
	}
	for _, t := range tasks {
		if t.Agent == "" && head.Waits().IsZero() {
			continue
		}
		if err := r.Queue.Mail(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// wants are the ids of the channels that want a kind of notice, and "" for the devices of a team that may have some.
func wants(tenant chat.Tenant, act chat.Act) (all []string) {
	for i := range tenant.Channels {
		if c := &tenant.Channels[i]; tells(c, act) {
			all = append(all, c.ID)
		}
	}
	if tenant.Push.Public != "" {
		all = append(all, "")
	}
	return all
}

// reasons are the notices for which a message may be the reason: those that are for one person name them.
func reasons(m *chat.Message) (all []chat.Task) {
	for _, id := range others(m) {
		all = append(all, chat.Task{Act: ActNamed, Agent: id})
	}
	if to := given(m); to != "" {
		all = append(all, chat.Task{Act: ActAssigned, Agent: to})
	}
	if act := about(m); act != "" {
		all = append(all, chat.Task{Act: act})
	}
	return all
}

// given is who gets a conversation by a message, unless they took it themselves.
func given(m *chat.Message) chat.AgentID {
	if len(m.Bubbles) == 0 {
		return ""
	}
	e := m.Body().Event
	if e == nil || e.Name != chat.EventAssigned || string(e.To) == m.Author.ID {
		return ""
	}
	return e.To
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
	case e.Name == chat.EventMovedOn && e.Reason != "": // to the top of the queue
		return ActRaised
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
