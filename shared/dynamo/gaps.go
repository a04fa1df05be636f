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

func (s *Store) AddGap(ctx context.Context, t chat.TenantID, g chat.GapRow, a chat.Asking) error {
	k := gapKey(t, g.Bot, g.ID)
	asked, err := row(askedKey(k, g.ID, a.Message), a.Conversation)
	if err != nil {
		return err
	}
	noted := false
	return retry(ctx, func() error {
		was, gap, err := s.gap(ctx, k, g)
		if err != nil {
			return err
		}
		later := gap.Hear(g)
		if _, err := s.get(ctx, askedKey(k, g.ID, a.Message), false); !later && err == nil {
			return nil // it says nothing new
		}
		if !noted { // before the asking counts: a repeat comes by here until it does
			if err := s.putAsking(ctx, t, a); err != nil {
				return err
			}
			noted = true
		}
		condition, values := version(numOf(was, "v"))
		gap.Count++
		it, err := gapItem(t, k, was, gap)
		if err != nil {
			return err
		}
		at, err := s.transact(ctx, []types.TransactWriteItem{s.putting(asked, absent, nil), s.putting(it, condition, values)})
		if !errors.Is(err, chat.ErrExists) || at != 0 {
			return again(err)
		}
		if !later { // this message was counted before
			return nil
		}
		gap.Count--
		if it, err = gapItem(t, k, was, gap); err != nil {
			return err
		}
		_, err = s.putOnce(ctx, it, condition, values)
		return again(err)
	})
}

// gap is a question as it is stored, with its item; the one that is given if there is none.
func (s *Store) gap(ctx context.Context, k key, first chat.GapRow) (item, chat.GapRow, error) {
	was, err := s.get(ctx, k, true)
	if errors.Is(err, chat.ErrNotFound) {
		return nil, first, nil
	}
	if err != nil {
		return nil, first, err
	}
	gap, err := read[chat.GapRow](was)
	return was, gap, err
}

func gapItem(t chat.TenantID, k key, was item, gap chat.GapRow) (item, error) {
	it, _, err := next(k, was, &gap)
	if err != nil {
		return nil, err
	}
	it[ListPartition] = text(list(t, "gaps#"+string(gap.Bot)))
	return it, nil
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
