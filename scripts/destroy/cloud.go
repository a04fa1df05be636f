package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/media"
)

// cloud are the services that keep something.
type cloud struct {
	stacks *cloudformation.Client
	tables *dynamodb.Client
	files  *s3.Client
	keys   *kms.Client
	pools  *cognitoidentityprovider.Client
}

func newCloud() cloud {
	cfg := config.AWS()
	return cloud{
		cloudformation.NewFromConfig(cfg), dynamodb.NewFromConfig(cfg), s3.NewFromConfig(cfg, media.PathStyle),
		kms.NewFromConfig(cfg), cognitoidentityprovider.NewFromConfig(cfg),
	}
}

const table = "AWS::DynamoDB::GlobalTable"

// kept is something that outlives its stack.
type kept struct{ Kind, ID string }

// keepers are the kinds of resources with data, in the order in which they are deleted: keys last.
var keepers = []string{
	table, "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::KMS::Key",
}

// exists tells whether there is a stack to delete.
func (c cloud) exists(ctx context.Context, name string) bool {
	found, err := c.stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &name})
	return err == nil && len(found.Stacks) > 0 && found.Stacks[0].StackStatus != types.StackStatusDeleteComplete
}

// keeps lists the resources of a stack that hold data.
func (c cloud) keeps(ctx context.Context, name string) ([]kept, error) {
	var found []kept
	pages := cloudformation.NewListStackResourcesPaginator(c.stacks, &cloudformation.ListStackResourcesInput{
		StackName: &name,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range page.StackResourceSummaries {
			if kind := aws.ToString(r.ResourceType); slices.Contains(keepers, kind) && !isGone(r.ResourceStatus) {
				found = append(found, kept{kind, aws.ToString(r.PhysicalResourceId)})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b kept) int {
		return slices.Index(keepers, a.Kind) - slices.Index(keepers, b.Kind)
	})
	return found, nil
}

func isGone(s types.ResourceStatus) bool { return s == types.ResourceStatusDeleteComplete }

// deleteStack deletes a stack, which is protected against that, after it has written down what the stack leaves.
func (c cloud) deleteStack(ctx context.Context, name, file string, left []kept) ([]kept, error) {
	keeps, err := c.keeps(ctx, name)
	if err != nil {
		return nil, err
	}
	for _, one := range keeps {
		if !slices.Contains(left, one) {
			left = append(left, one)
		}
	}
	if err := remember(file, left); err != nil {
		return nil, err
	}
	fmt.Printf("%s is deleted; a distribution takes up to half an hour\n", name)
	_, err = c.stacks.UpdateTerminationProtection(ctx, &cloudformation.UpdateTerminationProtectionInput{
		StackName: &name, EnableTerminationProtection: aws.Bool(false),
	})
	if err != nil {
		return nil, err
	}
	if _, err := c.stacks.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: &name}); err != nil {
		return nil, err
	}
	waiter := cloudformation.NewStackDeleteCompleteWaiter(c.stacks)
	return left, waiter.Wait(ctx, &cloudformation.DescribeStacksInput{StackName: &name}, time.Hour)
}
