package chat

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// spread pushes messages to everybody who has the conversation open: the visitor's sockets, the agents who look
// at it, and its owner. The socket except already has them.
func (d *Desk) spread(ctx context.Context, h Head, except ConnectionID, messages ...Message) {
	visitors := d.visitorSockets(ctx, h, except, messages[0].Visit)
	agents := d.watchers(ctx, h)
	for _, m := range messages {
		if seen, ok := d.forVisitor(ctx, h.Tenant, m); ok && len(visitors) > 0 {
			d.push(ctx, Push{Action: PushMessage, Conversation: h.ID, Message: &seen, Seen: h.SeenByVisitor}, visitors...)
		}
		d.show(ctx, Push{Action: PushMessage, Conversation: h.ID, Seen: h.SeenByVisitor}, m, agents)
		if m.Effects != nil && m.Effects.HandOver != "" {
			d.push(ctx, Push{
				Action: PushOwner, Conversation: h.ID, Owner: h.Owner, Promise: d.promiseOf(ctx, h),
			}, visitors...)
		}
	}
}

func (d *Desk) visitorSockets(ctx context.Context, h Head, except ConnectionID, visit VisitID) []ConnectionID {
	if h.Source != Web {
		return nil
	}
	ids, err := d.tabsForPush(ctx, VisitorKey{h.Tenant, h.Visitor}, visit)
	ids = slices.DeleteFunc(ids, func(id ConnectionID) bool { return id == except })
	if err == nil && len(ids) < 2 { // most visitors have one tab: the post itself tells whether it is open
		return ids
	}
	var all map[ConnectionID]Socket
	if err == nil {
		all, err = d.store.SocketsByID(ctx, ids)
	}
	if err != nil {
		unfinished(ctx, "push left out", err) // it was a hint
		return nil
	}
	return slices.DeleteFunc(ids, func(id ConnectionID) bool { return all[id].ID == "" || !all[id].Closed.IsZero() })
}

// ToVisitor pushes to a visitor's open pages the news that another room has of their conversation.
type ToVisitor struct{ *Desk }

// Push is a hint, as every push: a page that misses it hears of the change with its next welcome.
func (v ToVisitor) Push(ctx context.Context, key ConversationKey, p Push) error {
	h, err := v.store.Head(ctx, key)
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	p.Conversation = h.ID
	v.push(ctx, p, v.visitorSockets(ctx, h, "", "")...)
	return nil
}

// show pushes a message to people of the team, masked for those who may not see contact data.
func (d *Desk) show(ctx context.Context, p Push, m Message, to map[ConnectionID]Agent) {
	var seeing, others []ConnectionID
	for id, agent := range to {
		if sees, err := d.SeesContacts(ctx, agent); err == nil && sees {
			seeing = append(seeing, id)
		} else {
			others = append(others, id)
		}
	}
	full := m.ForAgent()
	p.Message = &full
	d.push(ctx, p, seeing...)
	if len(others) > 0 {
		masked := full.Masked()
		p.Message = &masked
		d.push(ctx, p, others...)
	}
}

// watching is the sockets of watchers.
func (d *Desk) watching(ctx context.Context, h Head) []ConnectionID {
	return slices.Collect(maps.Keys(d.watchers(ctx, h)))
}

// onlookers is the sockets of watchers other than an agent.
func (d *Desk) onlookers(ctx context.Context, h Head, a *Agent) []ConnectionID {
	all := d.watchers(ctx, h)
	maps.DeleteFunc(all, func(_ ConnectionID, other Agent) bool { return other.ID == a.ID })
	return slices.Collect(maps.Keys(all))
}

// watchers is the sockets of the agents who have the conversation open, and of its owner.
func (d *Desk) watchers(ctx context.Context, h Head) map[ConnectionID]Agent {
	viewers := map[ConnectionID]Agent{}
	if d.Now().Before(h.Watched) { // most conversations have no viewers: that saves a read
		var err error
		if viewers, err = d.store.Viewers(ctx, h.Key()); err != nil {
			unfinished(ctx, "push left out", err)
			return nil
		}
	}
	if h.Owner == OwnerAgent {
		team, _ := d.store.Team(ctx, h.Tenant)
		for id, agent := range team {
			if agent.ID == h.Assignee {
				viewers[id] = agent
			}
		}
	}
	return viewers
}

// hint tells the team that a list has changed: at most once a second, and in a team of hundreds less often by
// as much, so that the posts do not grow with the team. A warm function remembers its last hint; the throttle
// in the store holds for all functions together.
func (d *Desk) hint(ctx context.Context, tenant TenantID, list string) {
	d.tell(ctx, tenant, list, false)
}

// hintAlone is a hint of a step of a visit beside which most often nothing else happens: where few visitors come, it
// costs a post and no write.
func (d *Desk) hintAlone(ctx context.Context, tenant TenantID, list string) {
	d.tell(ctx, tenant, list, true)
}

const (
	loneAfter  = 5 * time.Second // without a note of the throttle, until hints of visits may pass without one
	loneSample = 8               // of which it notes one, so that it sees when they become many
)

// Lone tells whether a hint of a visit may pass the throttle without a note, after the last one that was noted.
func Lone(last, second time.Time) bool {
	return second.Sub(last) >= loneAfter && rand.Int64N(loneSample) > 0
}

func (d *Desk) tell(ctx context.Context, tenant TenantID, list string, alone bool) {
	second := d.Now().Truncate(time.Second)
	if told, loaded := d.told.Swap(string(tenant)+"/"+list, second); loaded && told == second {
		return
	}
	team, err := d.store.Team(ctx, tenant)
	if err != nil {
		unfinished(ctx, "push left out", err)
	}
	if len(team) == 0 { // at night nobody looks: that saves a write
		return
	}
	if open, err := d.store.Throttle(ctx, tenant, list, second, alone); err != nil || !open {
		return
	}
	ids := make([]ConnectionID, 0, len(team))
	for id := range team {
		ids = append(ids, id)
	}
	d.push(ctx, Push{Action: PushChanged, List: list}, ids...)
	if pause := len(team) / 100; pause > 0 { // the throttle stays shut so much longer
		_, _ = d.store.Throttle(ctx, tenant, list, second.Add(time.Duration(pause)*time.Second), false)
	}
}

// ForAgent is ForOwner without the costs.
func (m Message) ForAgent() Message {
	m = m.ForOwner()
	if m.Effects != nil && m.Effects.Model != nil {
		use := *m.Effects.Model
		use.In, use.Out, use.Micros = 0, 0, 0
		m.Effects.Model = &use
	}
	if m.Effects != nil && m.Effects.Gap != nil {
		gap := *m.Effects.Gap
		gap.ID, gap.Plain = GapID(gap.Question), ""
		m.Effects.Gap = &gap
	}
	return m
}

// ForOwner is the message without the fields that only machines need.
func (m Message) ForOwner() Message {
	m.Hash, m.Entry, m.Sends, m.WaitedFrom, m.Need = "", nil, false, time.Time{}, nil
	if m.Effects != nil {
		effects := *m.Effects
		effects.State = nil
		m.Effects = &effects
	}
	return m
}
