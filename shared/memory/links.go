package memory

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) UpdateTwo(
	_ context.Context, t chat.TenantID, one, other chat.VisitorID, change func(a, b *chat.Visitor) error,
) error {
	return s.write("UpdateTwo", func() error {
		a, _, err := s.visitors.get(chat.VisitorKey{Tenant: t, ID: one})
		if err != nil {
			return err
		}
		b, _, err := s.visitors.get(chat.VisitorKey{Tenant: t, ID: other})
		if err != nil {
			return err
		}
		if err := change(&a, &b); err != nil {
			return err
		}
		s.visitors.put(a.Key(), a)
		s.visitors.put(b.Key(), b)
		return nil
	})
}
