package main

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/trace"
)

type handler struct{ index search.Index }

// named are the messages that a batch of tasks names of one tenant, with the ids of these tasks.
type named struct {
	ctx   context.Context // of its latest task
	refs  []search.Ref
	tasks []string
}

// take has the messages of a batch found, those of each tenant at once: a change of an index costs the same for one and
// for many. It returns the tasks that have to come again.
func (h handler) take(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	failed := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	fail := func(tasks ...string) {
		for _, id := range tasks {
			failed.BatchItemFailures = append(failed.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: id})
		}
	}
	tenants := map[chat.TenantID]*named{}
	for _, m := range batch.Records {
		var task search.Batch
		if err := json.Unmarshal([]byte(m.Body), &task); err != nil {
			trace.Failed(queue.Continued(ctx, m, "index"), "not a task", err, "message", m.MessageId)
			fail(m.MessageId)
			continue
		}
		if tenants[task.Tenant] == nil {
			tenants[task.Tenant] = &named{}
		}
		of := tenants[task.Tenant]
		of.refs, of.tasks = append(of.refs, task.Refs...), append(of.tasks, m.MessageId)
		of.ctx = queue.Continued(ctx, m, "index")
	}
	for tenant, of := range tenants {
		if err := h.index.Note(of.ctx, tenant, of.refs); err != nil {
			trace.Failed(of.ctx, "messages are not found yet", err, "tenant", tenant)
			fail(of.tasks...)
		}
	}
	return failed, nil
}
