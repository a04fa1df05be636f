package memory

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/team"
)

func heldPath(k chat.ConversationKey, question chat.MessageID) string {
	return path(k.Tenant, path(question, k.ID))
}

func (s *Store) Hold(_ context.Context, k chat.ConversationKey, h team.Held, _ time.Time) (team.Held, error) {
	err := s.write("Hold", func() error {
		if had, _, err := s.held.get(heldPath(k, h.Message)); err == nil {
			h = had
			return nil
		}
		s.held.put(heldPath(k, h.Message), h)
		s.Holds = append(s.Holds, h)
		return nil
	})
	return h, err
}

func (s *Store) Held(_ context.Context, k chat.ConversationKey, question chat.MessageID) (team.Held, error) {
	return lookup(s, &s.held, heldPath(k, question))
}

func (s *Store) HeldSince(_ context.Context, t chat.TenantID, since, now time.Time, limit int) ([]team.Held, error) {
	all := under(s, &s.held, path(t, ""))
	slices.Reverse(all)
	all = slices.DeleteFunc(all, func(h team.Held) bool {
		return h.Message < chat.FirstIDAt(since) || !h.Until.After(now)
	})
	return all[:min(len(all), limit)], nil
}
