// Package again repeats on a restored table the decisions made after its point in time: a backup brings back erased
// people, deleted or suspended tenants, and revoked keys.
package again

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dossier"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/vault"
)

// Erasures erases again, on a table, everybody whose tombstone is in the bucket of files or whose erasure the table
// before still has to do, and returns how many erasures there were and how many people were back. It may be called
// any number of times.
func Erasures(ctx context.Context, found map[string]string, table, before string) (looked, erased int, err error) {
	e := newEraser(found, table)
	asked, err := e.tombstones(ctx)
	if err == nil && before != table {
		var waiting []asking
		waiting, err = unfinished(ctx, dynamo.New(e.db, before))
		asked = append(asked, waiting...)
	}
	for _, one := range asked {
		looked++
		back, failed := e.erase(ctx, one)
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", one.from, failed))
		} else if back {
			erased++
		}
	}
	return looked, erased, err
}

// asking is one person's erasure, and where it was found.
type asking struct {
	tenant chat.TenantID
	whom   chat.Subject
	from   string
}

type eraser struct {
	db     *dynamodb.Client
	store  *dynamo.Store
	worker *lifecycle.Worker
	files  *s3.Client
	bucket string
}

func newEraser(found map[string]string, table string) eraser {
	cfg := config.AWS()
	e := eraser{db: dynamodb.NewFromConfig(cfg), files: s3.NewFromConfig(cfg, media.PathStyle), bucket: found["Media"]}
	e.store = dynamo.New(e.db, table)
	desk := chat.New(e.store)
	desk.Disconnector = push.New(cfg, found["VisitorPosts"], found["AgentPosts"])
	desk.Queues = queue.New(cfg, queue.Addresses{
		Answer: found["AnswerQueue"], Send: found["SendQueue"], Media: found["MediaQueue"],
	})
	leftovers := vault.New(e.files, e.bucket, found["Failures"], sqs.NewFromConfig(cfg), found["AnswerDead"],
		found["SendDead"], found["MediaDead"])
	e.worker = lifecycle.NewWorker(desk, e.store, leftovers, dossier.New(leftovers))
	return e
}

// tombstones are the erasures whose copies lie in the bucket of files.
func (e eraser) tombstones(ctx context.Context) ([]asking, error) {
	var all []asking
	prefix := lifecycle.Tombstones
	pages := s3.NewListObjectsV2Paginator(e.files, &s3.ListObjectsV2Input{Bucket: &e.bucket, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, object := range page.Contents {
			one, err := e.tombstone(ctx, aws.ToString(object.Key))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", aws.ToString(object.Key), err)
			}
			all = append(all, one)
		}
	}
	return all, nil
}

func (e eraser) tombstone(ctx context.Context, key string) (asking, error) {
	parts := strings.Split(key, "/") // tombstones, tenant, job
	if len(parts) != 3 {
		return asking{}, errors.New("no tombstone")
	}
	out, err := e.files.GetObject(ctx, &s3.GetObjectInput{Bucket: &e.bucket, Key: &key})
	if err != nil {
		return asking{}, err
	}
	defer out.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(out.Body, 1<<20))
	if err != nil {
		return asking{}, err
	}
	one := asking{tenant: chat.TenantID(parts[1]), from: key}
	return one, json.Unmarshal(raw, &one.whom)
}

// erase erases a person unless their tombstone stands.
func (e eraser) erase(ctx context.Context, one asking) (back bool, err error) {
	if _, err := e.store.Tenant(ctx, one.tenant); errors.Is(err, chat.ErrNotFound) {
		return false, nil // it is not in the backup, or was deleted with everybody
	}
	_, err = e.store.Visitor(ctx, chat.VisitorKey{Tenant: one.tenant, ID: one.whom.Visitor})
	if errors.Is(err, chat.ErrErased) {
		return false, nil
	}
	j, err := e.worker.EraseAgain(ctx, one.tenant, one.whom)
	for err == nil && j.State == lifecycle.JobRunning {
		tries := j.Tries
		if j, err = e.worker.RunJob(ctx, j.Key()); err == nil && j.Tries > tries {
			err = errors.New("the erasure is not done yet: the log above says why; repeat the command")
		}
	}
	return true, err
}

// unfinished are the erasures that a table has as jobs which are not done: the sweep may not have come to them, so
// no copy of their tombstones is in the bucket yet.
func unfinished(ctx context.Context, store *dynamo.Store) ([]asking, error) {
	var all []asking
	err := Tenants(ctx, store, func(t chat.Tenant) error {
		jobs, err := store.Jobs(ctx, t.ID, 1000)
		for _, j := range jobs {
			if j.Kind == lifecycle.JobErase && j.Subject != nil {
				all = append(all, asking{t.ID, *j.Subject, "job " + j.ID})
			}
		}
		return err
	})
	return all, err
}
