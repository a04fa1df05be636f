package team

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// mate is an available person who is on deck: they look at the flight deck, or want to be alerted wherever they are.
type mate struct {
	agent   chat.Agent
	sockets []chat.ConnectionID
	told    Alerted
	cases   int
}

// onDeck are the people who may be told of a talk, without their numbers, in the order of their ids.
func (t *Team) onDeck(ctx context.Context, tenant chat.TenantID) ([]mate, error) {
	sockets, err := t.store.Team(ctx, tenant)
	if err != nil {
		return nil, err
	}
	all, on := map[chat.AgentID][]chat.ConnectionID{}, map[chat.AgentID]bool{}
	for id, a := range sockets {
		all[a.ID], on[a.ID] = append(all[a.ID], id), on[a.ID] || a.OnDeck
	}
	maps.DeleteFunc(on, func(_ chat.AgentID, on bool) bool { return !on })
	if len(on) == 0 {
		return nil, nil
	}
	roster, err := t.store.Roster(ctx, tenant)
	mates := []mate{}
	for _, m := range roster.Members {
		if on[m.ID] && !m.Leaving && m.Role.Includes(chat.RoleAgent) && m.Away.IsZero() {
			mates = append(mates, mate{agent: agent(tenant, m), sockets: all[m.ID]})
		}
	}
	slices.SortFunc(mates, func(a, b mate) int { return cmp.Compare(a.agent.ID, b.agent.ID) })
	return mates, err
}

// OnDeck tells whether somebody is on deck.
func (t *Team) OnDeck(ctx context.Context, tenant chat.TenantID) (bool, error) {
	mates, err := t.onDeck(ctx, tenant)
	return len(mates) > 0, err
}

// free are the people on deck with room below both of their limits, those with the fewest alerts first.
func (t *Team) free(ctx context.Context, tenant chat.Tenant, hourly int) ([]mate, error) {
	mates, err := t.onDeck(ctx, tenant.ID)
	limit, now := tenant.Assign.Filled().Limit, t.desk.Now()
	free := []mate{}
	for _, m := range mates {
		if err != nil {
			return nil, err
		}
		if m.told, err = t.store.Alerted(ctx, tenant.ID, m.agent.ID); err != nil || m.told.lately(now) >= hourly {
			continue
		}
		work, failed := t.store.WorkOf(ctx, tenant.ID, m.agent.ID, limit)
		if m.cases, err = len(work), failed; m.cases < limit {
			free = append(free, m)
		}
	}
	slices.SortStableFunc(free, func(a, b mate) int {
		return cmp.Or(cmp.Compare(a.told.lately(now), b.told.lately(now)), cmp.Compare(a.cases, b.cases))
	})
	return free, err
}

// hour is the time in which the alerts of one person are bounded.
const hour = time.Hour
