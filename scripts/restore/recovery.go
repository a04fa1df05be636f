package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"
	"github.com/botifire/livechat/scripts/stack"
)

// recoveryOf asks a database for its past.
func recoveryOf(ctx context.Context, db *dynamodb.Client, table string) (recovery, error) {
	out, err := db.DescribeContinuousBackups(ctx, &dynamodb.DescribeContinuousBackupsInput{TableName: &table})
	if refusal, ok := errors.AsType[smithy.APIError](err); ok && refusal.ErrorCode() == "UnknownOperationException" {
		fmt.Println("this database keeps no past, as the local one: its rows are copied as they are now")
		return copies{db}, nil
	}
	if err != nil {
		return nil, err
	}
	return pointInTime{db, window(out.ContinuousBackupsDescription)}, nil
}

// window says how far a table can go back.
func window(of *types.ContinuousBackupsDescription) string {
	if of == nil || of.PointInTimeRecoveryDescription == nil ||
		of.PointInTimeRecoveryDescription.EarliestRestorableDateTime == nil {
		return "it has no point-in-time recovery"
	}
	p := of.PointInTimeRecoveryDescription
	return fmt.Sprintf("it goes back to times from %s to %s", p.EarliestRestorableDateTime.UTC().Format(time.RFC3339),
		aws.ToTime(p.LatestRestorableDateTime).UTC().Format(time.RFC3339))
}

// pointInTime is DynamoDB's own recovery. It brings back rows and indexes.
type pointInTime struct {
	db     *dynamodb.Client
	window string
}

func (p pointInTime) begin(ctx context.Context, from, to string, at time.Time) error {
	_, err := p.db.RestoreTableToPointInTime(ctx, &dynamodb.RestoreTableToPointInTimeInput{
		SourceTableName: &from, TargetTableName: &to, RestoreDateTime: &at,
	})
	if _, begun := errors.AsType[*types.TableAlreadyExistsException](err); begun || err == nil {
		return nil
	}
	return fmt.Errorf("%s is not restored; %s: %w", from, p.window, err)
}

func (p pointInTime) cover(ctx context.Context, table string) error {
	_, err := p.db.UpdateContinuousBackups(ctx, &dynamodb.UpdateContinuousBackupsInput{
		TableName: &table,
		PointInTimeRecoverySpecification: &types.PointInTimeRecoverySpecification{
			PointInTimeRecoveryEnabled: aws.Bool(true),
		},
	})
	if err != nil {
		return fmt.Errorf("point-in-time recovery: %w", err)
	}
	return nil
}

// copies is the stand-in for a database that keeps no past: it copies the rows of this moment.
type copies struct{ db *dynamodb.Client }

func (c copies) begin(ctx context.Context, from, to string, _ time.Time) error {
	source, err := active(ctx, c.db, from)
	if err != nil {
		return err
	}
	twin := stack.Twin(source, to)
	twin.StreamSpecification = nil // as after a restore; the copied rows are no news
	_, err = c.db.CreateTable(ctx, twin)
	if _, begun := errors.AsType[*types.ResourceInUseException](err); err != nil && !begun {
		return err
	}
	if _, err := active(ctx, c.db, to); err != nil {
		return err
	}
	pages := dynamodb.NewScanPaginator(c.db, &dynamodb.ScanInput{TableName: &from})
	absent := "attribute_not_exists(pk)" // a row that an earlier run has copied stays as it was
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, row := range page.Items {
			_, err := c.db.PutItem(ctx, &dynamodb.PutItemInput{TableName: &to, Item: row, ConditionExpression: &absent})
			if _, there := errors.AsType[*types.ConditionalCheckFailedException](err); err != nil && !there {
				return err
			}
		}
	}
	return nil
}

func (copies) cover(context.Context, string) error { return nil }
