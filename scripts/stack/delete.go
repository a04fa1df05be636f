package stack

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// patience is the longest that a deletion may take: a distribution takes up to half an hour.
const patience = time.Hour

// Delete deletes a stack, which may be protected against that, and returns the resources
// without data that CloudFormation left. A deletion that was begun is waited for.
func Delete(ctx context.Context, stacks *cloudformation.Client, found Found) ([]Left, error) {
	if found.State != Leaving {
		if err := begin(ctx, stacks, found); err != nil {
			return nil, err
		}
	}
	waiter := cloudformation.NewStackDeleteCompleteWaiter(stacks)
	err := waiter.Wait(ctx, &cloudformation.DescribeStacksInput{StackName: found.StackId}, patience)
	all, unlisted := resources(ctx, stacks, aws.ToString(found.StackId)) // AWS knows a deleted stack for 90 days
	if err != nil {
		return nil, fmt.Errorf("%s is not deleted: %w%s", found.Name, err, reasons(all))
	}
	var left []Left
	for _, r := range all {
		one := Left{aws.ToString(r.ResourceType), aws.ToString(r.PhysicalResourceId)}
		if r.ResourceStatus == types.ResourceStatusDeleteSkipped && !slices.Contains(keepers, one.Kind) {
			left = append(left, one)
		}
	}
	return left, unlisted
}

func begin(ctx context.Context, stacks *cloudformation.Client, found Found) error {
	if aws.ToBool(found.EnableTerminationProtection) {
		_, err := stacks.UpdateTerminationProtection(ctx, &cloudformation.UpdateTerminationProtectionInput{
			StackName: &found.Name, EnableTerminationProtection: aws.Bool(false),
		})
		if err != nil {
			return err
		}
	}
	_, err := stacks.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: &found.Name})
	return err
}

// reasons lists the resources that could not be deleted.
func reasons(all []types.StackResourceSummary) string {
	var lines strings.Builder
	for _, r := range all {
		if r.ResourceStatus == types.ResourceStatusDeleteFailed {
			fmt.Fprintf(&lines, "\n  %s %s: %s", aws.ToString(r.ResourceType), aws.ToString(r.PhysicalResourceId),
				aws.ToString(r.ResourceStatusReason))
		}
	}
	return lines.String()
}
