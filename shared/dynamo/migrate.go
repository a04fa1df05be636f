package dynamo

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// Migrated is the result of a part of a migration.
type Migrated struct {
	Seen, Raised int
	Failed       []string // keys of rows that could not be raised
}

// Migrate raises the rows of a tenant, or of all for "", that are of an older version, wherever they lie. It looks
// at no more than so many rows, and returns where to go on, "" at the end. A row that is changed meanwhile is left
// to its writer, who raises it. This is for a person's command: it reads the whole table.
func (s *Store) Migrate(
	ctx context.Context, tenant chat.TenantID, cursor string, most int32,
) (next string, done Migrated, err error) {
	start, err := startAt(cursor)
	if err != nil {
		return "", done, err
	}
	in := &dynamodb.ScanInput{TableName: s.table, Limit: &most, ExclusiveStartKey: start}
	if tenant != "" {
		filter, values := RowsOf(tenant)
		in.FilterExpression, in.ExpressionAttributeValues = &filter, values
	}
	page, err := s.db.Scan(ctx, in)
	if err != nil {
		return "", done, failed("scan", err)
	}
	done.Seen = int(page.ScannedCount)
	for _, it := range page.Items {
		if textOf(it, "d") == "" || versionOf(it) >= Schema() {
			continue
		}
		raw, err := raise(Kind(textOf(it, Partition), textOf(it, Sort)), []byte(textOf(it, "d")), versionOf(it))
		if err != nil {
			done.Failed = append(done.Failed, textOf(it, Partition)+" "+textOf(it, Sort)+": "+err.Error())
			continue
		}
		raised, err := s.replace(ctx, it, string(raw))
		if err != nil {
			return "", done, err
		}
		if raised {
			done.Raised++
		}
	}
	return position(page.LastEvaluatedKey), done, nil
}

// replace writes a document of today in the place of the one that was read, if that is still there. Keys, indexes and
// the version for writers stay.
func (s *Store) replace(ctx context.Context, it item, raw string) (bool, error) {
	change, condition := "SET d = :now, "+schemaName+" = :sv", "d = :was"
	_, err := s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: s.table, Key: key{textOf(it, Partition), textOf(it, Sort)}.item(),
		UpdateExpression: &change, ConditionExpression: &condition,
		ExpressionAttributeValues: item{":now": text(raw), ":was": it["d"], ":sv": num(Schema())},
	})
	if _, changed := errors.AsType[*types.ConditionalCheckFailedException](err); changed {
		return false, nil
	}
	return err == nil, failed("migrate", err)
}
