// Command admin-privacy serves the privacy part of the admin API: retention, exports, erasures, and the
// record of stored data.
package main

import (
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/api/gen/privacyapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/dossier"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/vault"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.MediaBucket, config.FailuresBucket,
		config.DeadQueues, config.AnswerQueue, config.SendQueue, config.DeliveryQueue, config.VisitorSockets,
		config.AgentSockets)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	bucket := s3.NewFromConfig(aws, media.PathStyle)
	files := vault.New(bucket, env[config.MediaBucket], env[config.FailuresBucket],
		sqs.NewFromConfig(aws), strings.Split(env[config.DeadQueues], ",")...)
	queues := queue.New(aws, queue.Addresses{
		Answer: env[config.AnswerQueue], Send: env[config.SendQueue], Delivery: env[config.DeliveryQueue],
	})
	desk.Queues = queues
	desk.Disconnector = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	worker := lifecycle.NewWorker(desk, table, files, dossier.New(files))
	worker.Deliveries = deliveries.New(bucket, env[config.MediaBucket], queues.Deliver)
	h := handler{office.New(desk, table), worker}
	guard := edge.NewGuard(env[config.Stage], env[config.EdgeSecrets])
	lambda.Start(invocation.Traced(httpapi.Serve(guard, desk, privacyapi.Routes(h))))
}
