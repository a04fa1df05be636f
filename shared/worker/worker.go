// Package worker wires a worker of data jobs to AWS, for all functions and commands that run such jobs.
package worker

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/dossier"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/vault"
)

// Places are the buckets and queues of a stack that may have something of a person.
type Places struct {
	Media, Failures string   // buckets
	Dead            []string // dead-letter queues
	Queues          queue.Addresses
}

// Of are the places in the settings of a function.
func Of(env config.Env) Places {
	return Places{
		Media: env[config.MediaBucket], Failures: env[config.FailuresBucket],
		Dead: strings.Split(env[config.DeadQueues], ","),
		Queues: queue.Addresses{
			Answer: env[config.AnswerQueue], Send: env[config.SendQueue], Delivery: env[config.DeliveryQueue],
		},
	}
}

// Store is the storage of a worker.
type Store interface {
	lifecycle.Store
	ledger.Store
	knowledge.DraftStore
	CannedReplies(ctx context.Context, tenant chat.TenantID, owner chat.AgentID) ([]chat.CannedReply, error)
}

// New makes a worker. Its desk gets the same queues, since a job may wake conversations and notify bots, and the words
// of a closing.
func New(cfg aws.Config, desk *chat.Desk, store Store, at Places) *lifecycle.Worker {
	bucket, queues := s3.NewFromConfig(cfg, media.PathStyle), queue.New(cfg, at.Queues)
	desk.Queues = queues
	desk.Rules.Small, desk.Rules.RatingWords = bot.SmallTalk, bot.Rating
	files := vault.New(bucket, at.Media, at.Failures, sqs.NewFromConfig(cfg), at.Dead...)
	w := lifecycle.NewWorker(desk, store, files, dossier.New(files))
	w.Ledger = ledger.NewKeeper(desk, store, files, bot.Small)
	w.Canned, w.Drafts = store.CannedReplies, knowledge.Forgetting(store)
	w.Deliveries = deliveries.New(bucket, at.Media, queues.Deliver)
	return w
}
