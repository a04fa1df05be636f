// Command sweep runs each minute and does what falls due: it ends visits and wakes
// conversations.
package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/push"
)

// batch is how many due rows are read at once; a run goes on until none is left or
// its time is up.
const batch = 200

func main() {
	env := config.Require(config.Table, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	desk := chat.New(dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table]))
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	lambda.Start(func(ctx context.Context) error {
		until := time.Now().Add(45 * time.Second)
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
