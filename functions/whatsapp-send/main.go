// Command whatsapp-send sends the bot's and the agents' messages to WhatsApp.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/whatsapp"
)

func main() {
	env := config.Require(config.Stage,
		config.Table, config.SealKey, config.GraphAddress, config.SendQueue, config.MediaBucket,
		config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	sealer := seal.New(aws, env[config.SealKey])
	graph := whatsapp.New(env[config.GraphAddress], sealer.GraphToken)
	graph.Files = media.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket]).Open
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	desk.Keys = sealer
	desk.Recount = ledger.NewJournal(desk, table).Recount
	courier := chat.NewCourier(desk, table)
	courier.Sender = metrics.Sends{Sender: graph, Meter: metrics.New(env[config.Stage])}
	lambda.Start(invocation.Traced(queue.Tasks{
		SQS: sqs.NewFromConfig(aws), Queue: env[config.SendQueue], Op: "send", Do: handler{courier}.send,
	}.Take))
}
