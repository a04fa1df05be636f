// Package letters reads dead-letter queues.
package letters

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// A question without a wait asks only some of SQS's servers, so it may find none of the letters that there are.
// Letters that were read are hidden for half a minute, and then come again.
const (
	waitSeconds   = 1
	hiddenSeconds = 30
	pageSize      = 10
	quietPages    = 2 // pages in a row without a new letter, which end the walk
)

// Each calls do with every letter of a queue, once. A letter that do does not delete is visible again after half a
// minute.
func Each(ctx context.Context, client *sqs.Client, queue string, do func(types.Message) error) error {
	seen := map[string]bool{}
	for quiet := 0; quiet < quietPages; {
		page, err := client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
			QueueUrl: &queue, MaxNumberOfMessages: pageSize, VisibilityTimeout: hiddenSeconds, WaitTimeSeconds: waitSeconds,
			MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameMessageGroupId},
		})
		if err != nil {
			return fmt.Errorf("dead letters: %w", err)
		}
		quiet++
		for _, letter := range page.Messages {
			if id := aws.ToString(letter.MessageId); !seen[id] {
				seen[id], quiet = true, 0
				if err := do(letter); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Delete deletes a letter.
func Delete(ctx context.Context, client *sqs.Client, queue string, letter types.Message) error {
	_, err := client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &queue, ReceiptHandle: letter.ReceiptHandle})
	if err != nil {
		return fmt.Errorf("dead letters: %w", err)
	}
	return nil
}

// Show makes letters that were read visible again at once.
func Show(ctx context.Context, client *sqs.Client, queue string, letters []types.Message) error {
	for _, letter := range letters {
		_, err := client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
			QueueUrl: &queue, ReceiptHandle: letter.ReceiptHandle, VisibilityTimeout: 0,
		})
		if err != nil {
			return fmt.Errorf("dead letters: %w", err)
		}
	}
	return nil
}
