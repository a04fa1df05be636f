package dynamo

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// UpdateTwo writes both rows in one transaction, or the one that changed.
func (s *Store) UpdateTwo(
	ctx context.Context, t chat.TenantID, a, b chat.VisitorID, change func(a, b *chat.Visitor) error,
) error {
	keys := []key{
		profileKey(chat.VisitorKey{Tenant: t, ID: a}), profileKey(chat.VisitorKey{Tenant: t, ID: b}),
	}
	return retry(ctx, func() error {
		var was [2]item
		var before, after [2]chat.Visitor
		for i, k := range keys {
			var err error
			if was[i], err = s.get(ctx, k, true); err != nil {
				return err
			}
			if before[i], err = read[chat.Visitor](was[i]); err == nil {
				after[i], err = read[chat.Visitor](was[i])
			}
			if err != nil {
				return err
			}
		}
		if err := change(&after[0], &after[1]); err != nil {
			return err
		}
		var rows []types.TransactWriteItem
		for i, k := range keys {
			it, same, err := next(k, was[i], &after[i])
			if err != nil {
				return err
			}
			if !same {
				condition, values := version(numOf(was[i], "v"))
				rows = append(append(rows, s.posting(before[i], after[i])...), s.putting(it, condition, values))
			}
		}
		if len(rows) == 0 {
			return nil
		}
		_, err := s.transact(ctx, rows)
		return again(err)
	})
}
