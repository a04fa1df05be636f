package again

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/segments"
	"github.com/botifire/livechat/shared/worker"
)

type eraser struct {
	db     *dynamodb.Client
	store  *dynamo.Store
	desk   *chat.Desk
	worker *lifecycle.Worker
	files  *s3.Client
	bucket string
	wait   func(context.Context, time.Duration) error
}

func newEraser(found map[string]string, table string) eraser {
	cfg := stack.AWS()
	e := eraser{
		db: dynamodb.NewFromConfig(cfg), files: s3.NewFromConfig(cfg, media.PathStyle), bucket: found["Media"], wait: wait,
	}
	e.store = dynamo.New(e.db, table)
	e.desk = chat.New(e.store)
	e.desk.Disconnector = push.New(cfg, found["VisitorPosts"], found["AgentPosts"])
	e.worker = worker.New(cfg, e.desk, e.store, worker.Places{
		Media: e.bucket, Failures: found["Failures"],
		Dead: []string{
			found["AnswerDead"], found["SendDead"], found["MediaDead"], found["DeliveryDead"], found["MailDead"],
		},
		Queues: queue.Addresses{
			Answer: found["AnswerQueue"], Send: found["SendQueue"], Media: found["MediaQueue"], Delivery: found["DeliveryQueue"],
		},
	})
	e.worker.Index = segments.New(segments.InBucket(e.files, e.bucket), search.NewReader(e.store))
	return e
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// glance is how often a job is looked at that another worker has.
const glance = 10 * time.Second

var errUndone = errors.New("the erasure is not done yet: the log above says why; repeat the command")

// finish runs a job until all but its second look is done.
func (e eraser) finish(ctx context.Context, j lifecycle.Job) error {
	for j.State == lifecycle.JobRunning {
		is, err := e.step(ctx, j)
		if err != nil {
			return chat.Except(err, chat.ErrNotFound) // another erasure of the person took it away
		}
		if is.Tries > j.Tries {
			return errUndone
		}
		j = is
	}
	return nil
}

// step runs a slice of a job. One that is not due, because the sweep has it in hand or it failed a moment ago, is
// waited for, and read again.
func (e eraser) step(ctx context.Context, j lifecycle.Job) (lifecycle.Job, error) {
	rest := j.Due.Sub(e.desk.Now())
	if rest <= 0 {
		return e.worker.RunJob(ctx, j.Key())
	}
	fmt.Printf("job %s is not due before %s: waiting\n", j.ID, j.Due.UTC().Format(time.TimeOnly))
	if err := e.wait(ctx, min(rest, glance)); err != nil {
		return j, err
	}
	return e.store.Job(ctx, j.Key())
}

// unfinished are the erasures that a table has as jobs which are not done: the sweep may not have come to them, so
// no copy of their tombstones is in the bucket yet.
func unfinished(ctx context.Context, store *dynamo.Store) (all []lifecycle.Job, err error) {
	err = Tenants(ctx, store, func(t chat.Tenant) error {
		jobs, err := store.Jobs(ctx, t.ID, math.MaxInt32)
		for _, j := range jobs {
			if j.Kind == lifecycle.JobErase && j.Subject != nil {
				all = append(all, j)
			}
		}
		return err
	})
	return all, err
}
