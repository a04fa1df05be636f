package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
)

type handler struct{ desk *chat.Desk }

// answer takes questions, and gives back those whose bot could not be reached. On the
// last try such a bot counts as failed: the question gets a person.
func (h handler) answer(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	failed := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, m := range batch.Records {
		var task chat.Task
		err := json.Unmarshal([]byte(m.Body), &task)
		if err == nil {
			tries, _ := strconv.Atoi(m.Attributes["ApproximateReceiveCount"])
			err = h.desk.Answer(ctx, task, tries >= config.AnswerTries)
		}
		if err != nil {
			slog.Warn("question comes again", "conversation", task.Conversation, "message", task.Message, "error", err.Error())
			failed.BatchItemFailures = append(failed.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
		}
	}
	return failed, nil
}
