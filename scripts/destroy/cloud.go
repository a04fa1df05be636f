package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/media"
)

// cloud are the services that keep something.
type cloud struct {
	stacks *cloudformation.Client
	tables *dynamodb.Client
	files  *s3.Client
	keys   *kms.Client
	pools  *cognitoidentityprovider.Client
	tags   *resourcegroupstaggingapi.Client
}

func newCloud() cloud {
	cfg := stack.AWS()
	return cloud{
		cloudformation.NewFromConfig(cfg), dynamodb.NewFromConfig(cfg), s3.NewFromConfig(cfg, media.PathStyle),
		kms.NewFromConfig(cfg), cognitoidentityprovider.NewFromConfig(cfg),
		resourcegroupstaggingapi.NewFromConfig(cfg),
	}
}

// leftOf is the data of a stage whose stack is gone: the list that this machine remembers, and the resources that AWS
// lists by the tags, since another machine may have deleted the stack.
func (c cloud) leftOf(ctx context.Context, o options, name string) ([]stack.Left, error) {
	left, err := stack.Remembered(name)
	if err != nil || o.place.Run != "" { // a local cloud lists nothing by tags
		return left, err
	}
	tagged, err := stack.Tagged(ctx, c.tags, o.place.Stage)
	return stack.Union(left, tagged), err
}

// deleteStack deletes a stack after it has written down the data that the stack leaves, and returns all of it.
func (c cloud) deleteStack(ctx context.Context, found stack.Found) ([]stack.Left, error) {
	keeps, err := stack.Keeps(ctx, c.stacks, found.Name)
	if err != nil {
		return nil, err
	}
	tables, err := c.tablesOf(ctx, found.Values()["Table"])
	if err != nil {
		return nil, err
	}
	left, err := stack.Remember(found.Name, append(tables, keeps...))
	if err != nil {
		return nil, err
	}
	fmt.Printf("%s is deleted; a distribution takes up to half an hour\n", found.Name)
	others, err := stack.Delete(ctx, c.stacks, found)
	for _, one := range others {
		fmt.Printf("stays, since it belongs to the account: %s %s\n", one.Kind, one.ID)
	}
	return left, err
}

// tablesOf are the tables that the stage ever used: a restored one is no resource of the stack, and the one before
// it has left the stack. They share a beginning, which scripts/restore gave them. A stack whose first deploy failed
// names no table.
func (c cloud) tablesOf(ctx context.Context, uses string) (found []stack.Left, err error) {
	if uses == "" {
		return nil, nil
	}
	first, _, _ := strings.Cut(uses, stack.Restored)
	pages := dynamodb.NewListTablesPaginator(c.tables, &dynamodb.ListTablesInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("the tables of the account: %w", err)
		}
		for _, name := range page.TableNames {
			if name == first || strings.HasPrefix(name, first+stack.Restored) {
				found = append(found, stack.Left{Kind: stack.Table, ID: name})
			}
		}
	}
	return found, nil
}
