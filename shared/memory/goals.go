package memory

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) OrderClaim(_ context.Context, k chat.OrderKey) (chat.OrderClaim, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	claim, version, err := s.orders.get(k)
	if err != nil && !errors.Is(err, chat.ErrNotFound) {
		return claim, err
	}
	claim.Key, claim.Version = k, version
	return claim, nil
}

func (s *Store) Count(_ context.Context, claim *chat.OrderClaim, changes ...chat.VisitChange) error {
	return s.write("Count", func() error {
		if claim != nil {
			if _, version, _ := s.orders.get(claim.Key); version != claim.Version {
				return chat.ErrConflict
			}
		}
		visits := make([]chat.Visit, len(changes))
		for i, c := range changes {
			visit, _, err := s.visits.get(c.Key)
			if err == nil {
				err = c.Change(&visit)
			}
			if err != nil {
				return err
			}
			visits[i] = visit
		}
		for _, visit := range visits {
			was, _, _ := s.visits.get(visit.Key())
			put, drop := chat.GoalRows(was.Goals, visit.Goals)
			rows := s.rowsOf(visit.Key())
			for _, id := range drop {
				delete(rows, id)
			}
			for _, e := range put {
				rows[e.ID] = []chat.VisitEvent{e}
			}
			s.putVisit(visit)
		}
		if claim != nil {
			s.orders.put(claim.Key, *claim)
		}
		return nil
	})
}

func (s *Store) EraseOrder(_ context.Context, k chat.OrderKey, visit chat.VisitID) error {
	return s.write("EraseOrder", func() error {
		if claim, _, err := s.orders.get(k); err == nil && claim.Visit == visit {
			delete(s.orders.rows, k)
		}
		return nil
	})
}
