// Command erase repeats erasures after the table was restored from a backup:
//
//	go run ./scripts/erase again -stage prod
//
// A copy of each tombstone lies in the bucket of files. A person whom the backup brought back is
// erased once more; the command may be run any number of times. Messages, visits and profiles that
// were due meanwhile are deleted by the next retention run.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/scripts/stack"
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

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 || os.Args[1] != "again" {
		log.Fatal("usage: erase again -stage STAGE")
	}
	var place stack.Place
	flags := flag.NewFlagSet("again", flag.ExitOnError)
	place.Flags(flags)
	_ = flags.Parse(os.Args[2:])
	if err := again(context.Background(), place); err != nil {
		log.Fatal("erase: ", err)
	}
}

func again(ctx context.Context, place stack.Place) error {
	found, err := place.Outputs(ctx)
	if err != nil {
		return err
	}
	cfg := config.AWS()
	files := s3.NewFromConfig(cfg, media.PathStyle)
	table := dynamo.New(dynamodb.NewFromConfig(cfg), found["Table"])
	desk := chat.New(table)
	leftovers := vault.New(files, found["Media"], found["Failures"], sqs.NewFromConfig(cfg), found["AnswerDead"],
		found["SendDead"], found["MediaDead"])
	desk.Disconnector = push.New(cfg, found["VisitorPosts"], found["AgentPosts"])
	desk.Queues = queue.New(cfg, queue.Addresses{
		Answer: found["AnswerQueue"], Send: found["SendQueue"],
		Media: found["MediaQueue"],
	})
	worker := lifecycle.NewWorker(desk, table, leftovers, dossier.New(leftovers))
	bucket, prefix := found["Media"], "tombstones/"
	looked, erased := 0, 0
	pages := s3.NewListObjectsV2Paginator(files, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, object := range page.Contents {
			looked++
			back, err := one(ctx, table, worker, files, bucket, aws.ToString(object.Key))
			if err != nil {
				return fmt.Errorf("%s: %w", aws.ToString(object.Key), err)
			}
			if back {
				erased++
			}
		}
	}
	fmt.Printf("%d tombstones; %d people were back and are erased again\n", looked, erased)
	return nil
}

// one erases a person again if the backup brought them back.
func one(
	ctx context.Context, table *dynamo.Store, worker *lifecycle.Worker, files *s3.Client, bucket, key string) (bool, error,
) {
	parts := strings.Split(key, "/") // tombstones, tenant, job
	if len(parts) != 3 {
		return false, errors.New("no tombstone")
	}
	out, err := files.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return false, err
	}
	defer out.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(out.Body, 1<<20))
	if err != nil {
		return false, err
	}
	var w chat.Subject
	if err := json.Unmarshal(raw, &w); err != nil {
		return false, err
	}
	tenant := chat.TenantID(parts[1])
	if _, err := table.Visitor(ctx, chat.VisitorKey{Tenant: tenant, ID: w.Visitor}); errors.Is(err, chat.ErrErased) {
		return false, nil // the tombstone stands
	}
	j, err := worker.EraseAgain(ctx, tenant, w)
	if err == nil {
		_, err = worker.RunJob(ctx, j.Key())
	}
	return true, err
}
