package dynamo

import (
	"cmp"
	"context"
	"crypto/sha256"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// visitShards is how many partitions share the visits of a tenant, in each of their lists and in the counters: a
// partition takes 1,000 write units a second, and a visit costs two of them in its list and two in its counters.
const visitShards = 4

// shards are all of them.
var shards = []int{0, 1, 2, 3}

// shardOf is the shard of a visit.
func shardOf(id chat.VisitID) int {
	sum := sha256.Sum256([]byte(id))
	return int(sum[0]) % visitShards
}

// listed reads a page of a tenant's list of visits from all of its shards. A position is the place of the last row.
func (s *Store) listed(ctx context.Context, t chat.TenantID, name string, q queryIn) ([]chat.Visit, string, error) {
	partitions := make([]string, visitShards)
	for _, shard := range shards {
		partitions[shard] = visitList(t, name, shard)
	}
	refs, next, err := s.merged(ctx, partitions, q)
	if err != nil {
		return nil, "", err
	}
	visits, _, err := resolved[chat.Visit](ctx, s, refs, ListPartition)
	return visits, next, err
}

// merged reads a page of a list that lies in several partitions of the list index. A position is the place of the last
// row, and no two rows of such a list have the same place.
func (s *Store) merged(ctx context.Context, partitions []string, q queryIn) ([]item, string, error) {
	after := q.position
	if strings.HasPrefix(after, "{") {
		return nil, "", chat.ErrCursor // of a list in one partition
	}
	if q.position = ""; after != "" && q.backwards {
		q.from, q.to = "0", after
	} else if after != "" {
		q.from = after
	}
	limit := q.limit
	q.index, q.pk, q.sk, q.limit = ListIndex, ListPartition, ListSort, limit+1
	if after != "" {
		q.limit++ // the row at the position itself comes again
	}
	var mu sync.Mutex
	var refs []item
	err := sideBySide(partitions, func(partition string) error {
		q := q
		q.partition = partition
		page, _, err := s.query(ctx, q)
		mu.Lock()
		defer mu.Unlock()
		refs = append(refs, page...)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	refs = slices.DeleteFunc(refs, func(it item) bool { return textOf(it, ListSort) == after })
	slices.SortFunc(refs, func(a, b item) int {
		order := cmp.Compare(textOf(a, ListSort), textOf(b, ListSort))
		if q.backwards {
			order = -order
		}
		return order
	})
	next := ""
	if len(refs) > limit {
		refs = refs[:limit]
		next = textOf(refs[limit-1], ListSort)
	}
	return refs, next, nil
}

// counts reads the counters of one kind, from day to day.
func (s *Store) counts(ctx context.Context, t chat.TenantID, kind, from, to string) ([]chat.Counts, error) {
	months, err := months(from, to)
	if err != nil {
		return nil, err
	}
	var partitions []string
	for _, month := range months {
		for shard := range visitShards {
			partitions = append(partitions, countsOfMonth(t, kind, month, shard))
		}
	}
	var mu sync.Mutex
	var rows []item
	err = sideBySide(partitions, func(partition string) error {
		part, err := s.between(ctx, partition, from, to+"~")
		mu.Lock()
		defer mu.Unlock()
		rows = append(rows, part...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return joined(rows), nil
}

// between reads all rows of a partition from one sort key to another.
func (s *Store) between(ctx context.Context, partition, from, to string) ([]item, error) {
	var all []item
	for at := ""; ; {
		items, next, err := s.query(ctx, queryIn{partition: partition, from: from, to: to, position: at, limit: 1000})
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		if at = next; at == "" {
			return all, nil
		}
	}
}

// joined sums the shards of each row of counters.
func joined(items []item) []chat.Counts {
	sums := map[string]chat.Counts{}
	for _, it := range items {
		name, part := textOf(it, Sort), countsOf(it)
		sum, ok := sums[name]
		if !ok {
			sum = part
		} else {
			for counter, n := range part.Values {
				if sum.Values[counter] += n; sum.Values[counter] == 0 {
					delete(sum.Values, counter)
				}
			}
		}
		sums[name] = sum
	}
	rows := []chat.Counts{}
	for _, sum := range sums {
		rows = append(rows, sum)
	}
	slices.SortFunc(rows, func(a, b chat.Counts) int { return cmp.Compare(countsName(a), countsName(b)) })
	return rows
}

// Correct adds to the first shard of a row of counters, while all of its shards are as they were.
func (s *Store) Correct(ctx context.Context, t chat.TenantID, was chat.Counts, add map[string]int64) error {
	sums := map[string]int64{}
	rows := []types.TransactWriteItem{s.adding(countsKey(t, was, 0), add)}
	for _, shard := range shards {
		k := countsKey(t, was, shard)
		it, err := s.get(ctx, k, true)
		if chat.Except(err, chat.ErrNotFound) != nil {
			return err
		}
		for name := range add {
			sums[name] += numOf(it, "n:"+name)
		}
		condition, names, values := unchanged(it, add)
		if up := rows[0].Update; shard == 0 {
			up.ConditionExpression = &condition
			maps.Copy(up.ExpressionAttributeNames, names)
			maps.Copy(up.ExpressionAttributeValues, values)
			continue
		}
		rows = append(rows, types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
			TableName: s.table, Key: k.item(), ConditionExpression: &condition,
			ExpressionAttributeNames: names, ExpressionAttributeValues: values,
		}})
	}
	for name := range add {
		if sums[name] != was.Values[name] {
			return chat.ErrConflict
		}
	}
	_, err := s.transact(ctx, rows)
	return lost(err)
}
