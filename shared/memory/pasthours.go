package memory

import (
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) AddPastHours(_ context.Context, t chat.TenantID, p chat.PastHours) error {
	return store(s, &s.past, "AddPastHours", path(t, p.Until.UTC().Format("2006-01-02T15:04:05.000Z#")+string(p.Bot)), p)
}

func (s *Store) PastHours(_ context.Context, t chat.TenantID, since time.Time) ([]chat.PastHours, error) {
	all := under(s, &s.past, path(t, ""))
	return slices.DeleteFunc(all, func(p chat.PastHours) bool { return !p.Until.After(since) }), nil
}
