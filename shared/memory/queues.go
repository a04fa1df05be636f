package memory

import (
	"context"
	"slices"
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
	all := ordered(s.headsWhere(t, func(h *chat.Head) bool { return slices.Contains(queues, h.Queue()) }), said)
	if !earliest {
		slices.Reverse(all)
	}
	rows, next := page(all, said, position, limit)
	return headsOf(rows), next, nil
}

func (s *Store) Talks(
	_ context.Context, t chat.TenantID, before time.Time, position string, limit int,
) ([]chat.Head, string, error) {
	all := s.headsWhere(t, func(h *chat.Head) bool { return h.VisitorAt.Truncate(time.Minute).Before(before) })
	slices.Reverse(ordered(all, said))
	rows, next := page(all, said, position, limit)
	return headsOf(rows), next, nil
}

func (s *Store) CountQueue(_ context.Context, t chat.TenantID, q chat.Queue, limit int) (int, error) {
	return min(limit, len(s.headsWhere(t, func(h *chat.Head) bool { return h.Queue() == q }))), nil
}

// said sorts conversations by the visitor's last word.
func said(row *versioned[chat.Head]) string {
	h := &row.value
	return h.VisitorAt.Truncate(time.Minute).UTC().Format(time.RFC3339) + "#" + string(h.ID)
}

// since sorts conversations by their waiting, those without one last.
func since(row *versioned[chat.Head]) string {
	h := &row.value
	if h.Raised() {
		return "0" + h.WaitingFrom.UTC().Format(time.RFC3339Nano) + "#" + string(h.ID)
	}
	if h.WaitingFrom.IsZero() {
		return "~" + h.OwnedAt.UTC().Format(time.RFC3339Nano) + "#" + string(h.ID)
	}
	return h.WaitingFrom.UTC().Format("2006-01-02T15:04:05.000Z") + "#" + string(h.ID)
}

func (s *Store) work(t chat.TenantID, keep func(*chat.Head) bool) []*versioned[chat.Head] {
	return ordered(s.headsWhere(t, func(h *chat.Head) bool {
		return h.Status == chat.Open && h.Owner != chat.OwnerBot && keep(h)
	}), since)
}

func (s *Store) ListWork(
	_ context.Context, t chat.TenantID, agent chat.AgentID, position string, limit int,
) ([]chat.Head, string, error) {
	all := s.work(t, func(h *chat.Head) bool { return h.Assignee == agent })
	all = slices.DeleteFunc(all, func(row *versioned[chat.Head]) bool { return since(row) <= position })
	rows, next := page(all, since, "", limit)
	return headsOf(rows), next, nil
}

func (s *Store) ListWaiting(
	_ context.Context, t chat.TenantID, agents []chat.AgentID, position string, limit int,
) ([]chat.Head, string, error) {
	all := s.work(t, func(h *chat.Head) bool { return slices.Contains(agents, h.Assignee) && !h.WaitingFrom.IsZero() })
	all = slices.DeleteFunc(all, func(row *versioned[chat.Head]) bool { return since(row) <= position })
	rows, next := page(all, since, "", limit)
	return headsOf(rows), next, nil
}

func (s *Store) CountWork(_ context.Context, t chat.TenantID, agent chat.AgentID) (all, waiting int, err error) {
	for _, row := range s.work(t, func(h *chat.Head) bool { return h.Assignee == agent }) {
		if all++; !row.value.WaitingFrom.IsZero() {
			waiting++
		}
	}
	return all, waiting, nil
}

// headsWhere finds rows of heads. Whoever hands them out copies them: copying all takes a while.
func (s *Store) headsWhere(t chat.TenantID, keep func(*chat.Head) bool) []*versioned[chat.Head] {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []*versioned[chat.Head]{}
	for k, row := range s.heads.rows {
		if k.Tenant == t && keep(&row.value) {
			rows = append(rows, row)
		}
	}
	return rows
}

func headsOf(rows []*versioned[chat.Head]) []chat.Head {
	heads := make([]chat.Head, 0, len(rows))
	for _, row := range rows {
		head := row.copy()
		head.Version = row.version
		heads = append(heads, head)
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
