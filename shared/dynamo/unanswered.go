package dynamo

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/unanswered"
)

func askings(t chat.TenantID, day string) string { return of(t, "GD", day[:len("2006-01")]) }

func askingKey(t chat.TenantID, a chat.Asking) key {
	return key{askings(t, a.Day()), a.Day() + "#" + string(a.Conversation) + "#" + string(a.Bot) + "#" + a.Gap}
}

// putAsking notes that a person asked a question on a day: the latest asking of that day stands for all.
func (s *Store) putAsking(ctx context.Context, t chat.TenantID, a chat.Asking) error {
	it, err := row(askingKey(t, a), a)
	if err != nil {
		return err
	}
	it[TTL] = num(a.At.Add(chat.AskingKeep).Unix())
	_, err = s.put(ctx, it, "", nil)
	return err
}

// dropAsking takes an asking back, unless the day's row is about a later one.
func (s *Store) dropAsking(ctx context.Context, t chat.TenantID, a chat.Asking) error {
	k := askingKey(t, a)
	was, err := s.get(ctx, k, true)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	had, err := read[chat.Asking](was)
	if err != nil || had.Message != a.Message {
		return err
	}
	same := "d = :d"
	_, err = s.remove(ctx, &dynamodb.DeleteItemInput{
		Key: k.item(), ConditionExpression: &same, ExpressionAttributeValues: item{":d": was["d"]},
	})
	return chat.Except(err, chat.ErrExists)
}

func (s *Store) Asker(
	ctx context.Context, t chat.TenantID, bot chat.BotID, wording string,
) (chat.BubbleRef, error) {
	refs, err := s.askers(ctx, gapKey(t, bot, wording), wording, true)
	if len(refs) == 0 {
		return chat.BubbleRef{}, cmp.Or(err, error(chat.ErrNotFound))
	}
	return refs[0], nil
}

func (s *Store) Askings(ctx context.Context, t chat.TenantID, from, to time.Time, limit int) ([]chat.Asking, error) {
	return daysBack[chat.Asking](ctx, s, func(day string) string { return askings(t, day) }, from, to, limit)
}

// daysBack reads rows that lie by their day in a partition a month, the months backwards.
func daysBack[T any](
	ctx context.Context, s *Store, partition func(day string) string, from, to time.Time, limit int,
) ([]T, error) {
	first, all := chat.Asking{At: from}.Day(), []T{}
	for month := to; len(all) < limit; month = firstOf(month).AddDate(0, 0, -1) {
		day := chat.Asking{At: month}.Day()
		if day < first {
			break
		}
		more, err := queryDocs[T](ctx, s, queryIn{
			partition: partition(day), from: first, backwards: true, stale: true,
		}, "", limit-len(all))
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func helps(t chat.TenantID, day string) string { return of(t, "GE", day[:len("2006-01")]) }

func helpKey(t chat.TenantID, h chat.Help) key {
	return key{helps(t, h.Day()), h.Day() + "#" + string(h.Conversation) + "#" + string(h.Bot) + "#" + h.Entry}
}

func (s *Store) NoteHelp(ctx context.Context, t chat.TenantID, h chat.Help) error {
	k := helpKey(t, h)
	return retry(ctx, func() error {
		was, err := s.get(ctx, k, true)
		if err := chat.Except(err, chat.ErrNotFound); err != nil {
			return err
		}
		noted := h
		if was != nil {
			if noted, err = read[chat.Help](was); err != nil {
				return err
			}
			noted.Hear(h)
		}
		it, same, err := next(k, was, &noted)
		if err != nil || same {
			return err
		}
		it[TTL] = num(noted.At.Add(chat.AskingKeep).Unix())
		condition, values := version(numOf(was, "v"))
		_, err = s.putOnce(ctx, it, condition, values)
		return again(err)
	})
}

func (s *Store) Helps(
	ctx context.Context, t chat.TenantID, from, to time.Time, limit int,
) ([]chat.Help, error) {
	return daysBack[chat.Help](ctx, s, func(day string) string { return helps(t, day) }, from, to, limit)
}

func (s *Store) NoteLost(ctx context.Context, t chat.TenantID, a chat.Asking) error {
	k := askingKey(t, a)
	was, err := s.get(ctx, k, true)
	if err != nil {
		return chat.Except(err, chat.ErrNotFound)
	}
	had, err := read[chat.Asking](was)
	if err != nil || had.Message != a.Message || slices.Equal(had.Lost, a.Lost) {
		return err
	}
	had.Lost = a.Lost
	it, err := row(k, had)
	if err != nil {
		return err
	}
	it[TTL] = was[TTL]
	_, err = s.put(ctx, it, "d = :d", item{":d": was["d"]})
	return chat.Except(err, chat.ErrExists) // somebody asked again, or it is gone
}

func firstOf(month time.Time) time.Time {
	month = month.UTC()
	return time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, time.UTC)
}

func (s *Store) DropAskings(ctx context.Context, t chat.TenantID, before time.Time) (int, error) {
	n, err := s.dropDays(ctx, func(day string) string { return askings(t, day) }, before)
	if err != nil {
		return n, err
	}
	more, err := s.dropDays(ctx, func(day string) string { return helps(t, day) }, before)
	return n + more, err
}

// dropDays looks at the months in which rows can be that DynamoDB has not deleted by itself.
func (s *Store) dropDays(ctx context.Context, partition func(day string) string, before time.Time) (int, error) {
	n, day := 0, chat.Asking{At: before}.Day()
	oldest := before.Add(-2 * chat.AskingKeep)
	for month := before; month.After(oldest); month = firstOf(month).AddDate(0, 0, -1) {
		for {
			items, _, err := s.query(ctx, queryIn{
				partition: partition(chat.Asking{At: month}.Day()), from: "0", to: day, limit: 200,
			})
			if err != nil {
				return n, err
			}
			keys := []key{}
			for _, it := range items {
				keys = append(keys, key{textOf(it, Partition), textOf(it, Sort)})
			}
			if err := s.deleteAll(ctx, keys); err != nil {
				return n, err
			}
			if n += len(keys); len(keys) == 0 {
				break
			}
		}
	}
	return n, nil
}

func (s *Store) GapsOf(ctx context.Context, t chat.TenantID, askings []chat.Asking) ([]chat.GapRow, error) {
	keys := []key{}
	for _, a := range askings {
		keys = append(keys, gapKey(t, a.Bot, a.Gap))
	}
	rows, err := s.batchRead(ctx, keys, false)
	all := []chat.GapRow{}
	for _, it := range rows {
		if gap, is := readable[chat.GapRow](ctx, it); is {
			all = append(all, gap)
		}
	}
	return all, err
}

func wordingVectorKey(t chat.TenantID, wording string) key { return key{of(t, "GV", "all"), wording} }

func (s *Store) Vectors(
	ctx context.Context, t chat.TenantID, wordings []string,
) (map[string]meaning.Placed, error) {
	keys := []key{}
	for _, id := range wordings {
		keys = append(keys, wordingVectorKey(t, id))
	}
	rows, err := s.batchRead(ctx, keys, false)
	if err != nil {
		return nil, err
	}
	all := map[string]meaning.Placed{}
	for k, it := range rows {
		if all[k.sk], err = read[meaning.Placed](it); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// KeepVector looks after the write whether the wording is still there: an erasure deletes that first, then the vector.
func (s *Store) KeepVector(ctx context.Context, t chat.TenantID, of chat.GapRow, v meaning.Placed) error {
	k := wordingVectorKey(t, of.ID)
	it, err := row(k, v)
	if err != nil {
		return err
	}
	it[TTL] = num(s.Now().Add(chat.AskingKeep).Unix())
	if _, err := s.put(ctx, it, "", nil); err != nil {
		return err
	}
	if _, err = s.get(ctx, gapKey(t, of.Bot, of.ID), true); errors.Is(err, chat.ErrNotFound) {
		return s.delete(ctx, k)
	}
	return err
}

func topics(t chat.TenantID) string { return of(t, "GT", "all") }

func (s *Store) Topics(ctx context.Context, t chat.TenantID) ([]unanswered.Topic, error) {
	return queryAll[unanswered.Topic](ctx, s, topics(t), "", false, 2*unanswered.MaxTopics)
}

func (s *Store) PutTopics(
	ctx context.Context, t chat.TenantID, put []unanswered.Topic, drop ...unanswered.Topic,
) error {
	if len(put) == 1 && len(drop) == 0 {
		return putEdited(ctx, s, key{topics(t), put[0].ID}, put[0])
	}
	rows := []types.TransactWriteItem{}
	for _, topic := range put {
		it, condition, values, err := nextEdited(key{topics(t), topic.ID}, topic)
		if err != nil {
			return err
		}
		rows = append(rows, s.putting(it, condition, values))
	}
	for _, topic := range drop {
		condition, values := version(topic.Version)
		rows = append(rows, types.TransactWriteItem{Delete: &types.Delete{
			TableName: s.table, Key: key{topics(t), topic.ID}.item(), ConditionExpression: &condition,
			ExpressionAttributeValues: values,
		}})
	}
	return lost(unlocked(ctx, func() error {
		_, err := s.transact(ctx, rows)
		return err
	}))
}

// forgetWordings takes wordings of a bot that nobody asks any more out of all that was made of them. Wordings are of
// all bots: those that another bot was asked stay.
func (s *Store) forgetWordings(ctx context.Context, t chat.TenantID, bot chat.BotID, ids []string) error {
	ids, err := s.askedOf(ctx, t, bot, ids)
	if err != nil || len(ids) == 0 {
		return err
	}
	all, err := s.Topics(ctx, t)
	if err != nil {
		return err
	}
	keys := []key{}
	for _, id := range ids {
		keys = append(keys, wordingVectorKey(t, id))
	}
	err = s.deleteAll(ctx, keys)
	for _, topic := range all {
		if topic.Drop(ids...) {
			err = errors.Join(err, s.keepTopic(ctx, topic))
		}
	}
	return err
}

// askedOf are the wordings that nobody asked of another bot.
func (s *Store) askedOf(ctx context.Context, t chat.TenantID, bot chat.BotID, ids []string) ([]string, error) {
	bots, err := s.Bots(ctx, t)
	if err != nil {
		return nil, err
	}
	keys := []key{}
	for _, other := range bots {
		for _, id := range ids {
			if other.ID != bot {
				keys = append(keys, gapKey(t, other.ID, id))
			}
		}
	}
	others, err := s.batchRead(ctx, keys, true)
	asked := map[string]bool{}
	for k := range others {
		asked[k.sk] = true
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return asked[id] }), err
}

func (s *Store) keepTopic(ctx context.Context, topic unanswered.Topic) error {
	put, drop := []unanswered.Topic{topic}, []unanswered.Topic(nil)
	if len(topic.Wordings) == 0 {
		put, drop = drop, put
	}
	err := s.PutTopics(ctx, topic.Tenant, put, drop...)
	if errors.Is(err, chat.ErrConflict) {
		return chat.Errorf(chat.Unavailable, "busy", "Somebody changed this question at the same moment. Try again.")
	}
	return err
}
