package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	tables "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	keys "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	files "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
	"github.com/botifire/livechat/scripts/stack"
)

// remove deletes data for ever. Something that is gone already is a success.
func (c cloud) remove(ctx context.Context, one stack.Left) error {
	fmt.Printf("deleting %s %s\n", one.Kind, one.ID)
	switch one.Kind {
	case stack.Table:
		return c.removeTable(ctx, one.ID)
	case stack.Bucket:
		return c.removeBucket(ctx, one.ID)
	case stack.Pool:
		_, err := c.pools.DeleteUserPool(ctx, &cognitoidentityprovider.DeleteUserPoolInput{UserPoolId: &one.ID})
		return unlessGone(err)
	default:
		return c.removeKey(ctx, one.ID)
	}
}

// unlessGone ignores the error that says that something is gone already.
func unlessGone(err error) error {
	if refusal, ok := errors.AsType[smithy.APIError](err); ok {
		switch refusal.ErrorCode() {
		case "ResourceNotFoundException", "NoSuchBucket", "NotFoundException":
			return nil
		}
	}
	return err
}

// removeTable deletes a table that is protected from it.
func (c cloud) removeTable(ctx context.Context, name string) error {
	is, err := c.tables.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &name})
	if err != nil || is.Table.TableStatus == tables.TableStatusDeleting {
		return unlessGone(err)
	}
	if aws.ToBool(is.Table.DeletionProtectionEnabled) {
		if err := c.unprotect(ctx, name); err != nil {
			return err
		}
	}
	_, err = c.tables.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: &name})
	return unlessGone(err)
}

func (c cloud) unprotect(ctx context.Context, name string) error {
	_, err := c.tables.UpdateTable(ctx, &dynamodb.UpdateTableInput{
		TableName: &name, DeletionProtectionEnabled: aws.Bool(false),
	})
	if err != nil {
		return err
	}
	waiter := dynamodb.NewTableExistsWaiter(c.tables) // a table that is being changed cannot be deleted
	return waiter.Wait(ctx, &dynamodb.DescribeTableInput{TableName: &name}, 10*time.Minute)
}

// removeBucket empties a bucket, with old versions and delete markers, and deletes it.
func (c cloud) removeBucket(ctx context.Context, name string) error {
	pages := s3.NewListObjectVersionsPaginator(c.files, &s3.ListObjectVersionsInput{Bucket: &name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return unlessGone(err)
		}
		var doomed []files.ObjectIdentifier
		for _, v := range page.Versions {
			doomed = append(doomed, files.ObjectIdentifier{Key: v.Key, VersionId: v.VersionId})
		}
		for _, m := range page.DeleteMarkers {
			doomed = append(doomed, files.ObjectIdentifier{Key: m.Key, VersionId: m.VersionId})
		}
		if err := c.removeObjects(ctx, name, doomed); err != nil {
			return err
		}
	}
	_, err := c.files.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: &name})
	return unlessGone(err)
}

func (c cloud) removeObjects(ctx context.Context, bucket string, doomed []files.ObjectIdentifier) error {
	if len(doomed) == 0 {
		return nil
	}
	out, err := c.files.DeleteObjects(ctx, &s3.DeleteObjectsInput{
		Bucket: &bucket, Delete: &files.Delete{Objects: doomed, Quiet: aws.Bool(true)},
	})
	if err != nil {
		return err
	}
	if len(out.Errors) > 0 {
		return fmt.Errorf("%d objects stay; the first: %s", len(out.Errors), aws.ToString(out.Errors[0].Message))
	}
	return nil
}

// removeKey has KMS delete a key after the shortest time that it allows, in which that can be taken back.
func (c cloud) removeKey(ctx context.Context, id string) error {
	const days = 7
	_, err := c.keys.ScheduleKeyDeletion(ctx, &kms.ScheduleKeyDeletionInput{
		KeyId: &id, PendingWindowInDays: aws.Int32(days),
	})
	if _, already := errors.AsType[*keys.KMSInvalidStateException](err); already {
		return nil
	}
	return unlessGone(err)
}
