// Command whatsapp-delivery works off the deliveries of Meta's that were too large to be taken in while Meta waits.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/seal"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.SealKey, config.SendQueue, config.DeliveryQueue,
		config.MediaBucket, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	queues := queue.New(aws, queue.Addresses{Send: env[config.SendQueue], Delivery: env[config.DeliveryQueue]})
	desk.Keys, desk.Queues = seal.New(aws, env[config.SealKey]), queues
	desk.Recount = ledger.NewJournal(desk, table).Recount
	lambda.Start(invocation.Traced(handler{
		chat.NewCourier(desk, table),
		deliveries.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket], queues.Deliver),
		queue.Tasks{SQS: sqs.NewFromConfig(aws), Queue: env[config.DeliveryQueue]},
	}.take))
}
