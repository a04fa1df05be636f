// Command sweep runs each minute and does what falls due: it ends visits, wakes
// conversations, and goes on with erasures, exports and the daily walk of retention.
package main

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dossier"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/vault"
)

// batch is how many due rows are read at once; a run goes on until none is left or
// its time is up.
const batch = 200

func main() {
	env := config.Require(config.Table, config.MediaBucket, config.FailuresBucket, config.DeadQueues,
		config.AnswerQueue, config.SendQueue, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	desk := chat.New(dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table]))
	pusher := push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	files := vault.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket], env[config.FailuresBucket], sqs.NewFromConfig(aws), strings.Split(env[config.DeadQueues], ",")...)
	desk.Pusher, desk.Cutter, desk.Vault, desk.Binder = pusher, pusher, files, dossier.New(files)
	desk.Queues = queue.New(aws, env[config.AnswerQueue], env[config.SendQueue])
	lambda.Start(func(ctx context.Context) error {
		until := time.Now().Add(30 * time.Second) // a job may take as long as a slice after that
		for time.Now().Before(until) {
			done, err := desk.Sweep(ctx, batch)
			if err != nil || done < batch {
				return err
			}
		}
		slog.Warn("more is due than one run could do")
		return nil
	})
}
