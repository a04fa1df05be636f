package team

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Shares remembers the latest conversations that were given automatically. The list of an agent's conversations may be
// a moment old: those that were just given count too, so that two that come at once do not go to the same person.
type Shares struct {
	chat.Edited
	Grants []Grant          `json:"grants,omitempty"`
	Last   map[string]int64 `json:"last,omitempty"` // by the beginning of an agent's id: when they last got one
}

// Grant is a conversation that was given to an agent.
type Grant struct {
	Agent        chat.AgentID        `json:"a"`
	Conversation chat.ConversationID `json:"c"`
	At           time.Time           `json:"t"`
}

const (
	grantLife = 10 * time.Second // an index of the table is up to date after that
	maxGrants = 40
	maxLast   = 100
	shortID   = 8 // characters of an agent's id: the row stays under 1 KB in a team of twenty
)

func short(id chat.AgentID) string { return string(id[:min(len(id), shortID)]) }

// candidate is somebody who may get a conversation, and those that they have.
type candidate struct {
	agent chat.Agent
	work  map[chat.ConversationID]bool
}

// Next is the available person whose turn it is: the one with the fewest open conversations, below the limit; of
// equals the one who has waited longest for one. The first, if one of them has time, come before all others.
func (t *Team) Next(
	ctx context.Context, key chat.ConversationKey, passed chat.AgentID, first []chat.AgentID, limit int,
) (chat.Turn, error) {
	all, alone, err := t.candidates(ctx, key.Tenant, passed, limit)
	if err != nil || len(all) == 0 {
		return chat.Turn{Alone: alone}, err
	}
	now := t.desk.Now()
	var next *candidate
	err = t.store.UpdateShares(ctx, key.Tenant, func(s *Shares) error {
		next = s.next(all, first, key.ID, limit, now)
		return nil
	})
	if err != nil || next == nil {
		return chat.Turn{}, err
	}
	return chat.Turn{To: next.agent}, nil
}

// Fits counts a conversation among those of an agent if that fills them up to the limit at most, and tells whether.
func (t *Team) Fits(ctx context.Context, key chat.ConversationKey, id chat.AgentID, limit int) (bool, error) {
	c, err := t.candidate(ctx, chat.Agent{Tenant: key.Tenant, ID: id}, limit+1)
	if err != nil {
		return false, err
	}
	now, fits := t.desk.Now(), false
	err = t.store.UpdateShares(ctx, key.Tenant, func(s *Shares) error {
		s.forget(now)
		if fits = s.load(c, key.ID) < limit; fits {
			s.grant(id, key.ID, now)
		}
		return nil
	})
	return fits, err
}

// candidates are those who are available, without the one whom the conversation left; alone says that this is the only
// one.
func (t *Team) candidates(
	ctx context.Context, tenant chat.TenantID, passed chat.AgentID, limit int,
) (all []candidate, alone bool, err error) {
	members, open, err := t.members(ctx, tenant)
	if err != nil {
		return nil, false, err
	}
	for id, m := range members {
		if open.presence(m) != Available {
			continue
		}
		if id == passed {
			alone = true
			continue
		}
		c, err := t.candidate(ctx, agent(tenant, m), limit)
		if err != nil {
			return nil, false, err
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Compare(a.agent.ID, b.agent.ID) })
	return all, alone && len(all) == 0, nil
}

func (t *Team) candidate(ctx context.Context, a chat.Agent, limit int) (candidate, error) {
	ids, err := t.store.WorkOf(ctx, a.Tenant, a.ID, limit+1)
	work := map[chat.ConversationID]bool{}
	for _, c := range ids {
		work[c] = true
	}
	return candidate{a, work}, err
}

// forget drops the grants that the index of the table knows by now.
func (s *Shares) forget(now time.Time) {
	s.Grants = slices.DeleteFunc(slices.Clone(s.Grants), func(g Grant) bool { return now.Sub(g.At) > grantLife })
}

// load is how many conversations somebody has beside this one.
func (s *Shares) load(c candidate, id chat.ConversationID) int {
	n := len(c.work)
	if c.work[id] {
		n--
	}
	for _, g := range s.Grants {
		if g.Agent == c.agent.ID && g.Conversation != id && !c.work[g.Conversation] {
			n++
		}
	}
	return n
}

// next grants a conversation to one of the candidates; nil if all are at their limit. A grant of a moment ago stands.
func (s *Shares) next(
	all []candidate, first []chat.AgentID, id chat.ConversationID, limit int, now time.Time,
) *candidate {
	s.forget(now)
	for i := range all {
		if slices.ContainsFunc(s.Grants, func(g Grant) bool { return g.Conversation == id && g.Agent == all[i].agent.ID }) {
			return &all[i]
		}
	}
	others := func(c candidate) bool { return !slices.Contains(first, c.agent.ID) }
	best := s.freest(slices.DeleteFunc(slices.Clone(all), others), id, limit)
	if best == nil {
		best = s.freest(all, id, limit)
	}
	if best != nil {
		s.grant(best.agent.ID, id, now)
	}
	return best
}

// freest is the candidate with the fewest conversations beside this one, of equals the one whose last is the longest
// ago; nil if all are at their limit.
func (s *Shares) freest(all []candidate, id chat.ConversationID, limit int) (best *candidate) {
	for i := range all {
		c := &all[i]
		load := s.load(*c, id)
		if load >= limit {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(load, s.load(*best, id)),
			cmp.Compare(s.Last[short(c.agent.ID)], s.Last[short(best.agent.ID)])) < 0 {
			best = c
		}
	}
	return best
}

func (s *Shares) grant(to chat.AgentID, id chat.ConversationID, now time.Time) {
	s.Grants = slices.DeleteFunc(s.Grants, func(g Grant) bool { return g.Conversation == id })
	s.Grants = append(s.Grants, Grant{to, id, now})
	s.Grants = s.Grants[max(0, len(s.Grants)-maxGrants):]
	last := map[string]int64{short(to): now.UnixMilli()}
	for who, at := range s.Last {
		if len(last) < maxLast && who != short(to) {
			last[who] = at
		}
	}
	s.Last = last
}
