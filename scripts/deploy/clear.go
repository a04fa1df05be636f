package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// client is the part of CloudFormation that clearing needs.
type client interface {
	cloudformation.DescribeStacksAPIClient
	UpdateTerminationProtection(context.Context, *cloudformation.UpdateTerminationProtectionInput,
		...func(*cloudformation.Options)) (*cloudformation.UpdateTerminationProtectionOutput, error)
	DeleteStack(context.Context, *cloudformation.DeleteStackInput,
		...func(*cloudformation.Options)) (*cloudformation.DeleteStackOutput, error)
}

// clearFailed deletes the remains of a first deploy that failed. CloudFormation cannot update such a stack,
// and cdk cannot delete it, because it is protected. It has never worked, so nothing in it is of use;
// a stack that was ever deployed is in other states, and is never deleted here.
func clearFailed(ctx context.Context, stacks client, name string) error {
	found, err := stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &name})
	if err != nil {
		if strings.Contains(err.Error(), "does not exist") {
			return nil
		}
		return fmt.Errorf("the account does not answer; is one signed in? %w", err)
	}
	switch found.Stacks[0].StackStatus {
	case types.StackStatusRollbackComplete, types.StackStatusRollbackFailed, types.StackStatusCreateFailed:
	default:
		return nil
	}
	fmt.Printf("the first deploy of %s failed; its remains are deleted first\n", name)
	_, err = stacks.UpdateTerminationProtection(ctx, &cloudformation.UpdateTerminationProtectionInput{
		StackName: &name, EnableTerminationProtection: aws.Bool(false),
	})
	if err != nil {
		return err
	}
	if _, err := stacks.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: &name}); err != nil {
		return err
	}
	waiter := cloudformation.NewStackDeleteCompleteWaiter(stacks)
	return waiter.Wait(ctx, &cloudformation.DescribeStacksInput{StackName: found.Stacks[0].StackId}, 20*time.Minute)
}
