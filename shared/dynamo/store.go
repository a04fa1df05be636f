package dynamo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
	"github.com/botifire/livechat/shared/chat"
)

// Store is chat.Store on one table. Package chat has the contract of its methods.
type Store struct {
	db    *dynamodb.Client
	table *string
	Now   func() time.Time // the clock by which rows expire

	upToDate bool // many rows at once are read at the full price
}

var _ chat.Store = (*Store)(nil)

// Closed is the setting of a function in the place of a table's name, while its stage is closed.
const Closed = "closed"

// New makes a store on an existing table. A store that is closed refuses every call with ErrClosed, and
// asks no database.
func New(db *dynamodb.Client, table string) *Store {
	if table == Closed {
		db = dynamodb.New(db.Options(), dynamodb.WithAPIOptions(closed))
	}
	return &Store{db: db, table: &table, Now: time.Now}
}

// UpToDate is the store with batches of rows that are read up to date: for copies of them elsewhere.
func (s *Store) UpToDate() *Store {
	newest := *s
	newest.upToDate = true
	return &newest
}

func closed(calls *middleware.Stack) error {
	refuse := middleware.InitializeMiddlewareFunc(Closed, func(
		context.Context, middleware.InitializeInput, middleware.InitializeHandler,
	) (out middleware.InitializeOutput, m middleware.Metadata, err error) {
		return out, m, chat.ErrClosed
	})
	return calls.Initialize.Add(refuse, middleware.Before)
}

func (s *Store) get(ctx context.Context, k key, consistent bool) (item, error) {
	out, err := s.db.GetItem(ctx, &dynamodb.GetItemInput{TableName: s.table, Key: k.item(), ConsistentRead: &consistent})
	if err != nil {
		return nil, failed("get", err)
	}
	if out.Item == nil || s.expired(out.Item) {
		return nil, chat.ErrNotFound
	}
	if isTomb(out.Item) {
		return nil, chat.ErrErased
	}
	return out.Item, nil
}

// expired tells whether a row's TTL has passed: DynamoDB deletes it only days later.
func (s *Store) expired(it item) bool {
	ttl := numOf(it, TTL)
	return ttl > 0 && ttl < s.Now().Unix()
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

// failed wraps an error of the service once. A conflict and a full row have errors of their own.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*types.TransactionConflictException](err); ok {
		return chat.ErrConflict
	}
	if full(err) {
		return chat.Errorf(chat.Invalid, "row_full",
			"This was not saved: its entry would become too large. Try something shorter.")
	}
	return fmt.Errorf("dynamo: %s: %w", what, err)
}

// full tells whether a row would exceed DynamoDB's size limit: a retry does not help.
func full(err error) bool { return strings.Contains(err.Error(), "tem size") }
