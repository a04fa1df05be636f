package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/team"
)

// alertKey is the key of a case's alerts. They lie with its conversation, so that an erasure finds them.
func alertKey(k chat.ConversationKey, number int) key {
	return key{conversation(k), fmt.Sprintf("A#%06d", number)}
}

func alertedKey(t chat.TenantID, id chat.AgentID) key { return key{mentions(t, id), "ALERTS"} }

// UpdateAlert lists the case by the time of its first alert.
func (s *Store) UpdateAlert(
	ctx context.Context, k chat.ConversationKey, number int, until time.Time, change func(*team.Alert) error,
) error {
	begins := team.Alert{Conversation: k.ID, Case: number}
	return upsert(ctx, s, alertKey(k, number), begins, change, func(it item, a *team.Alert) {
		it[TTL] = num(until.Unix())
		it[ListPartition], it[ListSort] = text(list(k.Tenant, "alerts")), text(stamp(a.At)+"#"+string(k.ID))
	})
}

func (s *Store) Alert(ctx context.Context, k chat.ConversationKey, number int) (team.Alert, error) {
	return orNone[team.Alert](ctx, s, alertKey(k, number))
}

func (s *Store) AlertsSince(
	ctx context.Context, t chat.TenantID, since time.Time, limit int,
) (all []team.Alert, err error) {
	q := queryIn{
		index: ListIndex, pk: ListPartition, sk: ListSort, partition: list(t, "alerts"), backwards: true,
		from: stamp(since),
	}
	for more := true; more && err == nil && len(all) < limit; more = q.position != "" {
		var some []team.Alert
		q.limit = min(limit-len(all), chat.MaxPageSize)
		some, _, q.position, err = indexed[team.Alert](ctx, s, q)
		all = append(all, some...)
	}
	return all, err
}

func (s *Store) UpdateAlerted(
	ctx context.Context, t chat.TenantID, id chat.AgentID, until time.Time, change func(*team.Alerted) error,
) error {
	return upsert(ctx, s, alertedKey(t, id), team.Alerted{}, change, func(it item, _ *team.Alerted) {
		it[TTL] = num(until.Unix())
	})
}

func (s *Store) Alerted(ctx context.Context, t chat.TenantID, id chat.AgentID) (team.Alerted, error) {
	return orNone[team.Alerted](ctx, s, alertedKey(t, id))
}

// orNone reads a document, which is its zero value if there is none.
func orNone[T any](ctx context.Context, s *Store, k key) (T, error) {
	doc, err := load[T](ctx, s, k)
	if errors.Is(err, chat.ErrNotFound) {
		err = nil
	}
	return doc, err
}
