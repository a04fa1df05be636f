package dynamo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// Store is chat.Store on one table. Package chat has the contract of its methods.
type Store struct {
	db    *dynamodb.Client
	table *string
}

var _ chat.Store = (*Store)(nil)

// New makes a store on an existing table.
func New(db *dynamodb.Client, table string) *Store { return &Store{db, &table} }

func (s *Store) get(ctx context.Context, k key, consistent bool) (item, error) {
	out, err := s.db.GetItem(ctx, &dynamodb.GetItemInput{TableName: s.table, Key: k.item(), ConsistentRead: &consistent})
	if err != nil {
		return nil, failed("get", err)
	}
	if out.Item == nil || expired(out.Item) {
		return nil, chat.ErrNotFound
	}
	if isTomb(out.Item) {
		return nil, chat.ErrErased
	}
	return out.Item, nil
}

// expired tells whether a row's TTL has passed: DynamoDB deletes it only days later.
func expired(it item) bool {
	ttl := numOf(it, TTL)
	return ttl > 0 && ttl < time.Now().Unix()
}

// load reads the document at a key, up to date.
func load[T any](ctx context.Context, s *Store, k key) (T, error) {
	it, err := s.get(ctx, k, true)
	if err != nil {
		var none T
		return none, err
	}
	return read[T](it)
}

// put stores a row, and retries while a transaction locks it. ErrExists, with the stored row, if
// its condition failed; ErrConflict if transactions locked it all the time.
func (s *Store) put(ctx context.Context, it item, condition string, values item) (item, error) {
	var there item
	err := retry(ctx, func() error {
		var err error
		if there, err = s.putOnce(ctx, it, condition, values); errors.Is(err, chat.ErrConflict) {
			return errAgain
		}
		return err
	})
	return there, err
}

// putOnce is put without a retry. ErrConflict if a transaction locks the row; it may leave the row unchanged.
func (s *Store) putOnce(ctx context.Context, it item, condition string, values item) (item, error) {
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

// putDoc stores a document at a key, in place of the one that is there.
func (s *Store) putDoc(ctx context.Context, k key, doc any) error {
	it, err := row(k, doc)
	if err == nil {
		_, err = s.put(ctx, it, "", nil)
	}
	return err
}

// putNew stores a row that must not be there yet. ErrExists if there is another one; the same row is that of an
// earlier try, whose answer was lost.
func (s *Store) putNew(ctx context.Context, it item) error {
	stored, err := s.put(ctx, it, absent, nil)
	if errors.Is(err, chat.ErrExists) && textOf(stored, "d") == textOf(it, "d") {
		return nil
	}
	return err
}

func (s *Store) delete(ctx context.Context, k key) error {
	_, err := s.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: s.table, Key: k.item()})
	return failed("delete", err)
}

// edited is a document with a version, which owners edit.
type edited[T any] interface {
	*T
	EditedVersion() int64
	SetVersion(int64)
}

// putEdited is an optimistic write: it stores the next version if the stored version is the edited
// one, and returns ErrConflict otherwise.
func putEdited[T any, P edited[T]](ctx context.Context, s *Store, k key, doc T) error {
	was := P(&doc).EditedVersion()
	P(&doc).SetVersion(was + 1)
	it, err := row(k, doc)
	if err != nil {
		return err
	}
	it["v"] = num(was + 1)
	index(it, &doc)
	condition, values := version(was)
	stored, err := s.put(ctx, it, condition, values)
	if stored != nil && numOf(stored, "v") == was+1 && textOf(stored, "d") == textOf(it, "d") {
		return nil // an earlier try of ours succeeded, and its answer was lost
	}
	return lost(err)
}

// lost turns a failed condition into a conflict.
func lost(err error) error {
	if errors.Is(err, chat.ErrExists) {
		return chat.ErrConflict
	}
	return err
}

// transact writes all rows or none. It returns the index of the first row whose condition failed,
// with ErrExists; or -1 with ErrConflict if another transaction was in the way.
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

// failed wraps an error of the service once. A conflict and a full row have errors of their own.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*types.TransactionConflictException](err); ok {
		return chat.ErrConflict
	}
	if full(err) {
		return chat.Errorf(chat.Invalid, "row_full", "There is no room left for this. Delete something first.")
	}
	return fmt.Errorf("dynamo: %s: %w", what, err)
}

// full tells whether a row would exceed DynamoDB's size limit: a retry does not help.
func full(err error) bool { return strings.Contains(err.Error(), "tem size") }
