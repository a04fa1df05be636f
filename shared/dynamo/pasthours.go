package dynamo

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// pastHours begins the keys of hours that held until a time.
const pastHours = "HOURS#"

// maxPastHours is how many changes of hours are read at most: owners make one now and then.
const maxPastHours = 10_000

func (s *Store) AddPastHours(ctx context.Context, t chat.TenantID, p chat.PastHours) error {
	it, err := row(tenantKey(t, pastHours+stamp(p.Until)+"#"+string(p.Bot)), p)
	if err != nil {
		return err
	}
	_, err = s.put(ctx, it, "", nil)
	return err
}

func (s *Store) PastHours(ctx context.Context, t chat.TenantID, since time.Time) ([]chat.PastHours, error) {
	after := pastHours + stamp(since) + "\U0010FFFF"
	q := queryIn{partition: "T#" + string(t), from: after, to: pastHours + "~"}
	return queryDocs[chat.PastHours](ctx, s, q, "", maxPastHours)
}
