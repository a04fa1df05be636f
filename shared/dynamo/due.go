package dynamo

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/lifecycle"
)

func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]lifecycle.DueItem, error) {
	var found []item
	for shard := range DueShards {
		items, _, err := s.query(ctx, queryIn{
			index: DueIndex, pk: DuePartition, sk: DueSort, partition: fmt.Sprintf("DUE#%d", shard), from: "0",
			to: stamp(now) + "$", limit: limit, // "$" comes after the "#" before a row's id
		})
		if err != nil {
			return nil, err
		}
		found = append(found, items...)
	}
	sort.Slice(found, func(i, j int) bool { return textOf(found[i], DueSort) < textOf(found[j], DueSort) })
	items := []lifecycle.DueItem{}
	for _, it := range found[:min(len(found), limit)] {
		if d, ok := dueItem(textOf(it, Partition), textOf(it, Sort)); ok {
			items = append(items, d)
		}
	}
	return items, nil
}

// Postpone changes only the index's sort key, to one of the same length, so that it works on a full row.
func (s *Store) Postpone(ctx context.Context, i lifecycle.DueItem, until time.Time) error {
	var k key
	var id string
	switch {
	case i.Conversation != nil:
		k, id = headKey(*i.Conversation), string(i.Conversation.ID)
	case i.Job != nil:
		k, id = jobKey(*i.Job), i.Job.ID
	case i.Weekly != nil:
		k, id = weeklyKey(i.Weekly.Tenant, knowledge.WeeklyID(i.Weekly.ID)), i.Weekly.ID
	default:
		return nil
	}
	change, condition := "SET ds = :due", "attribute_exists(ds)"
	_, err := s.modify(ctx, "postpone", &dynamodb.UpdateItemInput{
		Key: k.item(), UpdateExpression: &change, ConditionExpression: &condition,
		ExpressionAttributeValues: item{":due": text(stamp(until) + "#" + id)},
	})
	return chat.Except(err, chat.ErrExists)
}

func dueItem(pk, sk string) (lifecycle.DueItem, bool) {
	parts := strings.SplitN(pk, "#", 4) // T, tenant, C, V or K, id
	if job, isJob := strings.CutPrefix(sk, "JOB#"); isJob && len(parts) == 2 {
		return lifecycle.DueItem{Job: &lifecycle.JobKey{Tenant: chat.TenantID(parts[1]), ID: job}}, true
	}
	if len(parts) != 4 {
		return lifecycle.DueItem{}, false
	}
	if id, is := strings.CutPrefix(sk, "W#"); is {
		return lifecycle.DueItem{Weekly: &lifecycle.WeeklyKey{Tenant: chat.TenantID(parts[1]), ID: id}}, true
	}
	if sk != "HEAD" {
		return lifecycle.DueItem{}, false
	}
	return lifecycle.DueItem{Conversation: &chat.ConversationKey{
		Tenant: chat.TenantID(parts[1]), ID: chat.ConversationID(parts[3]),
	}}, true
}

func jobKey(k lifecycle.JobKey) key { return tenantKey(k.Tenant, "JOB#"+k.ID) }

func (s *Store) Job(ctx context.Context, k lifecycle.JobKey) (lifecycle.Job, error) {
	return load[lifecycle.Job](ctx, s, jobKey(k))
}

func (s *Store) Jobs(ctx context.Context, t chat.TenantID, limit int) ([]lifecycle.Job, error) {
	return queryAll[lifecycle.Job](ctx, s, "T#"+string(t), "JOB#j_", true, limit)
}

func (s *Store) PutJob(ctx context.Context, j lifecycle.Job) error {
	return putEdited(ctx, s, jobKey(j.Key()), j)
}

func poisonKey(p chat.Poison) key {
	return key{"POISON", stamp(p.At) + "#" + p.Partition + "#" + p.Sort}
}

func (s *Store) Park(ctx context.Context, p chat.Poison) error {
	return s.putExpiring(ctx, poisonKey(p), p, p.At.Add(chat.RawKeep))
}

// Unpark deletes a parked row.
func (s *Store) Unpark(ctx context.Context, p chat.Poison) error { return s.delete(ctx, poisonKey(p)) }

func (s *Store) Poisoned(ctx context.Context, limit int) ([]chat.Poison, error) {
	return queryAll[chat.Poison](ctx, s, "POISON", "2", false, limit)
}
