package memory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
)

type dated struct {
	at   time.Time
	item lifecycle.DueItem
}

func (s *Store) Due(_ context.Context, now time.Time, limit int) ([]lifecycle.DueItem, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due []dated
	note := func(at time.Time, item lifecycle.DueItem) {
		if at.IsZero() {
			return
		}
		if until, ok := s.postponed[s.edition(item)]; ok {
			at = until
		}
		if !at.IsZero() && !at.After(now) {
			due = append(due, dated{at, item})
		}
	}
	for k, row := range s.heads.rows { // no copies: there are many
		note(row.value.Wake(), lifecycle.DueItem{Conversation: &k})
	}
	for k := range s.jobs.rows {
		job, _, _ := s.jobs.get(k)
		note(job.Due, lifecycle.DueItem{Job: &k})
	}
	for k := range s.weeklies.rows {
		weekly, _, _ := s.weeklies.get(k)
		note(weekly.Due, lifecycle.DueItem{Weekly: &lifecycle.WeeklyKey{Tenant: weekly.Tenant, ID: string(weekly.ID)}})
	}
	slices.SortFunc(due, func(a, b dated) int { return a.at.Compare(b.at) })
	items := []lifecycle.DueItem{}
	for _, d := range due[:min(limit, len(due))] {
		items = append(items, d.item)
	}
	return items, nil
}

func (s *Store) Postpone(_ context.Context, item lifecycle.DueItem, until time.Time) error {
	return s.write("Postpone", func() error {
		if s.postponed == nil {
			s.postponed = map[string]time.Time{}
		}
		s.postponed[s.edition(item)] = until
		return nil
	})
}

// edition identifies the current version of a row: every write makes another.
func (s *Store) edition(item lifecycle.DueItem) string {
	var version int64
	switch {
	case item.Conversation != nil:
		version = s.heads.version(*item.Conversation)
	case item.Job != nil:
		version = s.jobs.version(*item.Job)
	case item.Weekly != nil:
		version = s.weeklies.version(path(item.Weekly.Tenant, item.Weekly.ID))
	}
	return fmt.Sprint(item, " ", version)
}

func (s *Store) Park(_ context.Context, p chat.Poison) error {
	return s.write("Park", func() error { s.poison = append(s.poison, p); return nil })
}

func (s *Store) Poisoned(_ context.Context, limit int) ([]chat.Poison, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.poison[:min(limit, len(s.poison))]), nil
}
