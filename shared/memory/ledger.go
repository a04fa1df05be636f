package memory

import (
	"context"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/ledger"
)

func (s *Store) AddRecount(_ context.Context, t chat.TenantID, c ledger.Change) error {
	return store(s, &s.recounts, "AddRecount", path(t, c.ID), c)
}

func (s *Store) Recounts(_ context.Context, t chat.TenantID, after string, limit int) ([]ledger.Change, error) {
	all := []ledger.Change{}
	for _, c := range under(s, &s.recounts, path(t, "")) {
		if c.ID > after && len(all) < limit {
			all = append(all, c)
		}
	}
	return all, nil
}

func (s *Store) EraseRecounts(
	_ context.Context, t chat.TenantID, who chat.VisitorID, _ string,
) (next string, err error) {
	return "", s.write("EraseRecounts", func() error {
		for k, row := range s.recounts.rows {
			if strings.HasPrefix(k, path(t, "")) && row.value.Visitor == who {
				delete(s.recounts.rows, k)
			}
		}
		return nil
	})
}

func (s *Store) Recounted(_ context.Context, t chat.TenantID) (ledger.Progress, error) {
	p, err := lookup(s, &s.recounted, t)
	return p, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) PutRecounted(_ context.Context, t chat.TenantID, p ledger.Progress) error {
	return s.write("PutRecounted", func() error { return edit(&s.recounted, t, p) })
}

func (s *Store) Months(_ context.Context, t chat.TenantID, from, to string) ([]ledger.Month, error) {
	all := []ledger.Month{}
	for _, m := range under(s, &s.months, path(t, "")) {
		if m.Month >= from && m.Month <= to {
			all = append(all, m)
		}
	}
	return all, nil
}

func (s *Store) Month(_ context.Context, t chat.TenantID, month string) (ledger.Month, error) {
	m, err := lookup(s, &s.months, path(t, month))
	return m, chat.Except(err, chat.ErrNotFound)
}

func (s *Store) PutMonth(_ context.Context, t chat.TenantID, m ledger.Month) error {
	return s.write("PutMonth", func() error { return edit(&s.months, path(t, m.Month), m) })
}
