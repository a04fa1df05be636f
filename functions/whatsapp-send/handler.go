package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
)

type handler struct {
	desk  *chat.Desk
	sqs   *sqs.Client
	queue string
}

// send takes tasks, and gives back those that have to wait. On the last try a message
// is marked as not sent, for the agent to see.
func (h handler) send(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	failed := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, m := range batch.Records {
		if err := h.one(ctx, m); err != nil {
			failed.BatchItemFailures = append(failed.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
		}
	}
	return failed, nil
}

func (h handler) one(ctx context.Context, m events.SQSMessage) error {
	var task chat.Task
	if err := json.Unmarshal([]byte(m.Body), &task); err != nil {
		slog.Error("not a task", "message", m.MessageId)
		return err
	}
	err := h.desk.Deliver(ctx, task)
	if err == nil {
		return nil
	}
	if tries, _ := strconv.Atoi(m.Attributes["ApproximateReceiveCount"]); tries >= config.SendTries {
		return h.desk.GiveUp(ctx, task)
	}
	if busy, ok := errors.AsType[chat.Busy](err); ok {
		h.wait(ctx, m, busy)
		return err
	}
	slog.Error("send failed", "conversation", task.Conversation, "message", task.Message, "error", err.Error())
	return err
}

// wait has the task come back when it is its turn, not when its visibility ends.
func (h handler) wait(ctx context.Context, m events.SQSMessage, busy chat.Busy) {
	seconds := max(int32(busy.After.Seconds()), 1)
	_, err := h.sqs.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
		QueueUrl: &h.queue, ReceiptHandle: &m.ReceiptHandle, VisibilityTimeout: seconds,
	})
	if err != nil {
		slog.Warn("comes back later than it could", "error", err.Error())
	}
}
