package memory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) Current(_ context.Context, k chat.VisitorKey) (chat.Current, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, _, err := s.current.get(k)
	return c, err
}

func (s *Store) Begin(_ context.Context, visit chat.Visit, was chat.Current) error {
	return s.write("Begin", func() error {
		k := chat.VisitorKey{Tenant: visit.Tenant, ID: visit.Visitor}
		_, _, unknown := s.visitors.get(k)
		if had, _, _ := s.current.get(k); unknown != nil || encode(had) != encode(was) {
			return chat.ErrConflict
		}
		s.current.put(k, was.Next(visit))
		s.putVisit(visit)
		return nil
	})
}

func (s *Store) putVisit(visit chat.Visit) {
	if s.visits.put(visit.Key(), visit) {
		copied := s.visits.rows[visit.Key()].copy()
		s.Changes = append(s.Changes, chat.Change{Visit: &copied})
	}
}

func (s *Store) VisitEventually(ctx context.Context, k chat.VisitKey) (chat.Visit, error) {
	return s.Visit(ctx, k)
}

func (s *Store) Visit(_ context.Context, k chat.VisitKey) (chat.Visit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	visit, version, err := s.visits.get(k)
	visit.Version = version
	return visit, err
}

func (s *Store) UpdateVisit(
	_ context.Context, k chat.VisitKey, change func(*chat.Visit) error,
) (visit chat.Visit, err error) {
	err = s.write("UpdateVisit", func() error {
		if visit, _, err = s.visits.get(k); err != nil {
			return err
		}
		if err := change(&visit); err != nil {
			return err
		}
		s.putVisit(visit)
		return nil
	})
	return ifStored(visit, err)
}

func (s *Store) Events(_ context.Context, k chat.VisitKey, limit int) ([]chat.VisitEvent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	events := []chat.VisitEvent{}
	for _, id := range slices.Sorted(maps.Keys(s.events[k])) {
		events = append(events, s.events[k][id]...)
	}
	return events[:min(limit, len(events))], nil
}

// visitsWhere finds rows of visits, the last first. Whoever hands them out copies them: copying all takes a while.
func (s *Store) visitsWhere(keep func(*chat.Visit) bool) []*versioned[chat.Visit] {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []*versioned[chat.Visit]{}
	for k, row := range s.visits.rows {
		if keep(&row.value) && !s.visits.gone[k] {
			rows = append(rows, row)
		}
	}
	rows = ordered(rows, func(row *versioned[chat.Visit]) string { return visitSort(&row.value) })
	slices.Reverse(rows)
	return rows
}

func visitsOf(rows []*versioned[chat.Visit]) []chat.Visit {
	visits := make([]chat.Visit, 0, len(rows))
	for _, row := range rows {
		visits = append(visits, row.copy())
	}
	return visits
}

func visitSort(v *chat.Visit) string {
	return v.Started.UTC().Format("2006-01-02T15:04:05.000Z") + "#" + string(v.ID)
}

func (s *Store) VisitsOf(_ context.Context, k chat.VisitorKey, limit int) ([]chat.Visit, error) {
	rows := s.visitsWhere(func(v *chat.Visit) bool { return v.Visitor == k.ID && v.Tenant == k.Tenant })
	slices.SortFunc(rows, func(a, b *versioned[chat.Visit]) int { return -cmp.Compare(a.value.ID, b.value.ID) })
	return visitsOf(rows[:min(limit, len(rows))]), nil
}

func (s *Store) ListVisits(
	_ context.Context, t chat.TenantID, live bool, position string, limit int,
) ([]chat.Visit, string, error) {
	all := s.visitsWhere(func(v *chat.Visit) bool {
		return v.Tenant == t && v.Live() == live && (position == "" || visitSort(v) < position)
	})
	rows, next := page(all, func(row *versioned[chat.Visit]) string { return visitSort(&row.value) }, "", limit)
	return visitsOf(rows), next, nil
}

func (s *Store) AddEvents(_ context.Context, k chat.VisitKey, all []chat.VisitEvent) error {
	return s.write("AddEvents", func() error {
		if rows := s.rowsOf(k); len(rows[all[0].ID]) <= len(all) {
			rows[all[0].ID] = slices.Clone(all)
		}
		return nil
	})
}

// rowsOf is the rows of a visit's log.
func (s *Store) rowsOf(k chat.VisitKey) map[string][]chat.VisitEvent {
	if s.events[k] == nil {
		s.events[k] = map[string][]chat.VisitEvent{}
	}
	return s.events[k]
}

func (s *Store) Fold(
	_ context.Context, k chat.VisitKey, change func(*chat.Visit) (chat.Counts, error),
) (chat.Visit, error) {
	for range 8 {
		s.mu.Lock()
		visit, was, err := s.visits.get(k)
		s.mu.Unlock()
		if err != nil {
			return chat.Visit{}, err
		}
		row, err := change(&visit) // without the lock, as it may read
		if err != nil {
			return chat.Visit{}, err
		}
		err = s.write("Fold", func() error {
			if _, now, err := s.visits.get(k); err != nil {
				return err
			} else if now != was {
				return chat.ErrConflict
			}
			s.putVisit(visit)
			if len(row.Values) > 0 {
				s.addCounts(k.Tenant, row)
			}
			return nil
		})
		if !errors.Is(err, chat.ErrConflict) {
			return ifStored(visit, err)
		}
	}
	return chat.Visit{}, chat.ErrConflict
}

func countsID(t chat.TenantID, row chat.Counts) string {
	return fmt.Sprintf("%s/%s#%s#%s#%s", t, row.Day, row.Source, row.Country, row.Bot)
}

func (s *Store) addCounts(t chat.TenantID, row chat.Counts) {
	sum := chat.Counts{Day: row.Day, Source: row.Source, Country: row.Country, Bot: row.Bot, Values: map[string]int64{}}
	maps.Copy(sum.Values, s.counts[countsID(t, row)].Values)
	for name, n := range row.Values {
		if sum.Values[name] += n; sum.Values[name] == 0 {
			delete(sum.Values, name)
		}
	}
	s.counts[countsID(t, row)] = sum
}

func (s *Store) Correct(_ context.Context, t chat.TenantID, was chat.Counts, add map[string]int64) error {
	return s.write("Correct", func() error {
		for name := range add {
			if s.counts[countsID(t, was)].Values[name] != was.Values[name] {
				return chat.ErrConflict
			}
		}
		was.Values = add
		s.addCounts(t, was)
		return nil
	})
}

func (s *Store) Counts(_ context.Context, t chat.TenantID, from, to string) ([]chat.Counts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []chat.Counts{}
	for _, id := range slices.Sorted(maps.Keys(s.counts)) {
		if row := s.counts[id]; strings.HasPrefix(id, string(t)+"/") && row.Day >= from && row.Day <= to {
			rows = append(rows, chat.Counts{
				Day: row.Day, Source: row.Source, Country: row.Country, Bot: row.Bot, Values: maps.Clone(row.Values),
			})
		}
	}
	return rows, nil
}

func (s *Store) AddGap(_ context.Context, t chat.TenantID, g chat.GapRow, a chat.Asking) error {
	return s.write("AddGap", func() error {
		k := strings.Join([]string{string(t), string(g.Bot), g.ID}, "/")
		gap, _, err := s.gaps.get(k)
		if errors.Is(err, chat.ErrNotFound) {
			gap = g
		}
		gap.Hear(g)
		if s.asked[k] == nil {
			s.asked[k] = map[chat.MessageID]chat.ConversationID{}
		}
		if _, counted := s.asked[k][a.Message]; !counted {
			s.asked[k][a.Message] = a.Conversation
			gap.Count++
		}
		s.gaps.put(k, gap)
		s.askings.put(askingPath(t, a), a)
		return nil
	})
}

func (s *Store) Gaps(
	_ context.Context, t chat.TenantID, bot chat.BotID, position string, limit int,
) ([]chat.GapRow, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sort := func(g chat.GapRow) string { return fmt.Sprintf("%09d#%s", g.Count, g.ID) }
	gaps := []chat.GapRow{}
	for k := range s.gaps.rows {
		if strings.HasPrefix(k, string(t)+"/"+string(bot)+"/") {
			gap, _, _ := s.gaps.get(k)
			gaps = append(gaps, gap)
		}
	}
	slices.SortFunc(gaps, func(a, b chat.GapRow) int { return -strings.Compare(sort(a), sort(b)) })
	rows, next := page(gaps, sort, position, limit)
	return rows, next, nil
}
