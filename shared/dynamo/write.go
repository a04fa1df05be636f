package dynamo

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// put stores a row, and retries while a transaction locks it. ErrExists, with the stored row, if
// its condition failed; ErrConflict if transactions locked it all the time.
func (s *Store) put(ctx context.Context, it item, condition string, values item) (stored item, err error) {
	err = unlocked(ctx, func() error {
		stored, err = s.putOnce(ctx, it, condition, values)
		return err
	})
	return stored, err
}

// putOnce is put without a retry. ErrConflict if a transaction locks the row.
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
	_, err := s.remove(ctx, &dynamodb.DeleteItemInput{Key: k.item()})
	return err
}

// remove is a DeleteItem, repeated while a transaction locks the row. ErrExists if its condition failed.
func (s *Store) remove(ctx context.Context, in *dynamodb.DeleteItemInput) (was item, err error) {
	in.TableName = s.table
	err = unlocked(ctx, func() error {
		out, err := s.db.DeleteItem(ctx, in)
		if _, refused := errors.AsType[*types.ConditionalCheckFailedException](err); refused {
			return chat.ErrExists
		}
		if err == nil {
			was = out.Attributes
		}
		return failed("delete", err)
	})
	return was, err
}

// modify is an UpdateItem, repeated while a transaction locks the row. ErrExists if its condition failed, with the
// stored row if the input asks for it.
func (s *Store) modify(ctx context.Context, what string, in *dynamodb.UpdateItemInput) (stored item, err error) {
	in.TableName = s.table
	err = unlocked(ctx, func() error {
		out, err := s.db.UpdateItem(ctx, in)
		if refused, ok := errors.AsType[*types.ConditionalCheckFailedException](err); ok {
			stored = refused.Item
			return chat.ErrExists
		}
		if err == nil {
			stored = out.Attributes
		}
		return failed(what, err)
	})
	return stored, err
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
