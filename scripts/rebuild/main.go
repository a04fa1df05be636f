// Command rebuild recounts a tenant's projections from the log: inbox, visits, goals, gaps, counters, and the days of
// the ledger. Correct rows stay as they are. With -search it makes the index of searches anew instead, which is
// searched as before until it is done.
//
//	go run ./scripts/rebuild -stage prod -tenant t_…
//	go run ./scripts/rebuild -stage prod -tenant t_… -search
package main

import (
	"context"
	"flag"
	"fmt"
	"log"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/shelf"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/vault"
)

func main() {
	log.SetFlags(0)
	var place stack.Place
	place.Flags(flag.CommandLine)
	tenant := flag.String("tenant", "", "the tenant's id, as t_…")
	index := flag.Bool("search", false, "make the index of searches anew")
	flag.Parse()
	if *tenant == "" {
		log.Fatal("rebuild: -tenant is needed")
	}
	if *index {
		n, err := reindex(context.Background(), place, chat.TenantID(*tenant))
		if err != nil {
			log.Fatal("rebuild: ", err)
		}
		fmt.Printf("%d messages can be found by a search\n", n)
		return
	}
	done, days, err := rebuild(context.Background(), place, chat.TenantID(*tenant))
	if err != nil {
		log.Fatal("rebuild: ", err)
	}
	fmt.Printf("%d visits, %d conversations with %d messages; repaired: "+
		"%d visits, %d places in the inbox, %d rows of counters, %d people to be found, %d days of the ledger\n",
		done.Visits, done.Conversations, done.Messages, done.MendedVisits, done.MendedHeads, done.MendedCounters,
		done.MendedTerms, days)
}

func rebuild(ctx context.Context, place stack.Place, tenant chat.TenantID) (done chat.Rebuilt, days int, err error) {
	found, err := place.Outputs(ctx)
	if err != nil {
		return done, days, err
	}
	cfg := stack.AWS()
	store := dynamo.New(dynamodb.NewFromConfig(cfg), found["Table"])
	if _, err := store.Tenant(ctx, tenant); err != nil {
		return done, days, fmt.Errorf("%s: %w", tenant, err)
	}
	desk := chat.New(store)
	desk.Pusher = push.New(cfg, found["VisitorPosts"], found["AgentPosts"])
	desk.Queues = queue.New(cfg, queue.Addresses{
		Answer: found["AnswerQueue"], Send: found["SendQueue"],
		Media: found["MediaQueue"],
	})
	bucket := s3.NewFromConfig(cfg, media.PathStyle)
	desk.Files = media.New(bucket, found["Media"])
	desk.Responder = bot.Scripted(store, shelf.Reader(store, bucket, found["Media"]))
	desk.Colleagues = team.New(desk, store)
	if done, err = chat.Rebuild(ctx, desk, store, tenant); err != nil {
		return done, days, err
	}
	files := vault.New(bucket, found["Media"], "", nil)
	days, err = ledger.NewKeeper(desk, store, files, bot.Small).Rebuild(ctx, store, tenant)
	return done, days, err
}
