package dynamo

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// queryIn asks for one page of a partition of the table or of an index, in order or backwards, from a position.
type queryIn struct {
	index, pk, sk string // names; the table's if index is ""
	partition     string
	from, to      string // bounds of the sort key, both included; "" for none
	backwards     bool
	stale         bool // an eventual read, at half the price
	position      string
	limit         int
}

// query reads at most limit items, and returns the position of the next page.
func (s *Store) query(ctx context.Context, q queryIn) ([]item, string, error) {
	if q.to != "" && q.from > q.to {
		return nil, "", nil // DynamoDB refuses such bounds, between which nothing lies
	}
	if q.index == "" {
		q.pk, q.sk = Partition, Sort
	}
	forward, size := !q.backwards, int32(q.limit)
	condition := "#p = :p"
	in := &dynamodb.QueryInput{
		TableName: s.table, ScanIndexForward: &forward, Limit: &size,
		ExpressionAttributeNames:  map[string]string{"#p": q.pk},
		ExpressionAttributeValues: item{":p": text(q.partition)},
	}
	if q.from != "" || q.to != "" {
		// BETWEEN includes both ends: a caller that must not get a row at its end drops it.
		condition += " AND #s BETWEEN :from AND :to"
		in.ExpressionAttributeNames["#s"] = q.sk
		if q.to == "" {
			q.to = "\U0010FFFF"
		}
		in.ExpressionAttributeValues[":from"], in.ExpressionAttributeValues[":to"] = text(q.from), text(q.to)
	}
	in.KeyConditionExpression = &condition
	if q.index != "" {
		in.IndexName = &q.index
	} else {
		consistent := !q.stale
		in.ConsistentRead = &consistent
	}
	var err error
	if in.ExclusiveStartKey, err = startAt(q.position); err != nil {
		return nil, "", err
	}
	out, err := s.db.Query(ctx, in)
	if err != nil {
		return nil, "", failed("query", err)
	}
	return s.live(out.Items), position(out.LastEvaluatedKey), nil
}

func (s *Store) live(items []item) []item {
	kept := items[:0]
	for _, it := range items {
		if !s.expired(it) {
			kept = append(kept, it)
		}
	}
	return kept
}

// startAt is the key of a position; nil for the beginning.
func startAt(position string) (item, error) {
	if position == "" {
		return nil, nil
	}
	var names map[string]string
	if err := json.Unmarshal([]byte(position), &names); err != nil {
		return nil, chat.ErrCursor
	}
	start := item{}
	for name, value := range names {
		start[name] = text(value)
	}
	return start, nil
}

func position(last item) string {
	if len(last) == 0 {
		return ""
	}
	names := map[string]string{}
	for name := range last {
		names[name] = textOf(last, name)
	}
	raw, _ := json.Marshal(names) // a map of strings always encodes
	return string(raw)
}

// queryAll reads every document under a prefix of a partition, up to a bound.
func queryAll[T any](ctx context.Context, s *Store, partition, prefix string, backwards bool, limit int) ([]T, error) {
	return queryDocs[T](ctx, s, queryIn{partition: partition, backwards: backwards}, prefix, limit)
}

func queryDocs[T any](ctx context.Context, s *Store, q queryIn, prefix string, limit int) ([]T, error) {
	docs := []T{}
	if prefix != "" { // DynamoDB accepts no empty text as a key
		q.from, q.to = prefix, prefix+"\U0010FFFF"
	}
	for len(docs) < limit {
		q.limit = limit - len(docs)
		items, next, err := s.query(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			doc, err := read[T](it)
			if err != nil {
				return nil, err
			}
			docs = append(docs, doc)
		}
		if q.position = next; next == "" {
			break
		}
	}
	return docs, nil
}

// batch reads many rows by key, in no order, and leaves missing ones out. DynamoDB refuses a key that is named twice.
func (s *Store) batch(ctx context.Context, keys []key) (map[key]item, error) {
	return s.batchRead(ctx, keys, s.upToDate)
}

func (s *Store) batchRead(ctx context.Context, keys []key, upToDate bool) (map[key]item, error) {
	found, named := map[key]item{}, map[key]bool{}
	keys = slices.DeleteFunc(slices.Clone(keys), func(k key) bool {
		again := named[k]
		named[k] = true
		return again
	})
	for len(keys) > 0 {
		n := min(len(keys), 100)
		request := types.KeysAndAttributes{ConsistentRead: &upToDate}
		for _, k := range keys[:n] {
			request.Keys = append(request.Keys, k.item())
		}
		keys = keys[n:]
		for try := 0; len(request.Keys) > 0; try++ {
			if try == tries {
				return nil, chat.Errorf(chat.Unavailable, "busy", "The service is busy. Try again.")
			}
			out, err := s.db.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
				RequestItems: map[string]types.KeysAndAttributes{*s.table: request},
			})
			if err != nil {
				return nil, failed("batch get", err)
			}
			for _, it := range out.Responses[*s.table] {
				if !isTomb(it) {
					found[key{textOf(it, Partition), textOf(it, Sort)}] = it
				}
			}
			if request = out.UnprocessedKeys[*s.table]; len(request.Keys) > 0 {
				pause(ctx, try)
			}
		}
	}
	return found, nil
}

// indexed reads one page of an index and then the documents that it points to. A row that has left
// the list since then is left out.
func indexed[T any](ctx context.Context, s *Store, q queryIn) ([]T, []int64, string, error) {
	refs, next, err := s.query(ctx, q)
	if err != nil {
		return nil, nil, "", err
	}
	docs, versions, err := resolved[T](ctx, s, refs, q.pk)
	return docs, versions, next, err
}

// resolved reads the documents that rows of an index point to, unless they have left their partition of it. Rows of
// two partitions may point to one document, which moved while they were read: it is given once.
func resolved[T any](ctx context.Context, s *Store, refs []item, partition string) ([]T, []int64, error) {
	keys := make([]key, len(refs))
	for i, it := range refs {
		keys[i] = key{textOf(it, Partition), textOf(it, Sort)}
	}
	rows, err := s.batch(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	docs, versions := []T{}, []int64{}
	for i, k := range keys {
		it, ok := rows[k]
		if !ok || textOf(it, partition) != textOf(refs[i], partition) {
			continue
		}
		delete(rows, k)
		if doc, is := readable[T](ctx, it); is { // one bad row hides no other
			docs, versions = append(docs, doc), append(versions, numOf(it, "v"))
		}
	}
	return docs, versions, nil
}
