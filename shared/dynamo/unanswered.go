package dynamo

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
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

// Askings reads the months backwards.
func (s *Store) Askings(ctx context.Context, t chat.TenantID, from, to time.Time, limit int) ([]chat.Asking, error) {
	first, all := chat.Asking{At: from}.Day(), []chat.Asking{}
	for month := to; len(all) < limit; month = firstOf(month).AddDate(0, 0, -1) {
		day := chat.Asking{At: month}.Day()
		if day < first {
			break
		}
		more, err := queryDocs[chat.Asking](ctx, s, queryIn{
			partition: askings(t, day), from: first, backwards: true, stale: true,
		}, "", limit-len(all))
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func firstOf(month time.Time) time.Time {
	month = month.UTC()
	return time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// DropAskings looks at the months in which rows can be that DynamoDB has not deleted by itself.
func (s *Store) DropAskings(ctx context.Context, t chat.TenantID, before time.Time) (int, error) {
	n, day := 0, chat.Asking{At: before}.Day()
	oldest := before.Add(-2 * chat.AskingKeep)
	for month := before; month.After(oldest); month = firstOf(month).AddDate(0, 0, -1) {
		for {
			items, _, err := s.query(ctx, queryIn{
				partition: askings(t, chat.Asking{At: month}.Day()), from: "0", to: day, limit: 200,
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

func (s *Store) KeepVector(ctx context.Context, t chat.TenantID, wording string, v meaning.Placed) error {
	return s.putDoc(ctx, wordingVectorKey(t, wording), v)
}

func topics(t chat.TenantID) string { return of(t, "GT", "all") }

func (s *Store) Topics(ctx context.Context, t chat.TenantID) ([]unanswered.Topic, error) {
	return queryAll[unanswered.Topic](ctx, s, topics(t), "", false, 2*unanswered.MaxTopics)
}

func (s *Store) PutTopic(ctx context.Context, topic unanswered.Topic) error {
	return putEdited(ctx, s, key{topics(topic.Tenant), topic.ID}, topic)
}

func (s *Store) DropTopic(ctx context.Context, t chat.TenantID, id string) error {
	return s.delete(ctx, key{topics(t), id})
}

// forgetWording takes a wording that nobody asked any more out of all that was made of it.
func (s *Store) forgetWording(ctx context.Context, t chat.TenantID, id string) error {
	all, err := s.Topics(ctx, t)
	if err != nil {
		return err
	}
	for _, topic := range all {
		if !topic.Drop(id) {
			continue
		}
		if err := s.keepTopic(ctx, topic); err != nil {
			return err
		}
	}
	return s.delete(ctx, wordingVectorKey(t, id))
}

func (s *Store) keepTopic(ctx context.Context, topic unanswered.Topic) error {
	if len(topic.Wordings) == 0 {
		return s.DropTopic(ctx, topic.Tenant, topic.ID)
	}
	err := s.PutTopic(ctx, topic)
	if errors.Is(err, chat.ErrConflict) {
		return chat.Errorf(chat.Unavailable, "busy", "Somebody changed this question at the same moment. Try again.")
	}
	return err
}
