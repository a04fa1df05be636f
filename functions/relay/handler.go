package main

import (
	"context"
	"log/slog"
	"sync"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"golang.org/x/sync/errgroup"
)

type handler struct{ desk *chat.Desk }

// workers is how many partitions of a batch are relayed at once. Rows of one
// partition are relayed in order.
const workers = 8

// relay processes a batch, and names the records that have to be retried.
func (h handler) relay(ctx context.Context, batch events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	failed := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
	var mu sync.Mutex
	var partitions errgroup.Group
	partitions.SetLimit(workers)
	for _, records := range byPartition(batch.Records) {
		partitions.Go(func() error {
			for _, record := range records {
				if h.one(ctx, record) != nil {
					item := events.DynamoDBBatchItemFailure{ItemIdentifier: record.Change.SequenceNumber}
					mu.Lock()
					failed.BatchItemFailures = append(failed.BatchItemFailures, item)
					mu.Unlock()
				}
			}
			return nil
		})
	}
	return failed, partitions.Wait()
}

func byPartition(records []events.DynamoDBEventRecord) map[string][]events.DynamoDBEventRecord {
	groups := map[string][]events.DynamoDBEventRecord{}
	for _, r := range records {
		pk, _ := dynamo.KeysOf(r)
		groups[pk] = append(groups[pk], r)
	}
	return groups
}

// one relays a record. A record that no retry can help is parked, so that it does not hold up its
// neighbours.
func (h handler) one(ctx context.Context, record events.DynamoDBEventRecord) error {
	change, err := dynamo.Change(record)
	if err == nil {
		if err = h.desk.Relay(ctx, change); err == nil {
			return nil
		}
		if kind := chat.KindOf(err); kind == "" || kind == chat.Conflict || kind == chat.Unavailable {
			slog.Warn("relay failed", "event", record.EventID, "error", err.Error())
			return err
		}
	}
	pk, sk := dynamo.KeysOf(record)
	reason := chat.CodeOf(err)
	if reason == "" {
		reason = "unreadable"
	}
	slog.Error("parked", "partition", pk, "sort", sk, "reason", reason)
	return h.desk.Park(ctx, pk, sk, reason)
}
