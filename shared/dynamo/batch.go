package dynamo

import (
	"context"
	"errors"
	"strings"

	"golang.org/x/sync/errgroup"
)

// callsAtOnce is the concurrency of the calls to DynamoDB within one call of ours.
const callsAtOnce = 16

// sideBySide processes rows concurrently and goes on past failures, so that a retry has less left to do.
func sideBySide[T any](rows []T, do func(T) error) error {
	failures := make([]error, len(rows))
	var calls errgroup.Group
	calls.SetLimit(callsAtOnce)
	for i, r := range rows {
		calls.Go(func() error {
			failures[i] = do(r)
			return nil
		})
	}
	_ = calls.Wait() // failures has them all
	return errors.Join(failures...)
}

// putAll puts rows concurrently.
func (s *Store) putAll(ctx context.Context, rows []item) error {
	return sideBySide(rows, func(it item) error {
		_, err := s.put(ctx, it, "", nil)
		return err
	})
}

// deleteAll deletes rows concurrently.
func (s *Store) deleteAll(ctx context.Context, keys []key) error {
	return sideBySide(keys, func(k key) error { return s.delete(ctx, k) })
}

// clear deletes every row of a partition except tombstones, and returns their number.
func (s *Store) clear(ctx context.Context, partition, prefix string) (int, error) {
	n := 0
	for at := ""; ; {
		items, next, err := s.query(ctx, queryIn{partition: partition, from: prefix, position: at, limit: 200})
		if err != nil {
			return n, err
		}
		keys := []key{}
		for _, it := range items {
			if !isTomb(it) && strings.HasPrefix(textOf(it, Sort), prefix) {
				keys = append(keys, key{textOf(it, Partition), textOf(it, Sort)})
			}
		}
		if err := s.deleteAll(ctx, keys); err != nil {
			return n, err
		}
		n += len(keys)
		if at = next; at == "" {
			return n, nil
		}
	}
}
