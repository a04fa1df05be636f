package dynamo

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// askedKey is the key of one asking of a question.
func askedKey(gap key, id string, message chat.MessageID) key {
	return key{gap.pk + "#" + id, "O#" + string(message)}
}

func (s *Store) AddGap(
	ctx context.Context, t chat.TenantID, g chat.GapRow, by chat.ConversationID, message chat.MessageID,
) error {
	k := gapKey(t, g.Bot, g.ID)
	asked, err := row(askedKey(k, g.ID, message), by)
	if err != nil {
		return err
	}
	return retry(ctx, func() error {
		was, err := s.get(ctx, k, true)
		gap := g
		if err == nil {
			gap, err = read[chat.GapRow](was)
		} else if errors.Is(err, chat.ErrNotFound) {
			err = nil
		}
		if err != nil {
			return err
		}
		gap.Count++
		if g.Last.After(gap.Last) {
			gap.Last, gap.Cause, gap.Question = g.Last, g.Cause, g.Question
		}
		it, _, err := next(k, was, &gap)
		if err != nil {
			return err
		}
		it[ListPartition] = text(list(t, "gaps#"+string(g.Bot)))
		condition, values := version(numOf(was, "v"))
		at, err := s.transact(ctx, []types.TransactWriteItem{s.putting(asked, absent, nil), s.putting(it, condition, values)})
		if errors.Is(err, chat.ErrExists) && at == 0 {
			return nil // this message was counted before
		}
		return again(err)
	})
}

func (s *Store) Gaps(
	ctx context.Context, t chat.TenantID, bot chat.BotID, position string, limit int,
) ([]chat.GapRow, string, error) {
	gaps, _, next, err := indexed[chat.GapRow](ctx, s, queryIn{
		index: ListIndex, pk: ListPartition, sk: ListSort, partition: list(t, "gaps#"+string(bot)), backwards: true,
		position: position, limit: limit,
	})
	return gaps, next, err
}
