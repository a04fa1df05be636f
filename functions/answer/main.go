// Command answer asks slow bots: a customer's own, behind a webhook, and those with a model.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/mind"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/team"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.SealKey, config.AnswerQueue, config.VisitorSockets,
		config.AgentSockets, config.MediaBucket, config.EmbedFunction, config.Models)
	aws := config.AWS()
	sealer, store := seal.New(aws, env[config.SealKey]), dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(store)
	people := team.New(desk, store)
	mind.Rules(desk)
	desk.Colleagues = people
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	bots := bot.New(newMind(aws, store, env), egress.Client(env[config.Stage]), secrets(sealer),
		func(answer []byte) error { return schema.Check("BotAnswer", answer) })
	desk.Responder = people.Holding(metrics.Bots{Responder: bots, Meter: metrics.New(env[config.Stage])})
	asked := queue.Tasks{SQS: sqs.NewFromConfig(aws), Queue: env[config.AnswerQueue]}
	lambda.Start(invocation.Traced(handler{desk, bots, asked}.answer))
}
