package stack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// Left is something with data that outlives its stack.
type Left struct{ Kind, ID string }

// The kinds of resources with data.
const (
	Table  = "AWS::DynamoDB::GlobalTable"
	Bucket = "AWS::S3::Bucket"
	Pool   = "AWS::Cognito::UserPool"
	Key    = "AWS::KMS::Key"
)

// keepers are the kinds of resources with data, in the order in which they are deleted: keys last.
var keepers = []string{Table, Bucket, Pool, Key}

// Removal is how a person takes it away, which AWS refuses to do with the stack.
func (l Left) Removal() string {
	return strings.ReplaceAll(map[string]string{
		Table: "aws dynamodb update-table --table-name ID --no-deletion-protection-enabled && " +
			"aws dynamodb delete-table --table-name ID",
		Bucket: "aws s3 rb --force s3://ID (a bucket with versions is emptied in the console first)",
		Pool:   "aws cognito-idp delete-user-pool --user-pool-id ID",
		Key:    "aws kms schedule-key-deletion --key-id ID --pending-window-in-days 7",
	}[l.Kind], "ID", l.ID)
}

// Keeps lists the resources of a stack that hold data and that its deletion leaves.
func Keeps(ctx context.Context, stacks cloudformation.ListStackResourcesAPIClient, name string) ([]Left, error) {
	all, err := resources(ctx, stacks, name)
	var found []Left
	for _, r := range all {
		one := Left{aws.ToString(r.ResourceType), aws.ToString(r.PhysicalResourceId)}
		if r.ResourceStatus != types.ResourceStatusDeleteComplete && one.ID != "" && slices.Contains(keepers, one.Kind) {
			found = append(found, one)
		}
	}
	inOrder(found)
	return found, err
}

// inOrder sorts data as it is deleted.
func inOrder(all []Left) {
	slices.SortStableFunc(all, func(a, b Left) int {
		return slices.Index(keepers, a.Kind) - slices.Index(keepers, b.Kind)
	})
}

func resources(
	ctx context.Context, stacks cloudformation.ListStackResourcesAPIClient, name string,
) (all []types.StackResourceSummary, err error) {
	pages := cloudformation.NewListStackResourcesPaginator(stacks, &cloudformation.ListStackResourcesInput{
		StackName: &name,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("the resources of %s are not listed: %w", name, err)
		}
		all = append(all, page.StackResourceSummaries...)
	}
	return all, nil
}

// Memory is the file in which commands note the data that a stack leaves: a deleted stack names nothing.
func Memory(name string) string { return filepath.Join(".local", "left-of-"+name+".json") }

// Remembered is the data that earlier deletions of a stack left.
func Remembered(name string) (left []Left, err error) {
	raw, err := os.ReadFile(Memory(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &left); err != nil {
		return nil, fmt.Errorf("%s: %w", Memory(name), err)
	}
	return left, nil
}

// Union is all data of two lists, each once.
func Union(left, more []Left) []Left {
	for _, one := range more {
		if !slices.Contains(left, one) {
			left = append(left, one)
		}
	}
	return left
}

// Remember adds to the data that earlier deletions left, and returns all of it.
func Remember(name string, more []Left) ([]Left, error) {
	left, err := Remembered(name)
	if err != nil {
		return nil, err
	}
	left = Union(left, more)
	raw, err := json.MarshalIndent(left, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(Memory(name)), 0o755); err != nil {
		return nil, err
	}
	return left, os.WriteFile(Memory(name), raw, 0o600)
}
