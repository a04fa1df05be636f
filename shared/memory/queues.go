package memory

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) ListQueue(
	ctx context.Context, t chat.TenantID, q chat.Queue, position string, limit int,
) ([]chat.Head, string, error) {
	return s.ListQueues(ctx, t, []chat.Queue{q}, false, position, limit)
}

func (s *Store) ListQueues(
	_ context.Context, t chat.TenantID, queues []chat.Queue, earliest bool, position string, limit int,
) ([]chat.Head, string, error) {
	heads := s.headsWhere(t, func(h chat.Head) bool { return slices.Contains(queues, h.Queue()) })
	slices.SortFunc(heads, func(a, b chat.Head) int {
		if earliest {
			a, b = b, a
		}
		return strings.Compare(said(b), said(a))
	})
	rows, next := page(heads, said, position, limit)
	return rows, next, nil
}

func (s *Store) Talks(
	_ context.Context, t chat.TenantID, before time.Time, position string, limit int,
) ([]chat.Head, string, error) {
	heads := s.headsWhere(t, func(h chat.Head) bool { return h.VisitorAt.Truncate(time.Minute).Before(before) })
	slices.SortFunc(heads, func(a, b chat.Head) int { return strings.Compare(said(b), said(a)) })
	rows, next := page(heads, said, position, limit)
	return rows, next, nil
}

func (s *Store) CountQueue(_ context.Context, t chat.TenantID, q chat.Queue, limit int) (int, error) {
	return min(limit, len(s.headsWhere(t, func(h chat.Head) bool { return h.Queue() == q }))), nil
}

// said sorts conversations by the visitor's last word.
func said(h chat.Head) string {
	return h.VisitorAt.Truncate(time.Minute).UTC().Format(time.RFC3339) + "#" + string(h.ID)
}

// since sorts conversations by their waiting, those without one last.
func since(h chat.Head) string {
	if h.Raised() {
		return "0" + h.WaitingFrom.UTC().Format(time.RFC3339Nano) + "#" + string(h.ID)
	}
	if h.WaitingFrom.IsZero() {
		return "~" + h.OwnedAt.UTC().Format(time.RFC3339Nano) + "#" + string(h.ID)
	}
	return h.WaitingFrom.UTC().Format("2006-01-02T15:04:05.000Z") + "#" + string(h.ID)
}

func (s *Store) work(t chat.TenantID, keep func(chat.Head) bool) []chat.Head {
	heads := s.headsWhere(t, func(h chat.Head) bool {
		return h.Status == chat.Open && h.Owner != chat.OwnerBot && keep(h)
	})
	slices.SortFunc(heads, func(a, b chat.Head) int { return strings.Compare(since(a), since(b)) })
	return heads
}

func (s *Store) ListWork(
	_ context.Context, t chat.TenantID, agent chat.AgentID, position string, limit int,
) ([]chat.Head, string, error) {
	heads := s.work(t, func(h chat.Head) bool { return h.Assignee == agent })
	rows, next := page(heads, since, position, limit)
	return rows, next, nil
}

func (s *Store) ListWaiting(
	_ context.Context, t chat.TenantID, agents []chat.AgentID, position string, limit int,
) ([]chat.Head, string, error) {
	heads := s.work(t, func(h chat.Head) bool {
		return slices.Contains(agents, h.Assignee) && !h.WaitingFrom.IsZero() && since(h) > position
	})
	rows, next := page(heads, since, "", limit)
	return rows, next, nil
}

func (s *Store) CountWork(_ context.Context, t chat.TenantID, agent chat.AgentID) (all, waiting int, err error) {
	for _, h := range s.work(t, func(h chat.Head) bool { return h.Assignee == agent }) {
		if all++; !h.WaitingFrom.IsZero() {
			waiting++
		}
	}
	return all, waiting, nil
}

func (s *Store) headsWhere(t chat.TenantID, keep func(chat.Head) bool) []chat.Head {
	s.mu.Lock()
	defer s.mu.Unlock()
	heads := []chat.Head{}
	for k, row := range s.heads.rows {
		if k.Tenant == t && keep(row.value) { // copying all of them takes a while
			head, _ := s.head(k)
			heads = append(heads, head)
		}
	}
	return heads
}

func (s *Store) WorkOf(
	ctx context.Context, t chat.TenantID, agent chat.AgentID, limit int,
) ([]chat.ConversationID, error) {
	heads, _, err := s.ListWork(ctx, t, agent, "", limit)
	ids := []chat.ConversationID{}
	for _, h := range heads {
		ids = append(ids, h.ID)
	}
	return ids, err
}
