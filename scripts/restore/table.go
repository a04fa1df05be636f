package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/scripts/again"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/dynamo"
)

// patience is the longest that a restore may take; it depends on the size of the table.
const patience = 24 * time.Hour

// recovery is a database's way to bring the past back.
type recovery interface {
	// begin makes a table with the rows of another as they were; an earlier run may have begun it already.
	begin(ctx context.Context, from, to string, at time.Time) error
	// cover has the new table recoverable in its turn.
	cover(ctx context.Context, table string) error
}

// back restores the table of a stage, and points the stage at it once the erasures since then are done again. from
// is the table to restore, "" for the one that the stage uses.
func back(ctx context.Context, place stack.Place, from string, at time.Time) error {
	if err := place.AtRest(ctx); err != nil {
		return err
	}
	found, err := place.Deployed(ctx)
	if err != nil {
		return err
	}
	used := found["Table"]
	from = cmp.Or(from, used)
	to := nameOf(from, at)
	if to == used {
		return fmt.Errorf("the stage uses %s already: this restore is done. For another time choose another -at, and "+
			"name the table to go back from with -from", to)
	}
	stream, err := bring(ctx, from, to, at)
	if err != nil {
		return err
	}
	if err := catchUp(ctx, place, found, to, used); err != nil {
		return fmt.Errorf("the stage is not pointed at %s: %w", to, err)
	}
	return point(place, found, to, stream)
}

// bring makes the table as it was, with all that a restore leaves out, and returns its stream.
func bring(ctx context.Context, from, to string, at time.Time) (string, error) {
	db := dynamodb.NewFromConfig(stack.AWS())
	way, err := recoveryOf(ctx, db, from)
	if err != nil {
		return "", err
	}
	fmt.Printf("%s as of %s is restored to %s; this takes minutes to hours\n", from, at.Format(time.RFC3339), to)
	if err := way.begin(ctx, from, to, at); err != nil {
		return "", err
	}
	return complete(ctx, db, way, from, to)
}

// catchUp erases again the people who were erased meanwhile, and shows the other decisions.
func catchUp(ctx context.Context, place stack.Place, found map[string]string, table, before string) error {
	erased, err := again.Erasures(ctx, found, table, before)
	fmt.Println(erased)
	if err != nil {
		return err
	}
	return decide(ctx, found, tables{place, table, before}, choice{})
}

// nameOf names the new table after the point in time, so that a repeated command finds it.
func nameOf(from string, at time.Time) string {
	base, _, _ := strings.Cut(from, stack.Restored)
	return base + stack.Restored + at.Format("20060102t150405")
}

// complete gives a restored table all that a restore leaves out, and returns its stream. Each step looks before it
// changes something.
func complete(ctx context.Context, db *dynamodb.Client, way recovery, from, to string) (string, error) {
	table, err := active(ctx, db, to)
	if err != nil {
		return "", err
	}
	if table.StreamSpecification == nil || !aws.ToBool(table.StreamSpecification.StreamEnabled) {
		_, err := db.UpdateTable(ctx, &dynamodb.UpdateTableInput{
			TableName: &to, StreamSpecification: &types.StreamSpecification{
				StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewAndOldImages,
			},
		})
		if err != nil {
			return "", fmt.Errorf("stream: %w", err)
		}
	}
	for _, step := range []func() error{
		func() error { return protect(ctx, db, to) },
		func() error { return forget(ctx, db, to) },
		func() error { return way.cover(ctx, to) },
		func() error { return tag(ctx, db, from, to) },
	} {
		if err := step(); err != nil {
			return "", err
		}
	}
	table, err = active(ctx, db, to)
	if err != nil {
		return "", err
	}
	return aws.ToString(table.LatestStreamArn), nil
}

// active waits until a table may be changed.
func active(ctx context.Context, db *dynamodb.Client, name string) (*types.TableDescription, error) {
	waiter := dynamodb.NewTableExistsWaiter(db)
	out, err := waiter.WaitForOutput(ctx, &dynamodb.DescribeTableInput{TableName: &name}, patience)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out.Table, nil
}

// protect refuses to delete the table.
func protect(ctx context.Context, db *dynamodb.Client, name string) error {
	table, err := active(ctx, db, name)
	if err != nil || aws.ToBool(table.DeletionProtectionEnabled) {
		return err
	}
	_, err = db.UpdateTable(ctx, &dynamodb.UpdateTableInput{TableName: &name, DeletionProtectionEnabled: aws.Bool(true)})
	if err != nil {
		return fmt.Errorf("deletion protection: %w", err)
	}
	return nil
}

// forget has the table delete rows whose time is up.
func forget(ctx context.Context, db *dynamodb.Client, name string) error {
	now, err := db.DescribeTimeToLive(ctx, &dynamodb.DescribeTimeToLiveInput{TableName: &name})
	if err == nil && now.TimeToLiveDescription != nil {
		switch now.TimeToLiveDescription.TimeToLiveStatus {
		case types.TimeToLiveStatusEnabled, types.TimeToLiveStatusEnabling:
			return nil
		}
	}
	_, err = db.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName: &name, TimeToLiveSpecification: &types.TimeToLiveSpecification{
			AttributeName: aws.String(dynamo.TTL), Enabled: aws.Bool(true),
		},
	})
	if err != nil {
		return fmt.Errorf("time to live: %w", err)
	}
	return nil
}

// tag copies the tags of the old table, except those that AWS gives itself.
func tag(ctx context.Context, db *dynamodb.Client, from, to string) error {
	arns := [2]*string{}
	for i, name := range []string{from, to} {
		table, err := active(ctx, db, name)
		if err != nil {
			return err
		}
		arns[i] = table.TableArn
	}
	had, err := db.ListTagsOfResource(ctx, &dynamodb.ListTagsOfResourceInput{ResourceArn: arns[0]})
	if err != nil {
		return fmt.Errorf("tags: %w", err)
	}
	var tags []types.Tag
	for _, one := range had.Tags {
		if !strings.HasPrefix(aws.ToString(one.Key), "aws:") {
			tags = append(tags, one)
		}
	}
	if len(tags) == 0 {
		return nil
	}
	if _, err := db.TagResource(ctx, &dynamodb.TagResourceInput{ResourceArn: arns[1], Tags: tags}); err != nil {
		return fmt.Errorf("tags: %w", err)
	}
	return nil
}
