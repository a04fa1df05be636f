// Package team knows the people of a team as a room of its own: who is there and can take a conversation. It changes
// no conversation: chat does that, and asks this room through its port Colleagues.
package team

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Store is the storage of the team. The promises of chat.Store hold for these methods too.
type Store interface {
	// Roster is the tenant's team, empty before the first member.
	Roster(ctx context.Context, tenant chat.TenantID) (chat.Roster, error)

	// Team is the open sockets of a tenant's agents, and each one's agent.
	Team(ctx context.Context, tenant chat.TenantID) (map[chat.ConnectionID]chat.Agent, error)
}

// Team answers for all tenants: every call names its own.
type Team struct{ store Store }

// New makes the room on a store.
func New(store Store) *Team { return &Team{store} }

var _ chat.Colleagues = (*Team)(nil)

// Available is a member as they are called now, and whether a conversation may be given to them: they may write, stay
// in the team, and have the app open.
func (t *Team) Available(ctx context.Context, tenant chat.TenantID, id chat.AgentID) (chat.Agent, bool, error) {
	roster, err := t.store.Roster(ctx, tenant)
	if err != nil {
		return chat.Agent{}, false, err
	}
	m := roster.Find(id)
	if m == nil || m.Leaving || !m.Role.Includes(chat.RoleAgent) {
		return chat.Agent{}, false, nil
	}
	sockets, err := t.store.Team(ctx, tenant)
	for _, there := range sockets {
		if there.ID == id {
			return chat.Agent{Tenant: tenant, ID: id, Name: m.Name, Role: m.Role}, true, err
		}
	}
	return chat.Agent{}, false, err
}
