package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) OldestVisits(
	ctx context.Context, t chat.TenantID, before time.Time, limit int,
) ([]chat.Visit, error) {
	visits, _, err := s.listed(ctx, t, "past", queryIn{from: "0", to: stamp(before), limit: limit})
	return visits, err
}

func (s *Store) QuietVisitors(
	ctx context.Context, t chat.TenantID, position string, limit int,
) ([]chat.Visitor, string, error) {
	visitors, _, next, err := indexed[chat.Visitor](ctx, s, queryIn{
		index: ListIndex, pk: ListPartition, sk: ListSort, partition: list(t, "quiet"), position: position, limit: limit,
	})
	return visitors, next, err
}

// DropConversation deletes the head first, so that a later message begins a new conversation.
func (s *Store) DropConversation(ctx context.Context, h chat.Head) error {
	condition, values := version(h.Version)
	_, err := s.transact(ctx, []types.TransactWriteItem{
		{
			Delete: &types.Delete{
				TableName: s.table, Key: headKey(h.Key()).item(), ConditionExpression: &condition,
				ExpressionAttributeValues: values,
			},
		},
		{
			Delete: &types.Delete{
				TableName: s.table, Key: key{visitor(chat.VisitorKey{Tenant: h.Tenant, ID: h.Visitor}), "C#" + string(h.ID)}.item(),
			},
		},
	})
	if err != nil {
		return lost(err)
	}
	for _, prefix := range []string{"A#", "R#", "W#", "MAIL", linkPrefix} {
		if _, err := s.clear(ctx, conversation(h.Key()), prefix); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) DropVisitor(ctx context.Context, v chat.Visitor) error {
	keys := []key{}
	for _, id := range v.Identities {
		keys = append(keys, identityKey(v.Tenant, id.Hash))
	}
	for _, term := range v.Terms() {
		keys = append(keys, termKey(v.Tenant, term, v.ID))
	}
	if err := s.deleteAll(ctx, keys); err != nil {
		return err
	}
	_, err := s.clear(ctx, visitor(v.Key()), "")
	return err
}
