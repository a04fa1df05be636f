// Command visit-end does the work that is due soon: it ends visits, half a minute after a tab of theirs was closed, and
// rings the short timers of conversations and of agents who have gone.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/team"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EndQueue, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	store := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(store)
	people := team.New(desk, store)
	desk.Colleagues = people
	desk.Rules.Small, desk.Rules.RatingWords, desk.Rules.Merge = bot.SmallTalk, bot.Rating, bot.Merge
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	h := handler{desk, people, queue.Tasks{SQS: sqs.NewFromConfig(aws), Queue: env[config.EndQueue]}}
	lambda.Start(invocation.Traced(h.end))
}
