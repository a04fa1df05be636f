package dynamo

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/team"
	"github.com/oklog/ulid/v2"
)

func (s *Store) Head(ctx context.Context, k chat.ConversationKey) (chat.Head, error) {
	return s.head(ctx, k, true)
}

func (s *Store) HeadEventually(ctx context.Context, k chat.ConversationKey) (chat.Head, error) {
	return s.head(ctx, k, false)
}

func (s *Store) head(ctx context.Context, k chat.ConversationKey, consistent bool) (chat.Head, error) {
	it, err := s.get(ctx, headKey(k), consistent)
	if err != nil {
		return chat.Head{}, err
	}
	head, err := read[chat.Head](it)
	head.Version = numOf(it, "v")
	return head, err
}

func (s *Store) HeadsByID(
	ctx context.Context, t chat.TenantID, ids []chat.ConversationID,
) (map[chat.ConversationID]chat.Head, error) {
	keys := make([]key, 0, len(ids))
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		keys = append(keys, headKey(chat.ConversationKey{Tenant: t, ID: id}))
	}
	rows, err := s.batch(ctx, keys)
	if err != nil {
		return nil, err
	}
	found := map[chat.ConversationID]chat.Head{}
	for _, it := range rows {
		if head, is := readable[chat.Head](ctx, it); is {
			head.Version = numOf(it, "v")
			found[head.ID] = head
		}
	}
	return found, nil
}

func (s *Store) Append(ctx context.Context, k chat.ConversationKey, m chat.Message) (chat.Message, error) {
	rows, err := s.messageRows(ctx, k, m)
	if err != nil {
		return m, err
	}
	if len(rows) == 1 {
		stored, err := s.put(ctx, rows[0].Put.Item, absent, nil)
		if errors.Is(err, chat.ErrExists) && stored != nil {
			m, bad := read[chat.Message](stored)
			return m, errors.Join(err, bad)
		}
		return m, err
	}
	err = unlocked(ctx, func() error { _, err := s.transact(ctx, rows); return err })
	if errors.Is(err, chat.ErrExists) {
		stored, bad := s.Message(ctx, k, m.ID)
		if bad != nil {
			return m, bad
		}
		return stored, err
	}
	return m, err
}

// messageRows returns a message's row, and its pointer if it came late.
func (s *Store) messageRows(
	ctx context.Context, k chat.ConversationKey, m chat.Message,
) ([]types.TransactWriteItem, error) {
	it, err := messageRow(ctx, k, m)
	if err != nil {
		return nil, err
	}
	rows := []types.TransactWriteItem{s.putting(it, absent, nil)}
	p, late := latePointer(k, m)
	if !late {
		return rows, nil
	}
	pointer, err := row(p, m.ID)
	return append(rows, s.putting(pointer, "", nil)), err
}

// latePointer returns the key of a message's pointer, if it came late.
func latePointer(k chat.ConversationKey, m chat.Message) (key, bool) {
	minted, err := chat.TimeOf(m.ID.Base())
	if err != nil || m.At.Sub(minted) <= chat.LateAfter {
		return key{}, false
	}
	var arrival ulid.ULID
	_ = arrival.SetTime(ulid.Timestamp(m.At))
	return pointerKey(k, m.ID, chat.MessageID(arrival.String())), true
}

func (s *Store) Commit(
	ctx context.Context, k chat.ConversationKey, change func(*chat.Head) ([]chat.Message, error),
) (chat.Head, error) {
	var head chat.Head
	err := retry(ctx, func() error {
		was, err := s.get(ctx, headKey(k), true)
		if err != nil && !errors.Is(err, chat.ErrNotFound) {
			return err
		}
		head = chat.Head{Tenant: k.Tenant, ID: k.ID}
		if was != nil {
			if head, err = read[chat.Head](was); err != nil {
				return err
			}
			head.Version = numOf(was, "v")
		}
		messages, err := change(&head)
		if err != nil {
			return err
		}
		return s.commit(ctx, k, was, &head, messages)
	})
	return ifStored(head, err)
}

// commit makes one try. It returns errAgain if another writer was faster.
func (s *Store) commit(
	ctx context.Context, k chat.ConversationKey, was item, head *chat.Head, messages []chat.Message,
) error {
	it, same, err := next(headKey(k), was, head)
	if err != nil || (same && len(messages) == 0) {
		return err
	}
	rows := []types.TransactWriteItem{}
	for _, m := range messages {
		more, err := s.messageRows(ctx, k, m)
		if err != nil {
			return err
		}
		rows = append(rows, more...)
	}
	ours := len(rows)
	if !same {
		condition, values := version(numOf(was, "v"))
		rows = append(rows, s.putting(it, condition, values))
		head.Version = numOf(it, "v")
		if was == nil {
			ref, err := row(key{visitor(chat.VisitorKey{Tenant: k.Tenant, ID: head.Visitor}), "C#" + string(k.ID)}, k.ID)
			if err != nil {
				return err
			}
			rows = append(rows, s.putting(ref, "", nil))
		}
	}
	at := -1
	if len(rows) == 1 {
		if _, err = s.putOnce(ctx, rows[0].Put.Item, *rows[0].Put.ConditionExpression,
			rows[0].Put.ExpressionAttributeValues); err != nil {
			at = 0
		}
	} else {
		at, err = s.transact(ctx, rows)
	}
	if errors.Is(err, chat.ErrConflict) || (errors.Is(err, chat.ErrExists) && at >= ours) {
		return errAgain
	}
	return err
}

func (s *Store) ListQueue(
	ctx context.Context, t chat.TenantID, q chat.Queue, position string, limit int,
) ([]chat.Head, string, error) {
	return s.heads(ctx, queryIn{
		index: ListIndex, pk: ListPartition, sk: ListSort, partition: list(t, string(q)), backwards: true, position: position,
		limit: limit,
	})
}

func (s *Store) ListQueues(
	ctx context.Context, t chat.TenantID, queues []chat.Queue, earliest bool, position string, limit int,
) ([]chat.Head, string, error) {
	partitions := make([]string, len(queues))
	for i, q := range queues {
		partitions[i] = list(t, string(q))
	}
	refs, next, err := s.merged(ctx, partitions, queryIn{backwards: !earliest, position: position, limit: limit})
	if err != nil {
		return nil, "", err
	}
	heads, versions, err := resolved[chat.Head](ctx, s, refs, ListPartition)
	for i := range heads {
		heads[i].Version = versions[i]
	}
	return heads, next, err
}

// Talks begins at the place that a conversation of that time would have.
func (s *Store) Talks(
	ctx context.Context, t chat.TenantID, before time.Time, position string, limit int,
) ([]chat.Head, string, error) {
	return s.ListQueues(ctx, t, chat.AllQueues, false, cmp.Or(position, stamp(before)), limit)
}

func (s *Store) CountQueue(ctx context.Context, t chat.TenantID, q chat.Queue, limit int) (int, error) {
	rows, _, err := s.query(ctx, queryIn{
		index: ListIndex, pk: ListPartition, sk: ListSort, partition: list(t, string(q)), limit: limit,
	})
	return len(rows), err
}

func (s *Store) ListWork(
	ctx context.Context, t chat.TenantID, agent chat.AgentID, position string, limit int,
) ([]chat.Head, string, error) {
	return s.heads(ctx, queryIn{
		index: WorkIndex, pk: WorkPartition, sk: WorkSort, partition: work(t, agent), position: position, limit: limit,
	})
}

// waitingEnd sorts after every time, and before the conversations in which nobody waits.
const waitingEnd = "~"

func (s *Store) ListWaiting(
	ctx context.Context, t chat.TenantID, agents []chat.AgentID, position string, limit int,
) ([]chat.Head, string, error) {
	var refs []item
	more := false
	for _, agent := range agents {
		rows, next, err := s.query(ctx, queryIn{
			index: WorkIndex, pk: WorkPartition, sk: WorkSort, partition: work(t, agent), from: position + "\x00",
			to: waitingEnd, limit: limit,
		})
		if err != nil {
			return nil, "", err
		}
		refs, more = append(refs, rows...), more || next != ""
	}
	slices.SortFunc(refs, func(a, b item) int { return strings.Compare(textOf(a, WorkSort), textOf(b, WorkSort)) })
	next := ""
	if len(refs) > limit || more {
		refs = refs[:min(limit, len(refs))]
		next = textOf(refs[len(refs)-1], WorkSort)
	}
	heads, versions, err := resolved[chat.Head](ctx, s, refs, WorkPartition)
	for i := range heads {
		heads[i].Version = versions[i]
	}
	return heads, next, err
}

func (s *Store) CountWork(ctx context.Context, t chat.TenantID, agent chat.AgentID) (all, waiting int, err error) {
	q := queryIn{index: WorkIndex, pk: WorkPartition, sk: WorkSort, partition: work(t, agent), limit: 1000}
	for {
		rows, next, err := s.query(ctx, q)
		if err != nil {
			return 0, 0, err
		}
		all += len(rows)
		for _, it := range rows {
			if textOf(it, WorkSort) < waitingEnd {
				waiting++
			}
		}
		if q.position = next; next == "" {
			return all, waiting, nil
		}
	}
}

func (s *Store) heads(ctx context.Context, q queryIn) ([]chat.Head, string, error) {
	heads, versions, next, err := indexed[chat.Head](ctx, s, q)
	for i := range heads {
		heads[i].Version = versions[i]
	}
	return heads, next, err
}

func (s *Store) ConversationsOf(ctx context.Context, k chat.VisitorKey) ([]chat.Head, error) {
	ids, err := queryAll[chat.ConversationID](ctx, s, visitor(k), "C#", false, 100)
	if err != nil {
		return nil, err
	}
	heads := []chat.Head{}
	for _, id := range ids {
		head, err := s.Head(ctx, chat.ConversationKey{Tenant: k.Tenant, ID: id})
		if err != nil {
			return nil, err
		}
		heads = append(heads, head)
	}
	return heads, nil
}

func (s *Store) WorkOf(
	ctx context.Context, t chat.TenantID, agent chat.AgentID, limit int,
) ([]chat.ConversationID, error) {
	rows, _, err := s.query(ctx, queryIn{
		index: WorkIndex, pk: WorkPartition, sk: WorkSort, partition: work(t, agent), limit: limit,
	})
	ids := make([]chat.ConversationID, len(rows))
	for i, it := range rows {
		_, id, _ := strings.Cut(textOf(it, WorkSort), "#")
		ids[i] = chat.ConversationID(id)
	}
	return ids, err
}

func sharesKey(t chat.TenantID) key { return tenantKey(t, "SHARES") }

func (s *Store) UpdateShares(ctx context.Context, t chat.TenantID, change func(*team.Shares) error) error {
	return retry(ctx, func() error {
		shares, err := load[team.Shares](ctx, s, sharesKey(t))
		if err := chat.Except(err, chat.ErrNotFound); err != nil {
			return err
		}
		if err := change(&shares); err != nil {
			return err
		}
		return again(putEditedOnce(ctx, s, sharesKey(t), shares))
	})
}
