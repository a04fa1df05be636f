// Command redrive lists failed work and has it tried again: rows that relay parked, stream records
// in the bucket of failures, tasks in the dead-letter queues.
//
//	go run ./scripts/redrive list -stage prod
//	go run ./scripts/redrive run -stage prod
//
// All retries are idempotent. Work that fails again stays where it is.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 || (os.Args[1] != "list" && os.Args[1] != "run") {
		log.Fatal("usage: redrive list|run [-stage STAGE | -run .local/state/run.json]")
	}
	var place stack.Place
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	place.Flags(flags)
	_ = flags.Parse(os.Args[2:])
	if err := redrive(context.Background(), place, os.Args[1] == "run"); err != nil {
		log.Fatal("redrive: ", err)
	}
}

// relayTakes is longer than relay may take for a batch, after which Lambda ends it.
const relayTakes = 35 * time.Second

// driver knows where failed work lies. Without again it only lists it.
type driver struct {
	found  map[string]string
	store  *dynamo.Store
	lambda *lambda.Client
	s3     *s3.Client
	sqs    *sqs.Client
	again  bool
	seen   int
	failed int
}

func redrive(ctx context.Context, place stack.Place, again bool) error {
	found, err := place.Outputs(ctx)
	if err != nil {
		return err
	}
	cfg := stack.AWS()
	d := &driver{
		found: found, again: again, store: dynamo.New(dynamodb.NewFromConfig(cfg), found["Table"]),
		lambda: lambda.NewFromConfig(config.Waiting(cfg, relayTakes)),
		s3:     s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }), sqs: sqs.NewFromConfig(cfg),
	}
	for _, part := range []func(context.Context) error{
		d.parked, d.failures, d.answers, d.sends, d.fetches, d.deliveries,
		d.editions, d.searches, d.mails,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	if d.seen == 0 {
		fmt.Println("there is no failed work")
	}
	if d.failed > 0 {
		return fmt.Errorf("%d failed again and stay where they are", d.failed)
	}
	return nil
}

// tell prints the result for one thing. After a failure the others are still tried.
func (d *driver) tell(kind, name string, err error) bool {
	d.seen++
	switch {
	case !d.again:
		fmt.Println(kind, name)
	case err == nil:
		fmt.Println(kind, name, "done")
	default:
		d.failed++
		fmt.Println(kind, name, "failed again:", err)
	}
	return d.again && err == nil
}

var errRefused = errors.New("relay did not take it; its log says why")
