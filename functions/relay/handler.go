package main

import (
	"cmp"
	"context"
	"sync"

	"github.com/aws/aws-lambda-go/events"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/notify"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/trace"
	"github.com/botifire/livechat/shared/unanswered"
	"golang.org/x/sync/errgroup"
)

type handler struct {
	desk  *chat.Desk
	train func(ctx context.Context, t chat.Task) error                     // has work on a knowledge done
	index func(ctx context.Context, tenant chat.TenantID, batch any) error // has messages found by a search
	note  func(ctx context.Context, c chat.Change) error                   // has people counted anew
	see   func(ctx context.Context, key chat.ConversationKey, m chat.Message) error
	hold  func(ctx context.Context, tenant chat.TenantID, h team.Held) error
	tell  func(ctx context.Context, key chat.ConversationKey, m chat.Message) error
	ring  func(ctx context.Context, key chat.ConversationKey, m chat.Message) error
	post  *mail.Post
	meter *metrics.Meter
}

func wired(
	desk *chat.Desk, store *dynamo.Store, queues *queue.Queues, people *team.Team, post *mail.Post, meter *metrics.Meter,
) handler {
	return handler{
		desk, queues.Train, queues.Index, noting(desk, store), seeing(desk, store), people.Relay,
		telling(desk, store, queues), ringing(desk, store, queues), post, meter,
	}
}

// noting has the ledger count people anew.
func noting(desk *chat.Desk, store *dynamo.Store) func(ctx context.Context, c chat.Change) error {
	journal := ledger.NewJournal(desk, store)
	desk.Recount = journal.Recount
	return journal.Note
}

// seeing notes what becomes of questions for which an entry was written.
func seeing(
	desk *chat.Desk, store *dynamo.Store,
) func(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	return unanswered.NewWitness(desk, store).See
}

// telling has channels told that customers wait.
func telling(
	desk *chat.Desk, store *dynamo.Store, queue notices.Queue,
) func(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	room := notices.New(desk, store)
	room.Queue = queue
	return room.Relayed
}

// ringing has visitors notified of answers.
func ringing(
	desk *chat.Desk, store *dynamo.Store, queue notify.Queue,
) func(ctx context.Context, key chat.ConversationKey, m chat.Message) error {
	bell := notify.New(desk, store)
	bell.Queue = queue
	return bell.Answered
}

// workers is how many partitions of a batch are relayed at once. Rows of one
// partition are relayed in order.
const workers = 8

// relay processes a batch, and names the records that have to be retried.
func (h handler) relay(ctx context.Context, batch events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	failed := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
	var mu sync.Mutex
	heard := news{}
	var partitions errgroup.Group
	partitions.SetLimit(workers)
	for _, records := range byPartition(batch.Records) {
		partitions.Go(func() error {
			for _, record := range records {
				change, err := h.one(continued(ctx, record), record)
				mu.Lock()
				if err != nil {
					failed.BatchItemFailures = append(failed.BatchItemFailures, failureOf(record.Change.SequenceNumber))
				} else {
					heard.add(change, record.Change.SequenceNumber)
				}
				mu.Unlock()
			}
			return nil
		})
	}
	err := partitions.Wait()
	for _, number := range heard.tell(ctx, h.index) {
		failed.BatchItemFailures = append(failed.BatchItemFailures, failureOf(number))
	}
	return failed, err
}

func failureOf(number string) events.DynamoDBBatchItemFailure {
	return events.DynamoDBBatchItemFailure{ItemIdentifier: number}
}

func byPartition(records []events.DynamoDBEventRecord) map[string][]events.DynamoDBEventRecord {
	groups := map[string][]events.DynamoDBEventRecord{}
	for _, r := range records {
		pk, _ := dynamo.KeysOf(r)
		groups[pk] = append(groups[pk], r)
	}
	return groups
}

// relayed completes a change, notes what it says of an entry that answers a question, has channels told if its customer
// waits, and has its visitor notified of an answer that they do not see, and mailed if that does not help.
func (h handler) relayed(ctx context.Context, c chat.Change) error {
	if err := h.desk.Relay(ctx, c); err != nil || c.Message == nil {
		return err
	}
	if err := h.see(ctx, c.Key, *c.Message); err != nil {
		return err
	}
	if err := h.tell(ctx, c.Key, *c.Message); err != nil {
		return err
	}
	if err := h.ring(ctx, c.Key, *c.Message); err != nil {
		return err
	}
	return h.post.Answered(ctx, c.Key, *c.Message)
}

// one relays a record, and returns the change that is done or parked: a search finds a message whatever else comes of
// it. A record that no retry can help is parked, so that it does not hold up its neighbours.
func (h handler) one(ctx context.Context, record events.DynamoDBEventRecord) (chat.Change, error) {
	if task, is := dynamo.KnowledgeIn(record); is {
		err := h.train(ctx, task)
		if err != nil {
			trace.Failed(ctx, "work on a knowledge is not filed yet", err, "tenant", task.Tenant)
		}
		return chat.Change{}, err
	}
	if tenant, held, is := dynamo.HeldIn(record); is {
		err := h.hold(ctx, tenant, held)
		if err != nil {
			trace.Failed(ctx, "an answer waits without a timer yet", err, "tenant", tenant)
		}
		return chat.Change{}, err
	}
	change, err := dynamo.Change(record)
	if err == nil {
		if err = h.relayed(ctx, change); err == nil {
			err = h.note(ctx, change)
		}
		if err == nil {
			h.counted(ctx, change)
			return change, nil
		}
		if kind := chat.KindOf(err); kind == "" || kind == chat.Conflict || kind == chat.Unavailable {
			trace.Failed(ctx, "relay failed", err)
			return change, err
		}
	}
	return change, h.park(ctx, record, err)
}

func (h handler) park(ctx context.Context, record events.DynamoDBEventRecord, cause error) error {
	pk, sk := dynamo.KeysOf(record)
	reason := chat.CodeOf(cause)
	if reason == "" {
		reason = "unreadable"
	}
	if failed := h.desk.Park(ctx, pk, sk, reason); failed != nil {
		trace.Failed(ctx, "relay failed", failed, "partition", pk, "sort", sk, "reason", reason)
		return failed
	}
	trace.Failed(ctx, "parked", cause, "partition", pk, "sort", sk, "reason", reason)
	h.meter.Count(ctx, metrics.Parked, 1, "relay")
	return nil
}

// continued has a message's lines in the log go on with the call that wrote it, and with them the tasks that
// relay files. Other records have the id that the stream gave them.
func continued(ctx context.Context, record events.DynamoDBEventRecord) context.Context {
	return trace.With(ctx, cmp.Or(dynamo.RequestOf(record), record.EventID), "relay")
}

// counted counts a message that was relayed.
func (h handler) counted(ctx context.Context, c chat.Change) {
	if c.Message == nil {
		return
	}
	channel := "web"
	if m := c.Message; m.Origin != nil || m.Sends || (m.Entry != nil && m.Entry.Source == chat.WhatsApp) {
		channel = "whatsapp"
	}
	h.meter.Count(ctx, metrics.Messages, 1, channel, string(c.Message.Author.Kind))
}
