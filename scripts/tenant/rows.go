package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"golang.org/x/sync/errgroup"
)

// deletesAtOnce is how many rows are deleted at a time; keepEvery is how often the receipt is stored meanwhile.
const (
	deletesAtOnce = 32
	keepEvery     = 10 * time.Second
)

type rowKey = map[string]types.AttributeValue

// removeRows reads the whole table for rows of the tenant, wherever they lie, until none is left: a
// function may still have been writing. Functions never scan; an operator does here, because no list
// of the kinds of rows could forget none. The tenant's own row stays.
func (p parts) removeRows(ctx context.Context, r *receipt) error {
	for range 10 {
		whole := len(r.Cursor) == 0
		n, err := p.sweepRows(ctx, r)
		if err != nil {
			return err
		}
		if whole && n == 0 {
			return nil
		}
	}
	return errors.New("rows of the tenant still come in: repeat this in a minute")
}

// sweepRows deletes the rows of one scan, but for the tenant's own. It begins where an earlier call was cut off.
func (p parts) sweepRows(ctx context.Context, r *receipt) (n int, err error) {
	table := p.outputs["Table"]
	filter, values := dynamo.RowsOf(r.Tenant)
	kept := time.Now()
	for {
		page, err := p.db.Scan(ctx, &dynamodb.ScanInput{
			TableName: &table, ConsistentRead: aws.Bool(true), FilterExpression: &filter, ExpressionAttributeValues: values,
			ProjectionExpression: aws.String(dynamo.Partition + ", " + dynamo.Sort), ExclusiveStartKey: keyOf(r.Cursor),
		})
		if err != nil {
			return n, err
		}
		gone, err := p.dropAll(ctx, r.Tenant, page.Items)
		n, r.Rows = n+gone, r.Rows+gone
		if err != nil {
			return n, err
		}
		if r.Cursor = cursorOf(page.LastEvaluatedKey); len(r.Cursor) == 0 {
			return n, nil
		}
		if time.Since(kept) > keepEvery {
			kept = time.Now()
			p.say("%d rows so far", r.Rows)
			if err := p.keep(ctx, r); err != nil {
				return n, err
			}
		}
	}
}

// dropAll deletes rows side by side, ends the sockets among them, and returns how many rows are gone.
func (p parts) dropAll(ctx context.Context, t chat.TenantID, keys []rowKey) (int, error) {
	own := dynamo.TenantRow(t)
	var gone atomic.Int64
	var calls errgroup.Group
	calls.SetLimit(deletesAtOnce)
	for _, key := range keys {
		if dynamo.SameKey(key, own) {
			continue
		}
		calls.Go(func() error {
			if id := dynamo.SocketOf(key); id != "" {
				_ = p.desk.Disconnector.Close(ctx, id) // it may have closed by itself
			}
			err := p.drop(ctx, key)
			if err == nil {
				gone.Add(1)
			}
			return err
		})
	}
	err := calls.Wait()
	return int(gone.Load()), err
}

func (p parts) drop(ctx context.Context, key rowKey) error {
	table := p.outputs["Table"]
	_, err := p.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &table, Key: key})
	return err
}

// dropOwn deletes the row by which the tenant is known.
func (p parts) dropOwn(ctx context.Context, t chat.TenantID) error {
	return p.drop(ctx, dynamo.TenantRow(t))
}

// keyOf and cursorOf turn the position of a scan from and to the form in which a receipt has it.
func keyOf(cursor map[string]string) rowKey {
	if len(cursor) == 0 {
		return nil
	}
	key := rowKey{}
	for name, value := range cursor {
		key[name] = &types.AttributeValueMemberS{Value: value}
	}
	return key
}

func cursorOf(key rowKey) map[string]string {
	cursor := map[string]string{}
	for name, value := range key {
		if s, ok := value.(*types.AttributeValueMemberS); ok {
			cursor[name] = s.Value
		}
	}
	return cursor
}
