package main

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/trace"
	"golang.org/x/sync/errgroup"
)

type handler struct {
	desk  *chat.Desk
	team  *team.Team
	queue queue.Tasks
}

// retry is the wait until a visit that could not be ended is looked at again.
const retry = 20 * time.Second

// atOnce is how many visits of a batch are looked at side by side. Two functions take the queue, so this lets some
// hundreds of visits a second end.
const atOnce = 10

// end looks at visits, conversations and agents, and gives back those that failed and those that it met too early.
func (h handler) end(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	failed := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	var mu sync.Mutex
	var visits errgroup.Group
	visits.SetLimit(atOnce)
	for _, m := range batch.Records {
		visits.Go(func() error {
			ctx := queue.Continued(ctx, m, "end")
			wait, err := h.one(ctx, m)
			if err != nil {
				trace.Failed(ctx, "a visit was not ended", err)
				wait = retry
			}
			if wait > 0 {
				h.queue.Again(ctx, m, wait)
				mu.Lock()
				defer mu.Unlock()
				failed.BatchItemFailures = append(failed.BatchItemFailures,
					events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
			}
			return nil
		})
	}
	return failed, visits.Wait()
}

func (h handler) one(ctx context.Context, m events.SQSMessage) (time.Duration, error) {
	var t chat.VisitTask
	if err := json.Unmarshal([]byte(m.Body), &t); err != nil {
		return 0, err
	}
	wait, err := h.due(ctx, t)
	return wait, chat.Except(err, chat.ErrNotFound, chat.ErrErased)
}

// due does a task. A timer that comes too early, because its agent typed meanwhile, does nothing: the sweep looks
// again.
func (h handler) due(ctx context.Context, t chat.VisitTask) (time.Duration, error) {
	switch {
	case t.Agent != "":
		return 0, chat.TeamChanged(ctx, h.desk, t.Tenant, t.Agent)
	case t.Message != "":
		return h.team.Expire(ctx, chat.ConversationKey{Tenant: t.Tenant, ID: t.Conversation}, t.Message)
	case t.Conversation != "":
		return 0, h.desk.WakeConversation(ctx, chat.ConversationKey{Tenant: t.Tenant, ID: t.Conversation})
	}
	return h.desk.EndVisit(ctx, t)
}
