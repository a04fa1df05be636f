// Package queue hands tasks to the functions that call other people's servers, which may be slow.
package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
)

// Queues are SQS standard queues with the tenant as message group, so that a busy tenant does not
// delay the others (fair queues).
type Queues struct {
	sqs *sqs.Client
	at  Addresses
}

// Addresses are the queues' URLs. A function has those that it uses.
type Addresses struct{ Answer, Send, Media string }

// New makes the queues from their addresses.
func New(cfg aws.Config, at Addresses) *Queues { return &Queues{sqs.NewFromConfig(cfg), at} }

// Ask has a slow bot answer a question.
func (q *Queues) Ask(ctx context.Context, t chat.Task) error {
	return q.put(ctx, q.at.Answer, t.Tenant, t)
}

// Send has a message sent to WhatsApp.
func (q *Queues) Send(ctx context.Context, t chat.Task) error {
	return q.putIn(ctx, q.at.Send, t.Tenant, t, t.After)
}

// Fetch has a customer's file fetched.
func (q *Queues) Fetch(ctx context.Context, t chat.Task) error {
	return q.put(ctx, q.at.Media, t.Tenant, t)
}

// Tell has a tenant's own bot notified.
func (q *Queues) Tell(ctx context.Context, n chat.Notice) error {
	return q.put(ctx, q.at.Answer, n.Tenant, n)
}

func (q *Queues) put(ctx context.Context, address string, tenant chat.TenantID, task any) error {
	return q.putIn(ctx, address, tenant, task, 0)
}

func (q *Queues) putIn(ctx context.Context, address string, tenant chat.TenantID, task any, after time.Duration) error {
	raw, err := json.Marshal(task)
	if err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	body, group := string(raw), string(tenant)
	_, err = q.sqs.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: &address, MessageBody: &body, MessageGroupId: &group, DelaySeconds: int32(after.Seconds()),
	})
	if err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	return nil
}
