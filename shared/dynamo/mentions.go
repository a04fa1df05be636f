package dynamo

import (
	"context"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func mentions(t chat.TenantID, id chat.AgentID) string { return of(t, "U", string(id)) }

// mentionsRead is how far somebody has read their mentions.
type mentionsRead struct {
	At time.Time `json:"at"`
}

func (s *Store) AddMention(ctx context.Context, t chat.TenantID, m chat.Mention, until time.Time) (bool, error) {
	it, err := row(key{mentions(t, m.To), "N#" + stamp(m.At) + "#" + string(m.Message)}, m)
	if err != nil {
		return false, err
	}
	it[TTL] = num(until.Unix())
	_, err = s.put(ctx, it, absent, nil)
	return err == nil, chat.Except(err, chat.ErrExists)
}

func (s *Store) Mentions(
	ctx context.Context, t chat.TenantID, id chat.AgentID, limit int,
) ([]chat.Mention, time.Time, error) {
	all, err := queryAll[chat.Mention](ctx, s, mentions(t, id), "N#", true, limit)
	if err != nil || len(all) == 0 {
		return all, time.Time{}, err
	}
	read, err := load[mentionsRead](ctx, s, key{mentions(t, id), "READ"})
	if errors.Is(err, chat.ErrNotFound) {
		err = nil
	}
	return all, read.At, err
}

func (s *Store) ReadMentions(ctx context.Context, t chat.TenantID, id chat.AgentID, upTo, until time.Time) error {
	return upsert(ctx, s, key{mentions(t, id), "READ"}, mentionsRead{}, func(r *mentionsRead) error {
		if upTo.After(r.At) {
			r.At = upTo
		}
		return nil
	}, func(it item, r *mentionsRead) { it[TTL] = num(until.Add(r.At.Sub(upTo)).Unix()) })
}
