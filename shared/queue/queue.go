// Package queue hands tasks to the functions that call other people's servers, which may be slow.
package queue

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/trace"
)

// Queues are SQS standard queues with the tenant as message group: SQS then holds back a tenant that
// has far more tasks in flight than others (fair queues). With few tasks in flight it does nothing.
type Queues struct {
	sqs *sqs.Client
	at  Addresses
}

// Addresses are the queues' URLs. A function has those that it uses.
type Addresses struct{ Answer, Send, Media, End, Delivery, Knowledge, Search, Mail string }

// In is the queues whose addresses a function has.
func In(env config.Env) Addresses {
	return Addresses{
		Answer: env[config.AnswerQueue], Send: env[config.SendQueue], Media: env[config.MediaQueue],
		End: env[config.EndQueue], Delivery: env[config.DeliveryQueue], Knowledge: env[config.KnowledgeQueue],
		Search: env[config.SearchQueue], Mail: env[config.MailQueue],
	}
}

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

// End has a visit looked at that may have ended.
func (q *Queues) End(ctx context.Context, t chat.VisitTask) error {
	return q.putIn(ctx, q.at.End, t.Tenant, t, t.After)
}

// Mail has an answer or a link mailed.
func (q *Queues) Mail(ctx context.Context, t chat.Task) error {
	return q.putIn(ctx, q.at.Mail, t.Tenant, t, t.After)
}

// Deliver has a stored delivery of Meta's worked off.
func (q *Queues) Deliver(ctx context.Context, tenant chat.TenantID, task any) error {
	return q.put(ctx, q.at.Delivery, tenant, task)
}

// Train has an import worked on, or else the editions made that a tenant asked for.
func (q *Queues) Train(ctx context.Context, t chat.Task) error {
	return q.put(ctx, q.at.Knowledge, t.Tenant, t)
}

// Index has messages found by their words. batch names them.
func (q *Queues) Index(ctx context.Context, tenant chat.TenantID, batch any) error {
	return q.put(ctx, q.at.Search, tenant, batch)
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
		MessageAttributes: carried(ctx),
	})
	if err != nil {
		return fmt.Errorf("queue: %w", err)
	}
	return nil
}

// requestName is the attribute in which a task carries the id of the call that it continues.
const requestName = "request"

func carried(ctx context.Context) map[string]types.MessageAttributeValue {
	id := trace.Request(ctx)
	if id == "" {
		return nil // SQS takes no empty value
	}
	return map[string]types.MessageAttributeValue{requestName: {DataType: aws.String("String"), StringValue: &id}}
}

// Continued is the context of a task: its lines in the log have the id of the call that it continues,
// or else the id of the message.
func Continued(ctx context.Context, m events.SQSMessage, op string) context.Context {
	id := m.MessageId
	if given := m.MessageAttributes[requestName].StringValue; given != nil {
		id = *given
	}
	return trace.With(ctx, id, op)
}
