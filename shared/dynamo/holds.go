package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/team"
)

// longestHeld is after what time the row of an answer that waited is gone for sure: DynamoDB deletes some days late.
const longestHeld = 7 * 24 * time.Hour

func holds(t chat.TenantID) string { return of(t, "H", "held") }

// heldKey sorts by the time of the question: the answers that wait now are read in one query.
func heldKey(k chat.ConversationKey, question chat.MessageID) key {
	return key{holds(k.Tenant), string(question) + "#" + string(k.ID)}
}

func (s *Store) Hold(
	ctx context.Context, k chat.ConversationKey, h team.Held, until time.Time,
) (team.Held, error) {
	it, err := row(heldKey(k, h.Message), h)
	if err != nil {
		return h, err
	}
	it[TTL], it[TypeName] = num(until.Unix()), text(TypeHeld)
	stored, err := s.put(ctx, it, absent, nil)
	if errors.Is(err, chat.ErrExists) && stored != nil {
		return read[team.Held](stored)
	}
	return h, err
}

func (s *Store) Held(ctx context.Context, k chat.ConversationKey, question chat.MessageID) (team.Held, error) {
	return load[team.Held](ctx, s, heldKey(k, question))
}

func (s *Store) HeldSince(
	ctx context.Context, t chat.TenantID, since, now time.Time, limit int,
) ([]team.Held, error) {
	q := queryIn{
		partition: holds(t), from: string(chat.FirstIDAt(since)), backwards: true, stale: true, limit: chat.MaxPageSize,
	}
	all := []team.Held{}
	for more := true; more && len(all) < limit; more = q.position != "" {
		items, next, err := s.query(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			held, err := read[team.Held](it)
			if err != nil {
				return nil, err
			}
			if held.Until.After(now) {
				all = append(all, held)
			}
		}
		q.position = next
	}
	return all[:min(len(all), limit)], nil
}

// HeldIn is the answer that waits of which a record tells.
func HeldIn(record events.DynamoDBEventRecord) (chat.TenantID, team.Held, bool) {
	var held team.Held
	if textIn(record.Change.NewImage, TypeName) != TypeHeld {
		return "", held, false
	}
	doc, err := documentIn(record, record.Change.NewImage)
	if err == nil {
		err = json.Unmarshal(doc, &held)
	}
	pk, _ := KeysOf(record)
	return chat.TenantID(strings.Split(pk, "#")[1]), held, err == nil
}
