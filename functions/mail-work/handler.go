package main

import (
	"context"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/ses"
	"github.com/botifire/livechat/shared/trace"
)

type handler struct {
	post  *mail.Post
	tasks queue.Tasks
}

// take does the tasks of a batch, notes SES's reports of earlier letters, and gives back failed ones.
func (h handler) take(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	failed := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	var tasks events.SQSEvent
	for _, m := range batch.Records {
		if !ses.IsEvent([]byte(m.Body)) {
			tasks.Records = append(tasks.Records, m)
			continue
		}
		if !h.note(queue.Continued(ctx, m, "mail_feedback"), m.Body) {
			failed.BatchItemFailures = append(failed.BatchItemFailures,
				events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
		}
	}
	done, err := h.tasks.Take(ctx, tasks)
	failed.BatchItemFailures = append(failed.BatchItemFailures, done.BatchItemFailures...)
	return failed, err
}

// note keeps the addresses to which nothing may be written any more. False if it has to be told again.
func (h handler) note(ctx context.Context, event string) bool {
	all := true
	for _, one := range ses.Failures([]byte(event)) {
		if err := h.post.Failed(ctx, one); err != nil {
			trace.Failed(ctx, "what became of a mail is not noted", err, "conversation", one.Key.ID)
			all = false
		}
	}
	return all
}
