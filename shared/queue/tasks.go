package queue

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/trace"
)

// Tasks is the function of a queue: it does tasks, and returns those that have to wait.
type Tasks struct {
	SQS   *sqs.Client
	Queue string
	Op    string // the operation of its tasks in the log, unless a task has an act of its own

	// Do does a task. tries counts the earlier attempts.
	Do func(ctx context.Context, t chat.Task, tries int) error
}

// Take does the tasks of a batch, and returns those that must be retried.
func (q Tasks) Take(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	failed := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, m := range batch.Records {
		if err := q.one(ctx, m); err != nil {
			failed.BatchItemFailures = append(failed.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
		}
	}
	return failed, nil
}

func (q Tasks) one(ctx context.Context, m events.SQSMessage) error {
	var task chat.Task
	if err := json.Unmarshal([]byte(m.Body), &task); err != nil {
		trace.Failed(Continued(ctx, m, q.Op), "not a task", err, "message", m.MessageId)
		return err
	}
	task.ID = m.MessageId
	ctx = Continued(ctx, m, q.op(task))
	taken, _ := strconv.Atoi(m.Attributes["ApproximateReceiveCount"])
	err := q.Do(ctx, task, max(taken-1, 0))
	if busy, ok := errors.AsType[chat.Busy](err); ok {
		q.Again(ctx, m, busy.After)
		return err
	}
	if err != nil {
		trace.Failed(ctx, "task failed", err, "conversation", task.Conversation, "message", task.Message)
	}
	return err
}

func (q Tasks) op(t chat.Task) string {
	if t.Act != "" {
		return string(t.Act)
	}
	return q.Op
}

// Again changes the task's visibility timeout, so that it is retried when it is due. The queue's own
// timeout is for functions that died, and long.
func (q Tasks) Again(ctx context.Context, m events.SQSMessage, after time.Duration) {
	seconds := max(int32(after.Seconds()), 1)
	_, err := q.SQS.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
		QueueUrl: &q.Queue, ReceiptHandle: &m.ReceiptHandle, VisibilityTimeout: seconds,
	})
	if err != nil {
		slog.WarnContext(ctx, "comes back later than it could", "error", err.Error())
	}
}
