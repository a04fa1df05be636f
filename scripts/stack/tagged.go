package stack

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi/types"
)

// Tagged lists the data that AWS knows to be a stage's, whichever machine deleted its stack. Data that was just deleted
// may be listed for some hours.
func Tagged(
	ctx context.Context, tags resourcegroupstaggingapi.GetResourcesAPIClient, stage string,
) (found []Left, err error) {
	pages := resourcegroupstaggingapi.NewGetResourcesPaginator(tags, &resourcegroupstaggingapi.GetResourcesInput{
		TagFilters: []types.TagFilter{
			{Key: aws.String("app"), Values: []string{"botifire"}}, {Key: aws.String("stage"), Values: []string{stage}},
		},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("the resources with the tags app=botifire and stage=%s are not listed: %w", stage, err)
		}
		for _, one := range page.ResourceTagMappingList {
			if left := leftAt(aws.ToString(one.ResourceARN)); left.Kind != "" {
				found = append(found, left)
			}
		}
	}
	inOrder(found)
	return found, nil
}

// leftAt is the data at an ARN. Resources without data have no kind.
func leftAt(arn string) Left {
	parts := strings.SplitN(arn, ":", 6) // arn, partition, service, region, account, resource
	if len(parts) < 6 {
		return Left{}
	}
	for begin, kind := range map[string]string{
		"dynamodb:table/": Table, "s3:": Bucket, "cognito-idp:userpool/": Pool, "kms:key/": Key,
	} {
		id, is := strings.CutPrefix(parts[2]+":"+parts[5], begin)
		if is && !strings.ContainsAny(id, "/:") {
			return Left{kind, id}
		}
	}
	return Left{}
}
