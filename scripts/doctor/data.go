package main

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/shared/dynamo"
)

// restored is about the table that takes the place of the stage's own: DynamoDB restores a table without its
// stream, its expiry and its recovery.
func (p patient) restored(ctx context.Context, s stage.Settings) finding {
	const about = "restored"
	_, path, _ := strings.Cut(s.Restored, ":table/")
	name, _, _ := strings.Cut(path, "/")
	out, err := p.tables.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: &name})
	switch _, none := errors.AsType[*types.ResourceNotFoundException](err); {
	case none:
		return found(bad, about, "there is no table %s here: run scripts/restore, or take the setting out", name)
	case err != nil:
		return unanswered(about, err)
	case out.Table.TableStatus != types.TableStatusActive:
		return found(bad, about, "%s is %s: wait until it is ACTIVE", name, out.Table.TableStatus)
	case aws.ToString(out.Table.LatestStreamArn) != s.Restored || !streams(out.Table.StreamSpecification):
		return found(bad, about, "the setting names no stream of %s that has new and old images: "+
			"run scripts/restore again, which writes the right one", name)
	}
	missing, err := p.unprotected(ctx, name)
	if err != nil {
		return unanswered(about, err)
	}
	if len(missing) > 0 {
		return found(bad, about, "%s has no %s: run scripts/restore again with the same time", name,
			strings.Join(missing, " and no "))
	}
	return found(good, about, "%s, with its stream, expiry and recovery", name)
}

func streams(s *types.StreamSpecification) bool {
	return s != nil && aws.ToBool(s.StreamEnabled) && s.StreamViewType == types.StreamViewTypeNewAndOldImages
}

// unprotected names the means that a table lacks.
func (p patient) unprotected(ctx context.Context, name string) (missing []string, err error) {
	ttl, err := p.tables.DescribeTimeToLive(ctx, &dynamodb.DescribeTimeToLiveInput{TableName: &name})
	if err != nil {
		return nil, err
	}
	if t := ttl.TimeToLiveDescription; t == nil || aws.ToString(t.AttributeName) != dynamo.TTL {
		missing = append(missing, "expiry of rows")
	}
	backups, err := p.tables.DescribeContinuousBackups(ctx, &dynamodb.DescribeContinuousBackupsInput{TableName: &name})
	if err != nil {
		return nil, err
	}
	point := backups.ContinuousBackupsDescription.PointInTimeRecoveryDescription
	if point == nil || point.PointInTimeRecoveryStatus != types.PointInTimeRecoveryStatusEnabled {
		missing = append(missing, "point-in-time recovery")
	}
	return missing, nil
}
