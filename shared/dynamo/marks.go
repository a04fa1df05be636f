package dynamo

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// markKeep is the retention of a read mark. A conversation without a message since then counts as unread again.
const markKeep = 90 * 24 * time.Hour

func (s *Store) MarkRead(
	ctx context.Context, t chat.TenantID, agent chat.AgentID, id chat.ConversationID, at time.Time,
) error {
	it, err := row(readKey(t, agent, id), at)
	if err != nil {
		return err
	}
	it["seen"] = num(at.UnixMilli())
	it[TTL] = num(at.Add(markKeep).Unix())
	_, err = s.put(ctx, it, "attribute_not_exists(pk) OR seen < :at", item{":at": num(at.UnixMilli())})
	if errors.Is(err, chat.ErrExists) {
		return nil // it was read further already
	}
	return err
}

func (s *Store) ReadMarks(
	ctx context.Context, t chat.TenantID, agent chat.AgentID, ids []chat.ConversationID,
) (map[chat.ConversationID]time.Time, error) {
	keys := make([]key, 0, len(ids))
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) { // a batch may name each row only once
		keys = append(keys, readKey(t, agent, id))
	}
	rows, err := s.batch(ctx, keys)
	marks := map[chat.ConversationID]time.Time{}
	for k, it := range rows {
		marks[chat.ConversationID(k.pk[len(of(t, "C", "")):])] = time.UnixMilli(numOf(it, "seen")).UTC()
	}
	return marks, err
}
