// Command whatsapp-webhook takes Meta's webhooks about WhatsApp numbers and accounts: small ones at once, large ones
// into a file for whatsapp-delivery.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/seal"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SealKey, config.SendQueue,
		config.DeliveryQueue, config.MediaBucket, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	sealer := seal.New(aws, env[config.SealKey])
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	queues := queue.New(aws, queue.Addresses{Send: env[config.SendQueue], Delivery: env[config.DeliveryQueue]})
	desk.Keys, desk.Queues = sealer, queues
	desk.Recount = ledger.NewJournal(desk, table).Recount
	lambda.Start(invocation.Traced(handler{
		chat.NewCourier(desk, table), sealer, edge.NewGuard(env[config.Stage], env[config.EdgeSecrets]),
		deliveries.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket], queues.Deliver),
	}.serve))
}
