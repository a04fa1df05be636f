package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// flowRowKey is the key of a Flow's row. It lies with its conversation, so that an erasure finds it.
func flowRowKey(k chat.ConversationKey, m chat.MessageID, bubble int) key {
	if bubble > 0 {
		return key{conversation(k), fmt.Sprintf("F#%s#%d", m, bubble)}
	}
	return key{conversation(k), "F#" + string(m)}
}

// UpdateFlowRow lists the row in the index of its Flow's table.
func (s *Store) UpdateFlowRow(
	ctx context.Context, t chat.TenantID, begins chat.FlowRow, change func(*chat.FlowRow) error,
) error {
	k := flowRowKey(chat.ConversationKey{Tenant: t, ID: begins.Conversation}, begins.Message, begins.Bubble)
	return upsert(ctx, s, k, begins, change, func(it item, r *chat.FlowRow) {
		it[ListPartition], it[ListSort] = text(list(t, "flow:"+r.Flow)), text(stamp(r.At)+"#"+string(r.Message))
	})
}

func (s *Store) FlowRows(
	ctx context.Context, t chat.TenantID, flow string, from, to time.Time, position string, limit int,
) ([]chat.FlowRow, string, error) {
	q := queryIn{
		index: ListIndex, pk: ListPartition, sk: ListSort, partition: list(t, "flow:"+flow), backwards: true,
		position: position, limit: limit,
	}
	if !from.IsZero() || !to.IsZero() {
		q.from = stamp(from)
	}
	if !to.IsZero() {
		q.to = stamp(to)
	}
	rows, _, next, err := indexed[chat.FlowRow](ctx, s, q)
	return rows, next, err
}

func (s *Store) FlowRowsOf(ctx context.Context, k chat.ConversationKey, limit int) ([]chat.FlowRow, error) {
	return queryAll[chat.FlowRow](ctx, s, conversation(k), "F#", true, limit)
}

func (s *Store) UpdateFlow(ctx context.Context, t chat.TenantID, id string, change func(*chat.FlowInfo) error) error {
	return upsert(ctx, s, tenantKey(t, "FLOW#"+id), chat.FlowInfo{ID: id}, change, func(item, *chat.FlowInfo) {})
}

func (s *Store) Flows(ctx context.Context, t chat.TenantID) ([]chat.FlowInfo, error) {
	return queryAll[chat.FlowInfo](ctx, s, "T#"+string(t), "FLOW#", false, 200)
}

// upsert is update for a document that may be missing: it then starts as begins.
func upsert[T any](ctx context.Context, s *Store, k key, begins T, change func(*T) error, index func(item, *T)) error {
	return retry(ctx, func() error {
		was, err := s.get(ctx, k, true)
		if err != nil && !errors.Is(err, chat.ErrNotFound) {
			return err
		}
		doc, condition, values := begins, absent, item(nil)
		if was != nil {
			if doc, err = read[T](was); err != nil {
				return err
			}
			if condition, values = version(numOf(was, "v")); numOf(was, "v") == 0 {
				condition = "attribute_not_exists(v)" // it was stored before rows had versions
			}
		}
		if err := change(&doc); err != nil {
			return err
		}
		it, same, err := next(k, was, &doc)
		if err != nil || same {
			return err
		}
		index(it, &doc)
		_, err = s.putOnce(ctx, it, condition, values)
		return again(err)
	})
}
