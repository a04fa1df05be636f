// Package team knows the people of a team as a room of its own: their presence, how many conversations each of them
// has, the person to get the next one, and whom to alert of a bot's talk. It changes no conversation: chat does that,
// and asks this room through its port Colleagues.
package team

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Store is the storage of the team. The promises of chat.Store hold for these methods too.
type Store interface {
	Roster(ctx context.Context, tenant chat.TenantID) (chat.Roster, error)
	Team(ctx context.Context, tenant chat.TenantID) (map[chat.ConnectionID]chat.Agent, error)

	// ListWork lists an agent's open conversations, ListWaiting those of some agents ("" means nobody in particular)
	// in which customers wait, the longest waiting first.
	ListWork(
		ctx context.Context, tenant chat.TenantID, agent chat.AgentID, position string, limit int,
	) (heads []chat.Head, next string, err error)
	ListWaiting(
		ctx context.Context, tenant chat.TenantID, agents []chat.AgentID, position string, limit int,
	) (heads []chat.Head, next string, err error)

	// ListQueue lists the conversations of a queue.
	ListQueue(
		ctx context.Context, tenant chat.TenantID, q chat.Queue, position string, limit int,
	) (heads []chat.Head, next string, err error)

	// WorkOf is the ids of an agent's open conversations, at most limit. It may be a moment old.
	WorkOf(ctx context.Context, tenant chat.TenantID, agent chat.AgentID, limit int) ([]chat.ConversationID, error)

	Head(ctx context.Context, key chat.ConversationKey) (chat.Head, error)
	Message(ctx context.Context, key chat.ConversationKey, id chat.MessageID) (chat.Message, error)

	// UpdateAlert changes the alerts of a case, and begins with none; Alert reads them. They vanish after until, or with
	// their conversation. AlertsSince lists those with a first alert since a time, the latest first.
	UpdateAlert(
		ctx context.Context, key chat.ConversationKey, number int, until time.Time, change func(*Alert) error,
	) error
	Alert(ctx context.Context, key chat.ConversationKey, number int) (Alert, error)
	AlertsSince(ctx context.Context, tenant chat.TenantID, since time.Time, limit int) ([]Alert, error)

	// Hold stores an answer that waits, unless one of the same question does, and returns the stored one. It vanishes
	// after until, or with its question. Held reads it (ErrNotFound), HeldSince lists those of questions since a time that
	// wait beyond now, the latest question first. Of the others, which stay for a while, none takes a place in the list.
	Hold(ctx context.Context, key chat.ConversationKey, h Held, until time.Time) (Held, error)
	Held(ctx context.Context, key chat.ConversationKey, question chat.MessageID) (Held, error)
	HeldSince(ctx context.Context, tenant chat.TenantID, since, now time.Time, limit int) ([]Held, error)

	// UpdateAlerted changes a person's latest alerts, and begins with none; Alerted reads them. They vanish after until.
	UpdateAlerted(
		ctx context.Context, tenant chat.TenantID, id chat.AgentID, until time.Time, change func(*Alerted) error,
	) error
	Alerted(ctx context.Context, tenant chat.TenantID, id chat.AgentID) (Alerted, error)

	// AddMention notes something that a person is to read, once, and tells whether it is new. It vanishes after until.
	// Mentions lists the newest first, with the time up to which the person has read them; ReadMentions moves that.
	AddMention(ctx context.Context, tenant chat.TenantID, m chat.Mention, until time.Time) (bool, error)
	Mentions(
		ctx context.Context, tenant chat.TenantID, agent chat.AgentID, limit int,
	) (newest []chat.Mention, read time.Time, err error)
	ReadMentions(ctx context.Context, tenant chat.TenantID, agent chat.AgentID, upTo, until time.Time) error

	// UpdateShares changes the tenant's shares, and begins with none; see chat.Conversations.
	UpdateShares(ctx context.Context, tenant chat.TenantID, change func(*Shares) error) error
}

// Team answers for all tenants: every call names its own.
type Team struct {
	desk  *chat.Desk
	store Store
}

// New makes the room on a store. desk has the clock, and follows a change of the team.
func New(desk *chat.Desk, store Store) *Team { return &Team{desk, store} }

var _ chat.Colleagues = (*Team)(nil)

// maxCases is how many of an agent's conversations are looked at in one call.
const maxCases = 100

// Presence is whether a member is there: by their open app, and by their choice.
type Presence string

const (
	Available Presence = "available"
	Away      Presence = "away"
	Offline   Presence = "offline"
)

// Colleague is a member with their presence and the number of their open conversations.
type Colleague struct {
	ID       chat.AgentID `json:"id"`
	Presence Presence     `json:"presence"`
	Since    time.Time    `json:"since,omitzero"` // of being away
	Cases    int          `json:"cases"`
}

// members is the roster by id, as far as they may write, with their presence.
func (t *Team) members(ctx context.Context, tenant chat.TenantID) (map[chat.AgentID]chat.Member, here, error) {
	roster, err := t.store.Roster(ctx, tenant)
	if err != nil {
		return nil, nil, err
	}
	sockets, err := t.store.Team(ctx, tenant)
	open := here{}
	for _, a := range sockets {
		open[a.ID] = true
	}
	all := map[chat.AgentID]chat.Member{}
	for _, m := range roster.Members {
		if !m.Leaving && m.Role.Includes(chat.RoleAgent) {
			all[m.ID] = m
		}
	}
	return all, open, err
}

// here is the agents who have the app open.
type here map[chat.AgentID]bool

func (h here) presence(m chat.Member) Presence {
	switch {
	case !h[m.ID]:
		return Offline
	case !m.Away.IsZero():
		return Away
	}
	return Available
}

// Available is a member as they are called now, and whether a conversation may be given to them: they have the app
// open and are not away by choice. Nobody who may write has an empty id.
func (t *Team) Available(ctx context.Context, tenant chat.TenantID, id chat.AgentID) (chat.Agent, bool, error) {
	a, is, err := t.present(ctx, tenant, id)
	return a, is == Available, err
}

// Open is a member as they are called now, and whether they have the app open, away by choice or not. Nobody who may
// write has an empty id.
func (t *Team) Open(ctx context.Context, tenant chat.TenantID, id chat.AgentID) (chat.Agent, bool, error) {
	a, is, err := t.present(ctx, tenant, id)
	return a, is == Available || is == Away, err
}

// present is a member with their presence. Nobody who may write has an empty id, and none.
func (t *Team) present(ctx context.Context, tenant chat.TenantID, id chat.AgentID) (chat.Agent, Presence, error) {
	all, open, err := t.members(ctx, tenant)
	m, known := all[id]
	if err != nil || !known {
		return chat.Agent{}, "", err
	}
	return agent(tenant, m), open.presence(m), nil
}

// Anybody tells whether somebody is available.
func (t *Team) Anybody(ctx context.Context, tenant chat.TenantID) (bool, error) {
	all, open, err := t.members(ctx, tenant)
	for _, m := range all {
		if open.presence(m) == Available {
			return true, err
		}
	}
	return false, err
}

func agent(tenant chat.TenantID, m chat.Member) chat.Agent {
	return chat.Agent{Tenant: tenant, ID: m.ID, Name: m.Name, Role: m.Role}
}

// Colleagues lists the members who may write with their presence. Those who are offline are not counted.
func (t *Team) Colleagues(ctx context.Context, a chat.Agent) ([]Colleague, error) {
	all, open, err := t.members(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	rows := []Colleague{}
	for id, m := range all {
		c := Colleague{ID: id, Presence: open.presence(m), Since: m.Away}
		if c.Presence != Offline {
			work, err := t.store.WorkOf(ctx, a.Tenant, id, maxCases)
			if err != nil {
				return nil, err
			}
			c.Cases = len(work)
		}
		rows = append(rows, c)
	}
	return rows, nil
}

// SetAway changes the caller's own presence. Conversations that wait for somebody who goes away go back to the
// team, and those that wait for the team are given to somebody who comes back.
func (t *Team) SetAway(ctx context.Context, a chat.Agent, away bool) error {
	err := t.desk.UpdateRoster(ctx, a.Tenant, func(r *chat.Roster) error {
		m := r.Find(a.ID)
		if m == nil || m.Away.IsZero() == !away {
			return nil
		}
		if m.Away = (time.Time{}); away {
			m.Away = t.desk.Now()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return chat.TeamChanged(ctx, t.desk, a.Tenant, a.ID)
}
