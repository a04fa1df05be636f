package dynamo

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// orderRows is the partition of an order of a goal. The goal's name is escaped, so that no two
// orders share one.
func orderRows(k chat.OrderKey) string {
	return of(k.Tenant, "O", strings.NewReplacer("%", "%25", "#", "%23").Replace(k.Goal)+"#"+k.Order)
}

func orderKey(k chat.OrderKey) key { return key{orderRows(k), "CLAIM"} }

func (s *Store) OrderClaim(ctx context.Context, k chat.OrderKey) (chat.OrderClaim, error) {
	it, err := s.get(ctx, orderKey(k), true)
	if errors.Is(err, chat.ErrNotFound) {
		return chat.OrderClaim{Key: k}, nil
	}
	if err != nil {
		return chat.OrderClaim{}, err
	}
	claim, err := read[chat.OrderClaim](it)
	claim.Key, claim.Version = k, numOf(it, "v")
	return claim, err
}

func (s *Store) Count(ctx context.Context, claim *chat.OrderClaim, changes ...chat.VisitChange) error {
	return retry(ctx, func() error {
		rows, err := s.claiming(ctx, claim)
		if err != nil {
			return err
		}
		claims := len(rows)
		for _, c := range changes {
			more, err := s.counting(ctx, c)
			if err != nil {
				return err
			}
			rows = append(rows, more...)
		}
		if len(rows) == 0 {
			return nil
		}
		at, err := s.transact(ctx, rows)
		if errors.Is(err, chat.ErrExists) && at < claims {
			return chat.ErrConflict
		}
		return again(err)
	})
}

// claiming stores a claim, unless the same one is stored.
func (s *Store) claiming(ctx context.Context, claim *chat.OrderClaim) ([]types.TransactWriteItem, error) {
	if claim == nil {
		return nil, nil
	}
	was, err := s.get(ctx, orderKey(claim.Key), true)
	if err != nil && !errors.Is(err, chat.ErrNotFound) {
		return nil, err
	}
	if numOf(was, "v") != claim.Version {
		return nil, chat.ErrConflict
	}
	it, same, err := next(orderKey(claim.Key), was, claim)
	if err != nil || same {
		return nil, err
	}
	condition, values := version(claim.Version)
	return []types.TransactWriteItem{s.putting(it, condition, values)}, nil
}

// counting changes a visit together with its log.
func (s *Store) counting(ctx context.Context, c chat.VisitChange) ([]types.TransactWriteItem, error) {
	was, err := s.get(ctx, visitKey(c.Key), true)
	if err != nil {
		return nil, err
	}
	before, err := read[chat.Visit](was)
	if err != nil {
		return nil, err
	}
	visit, err := read[chat.Visit](was) // change may modify its goals in place
	if err == nil {
		err = c.Change(&visit)
	}
	if err != nil {
		return nil, err
	}
	it, same, err := next(visitKey(c.Key), was, &visit)
	if err != nil || same {
		return nil, err
	}
	condition, values := version(numOf(was, "v"))
	rows := []types.TransactWriteItem{s.putting(it, condition, values)}
	put, drop := chat.GoalRows(before.Goals, visit.Goals)
	for _, e := range put {
		it, err := row(eventKey(c.Key, e.ID), eventRow{VisitEvent: e})
		if err != nil {
			return nil, err
		}
		rows = append(rows, s.putting(it, "", nil))
	}
	for _, id := range drop {
		rows = append(rows, types.TransactWriteItem{
			Delete: &types.Delete{TableName: s.table, Key: eventKey(c.Key, id).item()},
		})
	}
	return rows, nil
}

func (s *Store) EraseOrder(ctx context.Context, k chat.OrderKey, visit chat.VisitID) error {
	claim, err := s.OrderClaim(ctx, k)
	if err != nil || (claim.Visit != "" && claim.Visit != visit) {
		return err
	}
	_, err = s.clear(ctx, orderRows(k), "")
	return err
}
