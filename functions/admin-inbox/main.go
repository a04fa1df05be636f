// Command admin-inbox serves the inbox part of the admin API.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/whatsapp"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SealKey,
		config.MediaBucket, config.SendQueue, config.VisitorSockets, config.AgentSockets, config.Models)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	desk.Keys, desk.Rules.ValidateOutgoing = seal.New(aws, env[config.SealKey]), whatsapp.ValidateOutgoing
	desk.Rules.Small, desk.Rules.RatingWords, desk.Rules.Merge = bot.SmallTalk, bot.Rating, bot.Merge
	desk.Queues = queue.New(aws, queue.Addresses{Send: env[config.SendQueue]})
	people := team.New(desk, table)
	desk.Colleagues = people
	files := media.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket])
	desk.Files = files
	lambda.Start(invocation.Traced(httpapi.Serve(edge.NewGuard(env[config.Stage], env[config.EdgeSecrets]), desk,
		inboxapi.Routes(newHandler(desk, table, files, people, advisor(aws, env, table))))))
}
