package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// Store is chat.Store on one table. Its methods' promises are in package chat.
type Store struct {
	db    *dynamodb.Client
	table *string
}

var _ chat.Store = (*Store)(nil)

// New makes a store on a table that exists.
func New(db *dynamodb.Client, table string) *Store { return &Store{db, &table} }

// tries is how often a change function is repeated against other writers.
const tries = 8

func (s *Store) get(ctx context.Context, k key, consistent bool) (item, error) {
	out, err := s.db.GetItem(ctx, &dynamodb.GetItemInput{TableName: s.table, Key: k.item(), ConsistentRead: &consistent})
	if err != nil {
		return nil, failed("get", err)
	}
	if out.Item == nil || expired(out.Item) {
		return nil, chat.ErrNotFound
	}
	return out.Item, nil
}

// expired tells whether a row's time is up: DynamoDB deletes it days later.
func expired(it item) bool {
	ttl := numOf(it, TTL)
	return ttl > 0 && ttl < time.Now().Unix()
}

// load gets the document at a key, up to date.
func load[T any](ctx context.Context, s *Store, k key) (T, error) {
	it, err := s.get(ctx, k, true)
	if err != nil {
		var none T
		return none, err
	}
	return read[T](it)
}

func (s *Store) put(ctx context.Context, it item, condition string, values item) (item, error) {
	in := &dynamodb.PutItemInput{TableName: s.table, Item: it}
	if condition != "" {
		in.ConditionExpression = &condition
		in.ExpressionAttributeValues = values
		in.ReturnValuesOnConditionCheckFailure = types.ReturnValuesOnConditionCheckFailureAllOld
	}
	_, err := s.db.PutItem(ctx, in)
	if refused, ok := errors.AsType[*types.ConditionalCheckFailedException](err); ok {
		return refused.Item, chat.ErrExists
	}
	return nil, failed("put", err)
}

const absent = "attribute_not_exists(pk)"

// putDoc stores a document at a key; with condition absent, ErrExists if there is one.
func (s *Store) putDoc(ctx context.Context, k key, doc any, condition string) error {
	it, err := row(k, doc)
	if err == nil {
		_, err = s.put(ctx, it, condition, nil)
	}
	return err
}

func (s *Store) delete(ctx context.Context, k key) error {
	_, err := s.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: s.table, Key: k.item()})
	return failed("delete", err)
}

// version is the condition that a row is still as it was read.
func version(v int64) (string, item) {
	if v == 0 {
		return absent, nil
	}
	return "v = :v", item{":v": num(v)}
}

// update changes one document with its version, and repeats against other writers.
func update[T any](ctx context.Context, s *Store, k key, change func(*T) error) (T, error) {
	var none T
	for try := range tries {
		was, err := s.get(ctx, k, true)
		if err != nil {
			return none, err
		}
		doc, err := read[T](was)
		if err != nil {
			return none, err
		}
		if err := change(&doc); err != nil {
			return none, err
		}
		it, same, err := next(k, was, &doc)
		if err != nil || same {
			return doc, err
		}
		condition, values := version(numOf(was, "v"))
		if _, err = s.put(ctx, it, condition, values); err == nil {
			return doc, nil
		}
		if !errors.Is(err, chat.ErrExists) && !errors.Is(err, chat.ErrConflict) {
			return none, err
		}
		pause(ctx, try)
	}
	return none, chat.ErrConflict
}

// next is the item after was, one version on, and whether nothing changed.
func next(k key, was item, doc any) (item, bool, error) {
	it, err := row(k, doc)
	if err != nil {
		return nil, false, err
	}
	if was != nil && textOf(was, "d") == textOf(it, "d") {
		return nil, true, nil
	}
	it["v"] = num(numOf(was, "v") + 1)
	if t := textOf(was, TypeName); t != "" {
		it[TypeName] = text(t)
	}
	index(it, doc)
	return it, false, nil
}

func pause(ctx context.Context, try int) {
	wait := time.Duration(rand.Int64N(int64(5*time.Millisecond) << min(try, 5)))
	select {
	case <-ctx.Done():
	case <-time.After(wait):
	}
}

// transact writes all or nothing. The index of the first row whose condition failed
// comes back with ErrExists; -1 with ErrConflict if other transactions were in the way.
func (s *Store) transact(ctx context.Context, rows []types.TransactWriteItem) (int, error) {
	_, err := s.db.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: rows})
	canceled, ok := errors.AsType[*types.TransactionCanceledException](err)
	if !ok {
		return -1, failed("transact", err)
	}
	for i, reason := range canceled.CancellationReasons {
		if reason.Code != nil && *reason.Code == "ConditionalCheckFailed" {
			return i, chat.ErrExists
		}
	}
	for _, reason := range canceled.CancellationReasons {
		if reason.Code != nil && *reason.Code == "TransactionConflict" {
			return -1, chat.ErrConflict
		}
	}
	return -1, failed("transact", err)
}

func (s *Store) putting(it item, condition string, values item) types.TransactWriteItem {
	put := &types.Put{TableName: s.table, Item: it}
	if condition != "" {
		put.ConditionExpression, put.ExpressionAttributeValues = &condition, values
	}
	return types.TransactWriteItem{Put: put}
}

// failed wraps an error of the service once. Throttling and silence may pass.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*types.TransactionConflictException](err); ok {
		return chat.ErrConflict
	}
	return fmt.Errorf("dynamo: %s: %w", what, err)
}

// queryIn is one page of a query: a partition of the table or of an index, in
// order or backwards, from a position.
type queryIn struct {
	index, pk, sk string // names; the table's if index is ""
	partition     string
	from, to      string // bounds of the sort key; "" for none. from is included, to is not
	backwards     bool
	position      string
	limit         int
}

// query reads at most limit items, and says where the next page begins.
func (s *Store) query(ctx context.Context, q queryIn) ([]item, string, error) {
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
		// BETWEEN includes its end; a key just under to is to without its last rune, which no row has.
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
		consistent := true
		in.ConsistentRead = &consistent
	}
	if q.position != "" {
		var start map[string]string
		if err := json.Unmarshal([]byte(q.position), &start); err != nil {
			return nil, "", chat.ErrCursor
		}
		in.ExclusiveStartKey = item{}
		for name, value := range start {
			in.ExclusiveStartKey[name] = text(value)
		}
	}
	out, err := s.db.Query(ctx, in)
	if err != nil {
		return nil, "", failed("query", err)
	}
	return live(out.Items), position(out.LastEvaluatedKey), nil
}

func live(items []item) []item {
	kept := items[:0]
	for _, it := range items {
		if !expired(it) {
			kept = append(kept, it)
		}
	}
	return kept
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
	docs := []T{}
	at := ""
	for len(docs) < limit {
		q := queryIn{partition: partition, backwards: backwards, position: at, limit: limit - len(docs)}
		if prefix != "" { // DynamoDB compares no key with an empty text
			q.from, q.to = prefix, prefix+"\U0010FFFF"
		}
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
		if at = next; at == "" {
			break
		}
	}
	return docs, nil
}

// batch reads many rows by key, in no order; missing ones are left out.
func (s *Store) batch(ctx context.Context, keys []key) (map[key]item, error) {
	found := map[key]item{}
	for len(keys) > 0 {
		n := min(len(keys), 100)
		request := types.KeysAndAttributes{}
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
				found[key{textOf(it, Partition), textOf(it, Sort)}] = it
			}
			if request = out.UnprocessedKeys[*s.table]; len(request.Keys) > 0 {
				pause(ctx, try)
			}
		}
	}
	return found, nil
}

// indexed reads one page of an index and then the documents it points to. A row
// that has left the list since is left out.
func indexed[T any](ctx context.Context, s *Store, q queryIn) ([]T, []int64, string, error) {
	refs, next, err := s.query(ctx, q)
	if err != nil {
		return nil, nil, "", err
	}
	keys := make([]key, len(refs))
	for i, it := range refs {
		keys[i] = key{textOf(it, Partition), textOf(it, Sort)}
	}
	rows, err := s.batch(ctx, keys)
	if err != nil {
		return nil, nil, "", err
	}
	docs, versions := []T{}, []int64{}
	for _, k := range keys {
		it, ok := rows[k]
		if !ok || textOf(it, q.pk) != q.partition {
			continue
		}
		doc, err := read[T](it)
		if err != nil {
			return nil, nil, "", err
		}
		docs, versions = append(docs, doc), append(versions, numOf(it, "v"))
	}
	return docs, versions, next, nil
}
