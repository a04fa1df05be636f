package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/updates"
	"github.com/botifire/livechat/shared/whatsapp"
)

type handler struct {
	courier *chat.Courier
	stored  shelf
	queue   queue.Tasks
}

// shelf has the deliveries that wait.
type shelf interface {
	Read(ctx context.Context, n deliveries.Name) ([]byte, error)
	Done(ctx context.Context, n deliveries.Name) error
}

// take works deliveries off, and gives back those that failed.
func (h handler) take(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	failed := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, m := range batch.Records {
		ctx := queue.Continued(ctx, m, "delivery")
		if err := h.one(ctx, m); err != nil {
			trace.Failed(ctx, "a delivery is not worked off yet", err, "message", m.MessageId)
			h.queue.Again(ctx, m, backoff(m))
			failed.BatchItemFailures = append(failed.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: m.MessageId})
		}
	}
	return failed, nil
}

// A delivery that failed is tried again after two seconds, then after twice as long each time.
const firstWait, lastWait = 2 * time.Second, 5 * time.Minute

func backoff(m events.SQSMessage) time.Duration {
	wait := firstWait
	taken, _ := strconv.Atoi(m.Attributes["ApproximateReceiveCount"])
	for range taken - 1 {
		wait = min(2*wait, lastWait)
	}
	return wait
}

// one takes all updates of a delivery in, and deletes it. A delivery that is gone was worked off before, unless its
// task is so old that it may have expired: then somebody has to know.
func (h handler) one(ctx context.Context, m events.SQSMessage) error {
	var task deliveries.Task
	if err := json.Unmarshal([]byte(m.Body), &task); err != nil {
		return err
	}
	lost := func(how string) {
		slog.ErrorContext(ctx, how, "tenant", task.Tenant, "app", task.App, "hash", task.Hash, "stored", task.Stored)
	}
	body, err := h.stored.Read(ctx, task.Name)
	if errors.Is(err, chat.ErrNotFound) {
		if task.Over() {
			lost("a delivery may be lost")
		}
		return nil
	}
	if err == nil {
		err = h.updates(ctx, task.Name, body)
	}
	if task.Last && errors.Is(err, deliveries.ErrUnreadable) {
		lost("a delivery that cannot be read is dropped for an erasure")
		err = nil
	}
	if err != nil {
		return err
	}
	return h.stored.Done(ctx, task.Name)
}

// updates takes them in. Those of an app that was removed since are nobody's. Bytes that are signed and no webhook of
// ours are kept as a failure until an erasure waits for them: Meta was told that they arrived, and a later release may
// read them.
func (h handler) updates(ctx context.Context, name deliveries.Name, body []byte) error {
	app, err := h.courier.App(ctx, name.App)
	if errors.Is(err, chat.ErrNotFound) || err == nil && app.Tenant != name.Tenant {
		slog.WarnContext(ctx, "left out", "code", "unknown_app", "app", name.App)
		return nil
	}
	if err != nil {
		return err
	}
	changes, err := whatsapp.Parse(body)
	if err != nil {
		return errors.Join(deliveries.ErrUnreadable, err)
	}
	return updates.Take(ctx, h.courier, app, changes)
}
