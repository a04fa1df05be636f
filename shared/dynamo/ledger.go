package dynamo

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/ledger"
)

func recounts(t chat.TenantID) string { return of(t, "Y", "recounts") }

func recountKey(t chat.TenantID, id string) key { return key{recounts(t), "N#" + id} }

func ledgerMonths(t chat.TenantID) string { return of(t, "Y", "months") }

func monthKey(t chat.TenantID, month string) key { return key{ledgerMonths(t), "M#" + month} }

func recountedKey(t chat.TenantID) key { return key{ledgerMonths(t), "PROGRESS"} }

func (s *Store) AddRecount(ctx context.Context, t chat.TenantID, c ledger.Change) error {
	return s.putExpiring(ctx, recountKey(t, c.ID), c, s.Now().Add(ledger.ChangeLife))
}

func (s *Store) Recounts(ctx context.Context, t chat.TenantID, after string, limit int) ([]ledger.Change, error) {
	q := queryIn{partition: recounts(t), from: "N#" + after + "\x00", to: "N~", limit: limit, stale: true}
	items, _, err := s.query(ctx, q)
	all := []ledger.Change{}
	for _, it := range items {
		c, err := read[ledger.Change](it)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, err
}

func (s *Store) EraseRecounts(
	ctx context.Context, t chat.TenantID, who chat.VisitorID, position string,
) (next string, err error) {
	items, next, err := s.query(ctx, queryIn{partition: recounts(t), position: position, limit: 1000})
	if err != nil {
		return "", err
	}
	keys := []key{}
	for _, it := range items {
		c, err := read[ledger.Change](it)
		if err != nil {
			return "", err
		}
		if c.Visitor == who {
			keys = append(keys, recountKey(t, c.ID))
		}
	}
	return next, s.deleteAll(ctx, keys)
}

func (s *Store) Recounted(ctx context.Context, t chat.TenantID) (ledger.Progress, error) {
	return orZero(load[ledger.Progress](ctx, s, recountedKey(t)))
}

func (s *Store) PutRecounted(ctx context.Context, t chat.TenantID, p ledger.Progress) error {
	return putEdited(ctx, s, recountedKey(t), p)
}

func (s *Store) Months(ctx context.Context, t chat.TenantID, from, to string) ([]ledger.Month, error) {
	items, _, err := s.query(ctx, queryIn{
		partition: ledgerMonths(t), from: "M#" + from, to: "M#" + to, limit: 1000,
	})
	all := []ledger.Month{}
	for _, it := range items {
		m, err := read[ledger.Month](it)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, err
}

func (s *Store) Month(ctx context.Context, t chat.TenantID, month string) (ledger.Month, error) {
	return orZero(load[ledger.Month](ctx, s, monthKey(t, month)))
}

func (s *Store) PutMonth(ctx context.Context, t chat.TenantID, m ledger.Month) error {
	return putEdited(ctx, s, monthKey(t, m.Month), m)
}

// orZero is the zero value of a row that is not there.
func orZero[T any](doc T, err error) (T, error) {
	if errors.Is(err, chat.ErrNotFound) {
		return doc, nil
	}
	return doc, err
}
