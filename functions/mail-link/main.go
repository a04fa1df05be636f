// Command mail-link serves the page to which the links of mails lead.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/seal"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.MailQueue, config.MailFrom,
		config.SealKey, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	store := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(store)
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	desk.Keys = seal.New(aws, env[config.SealKey])
	post := mail.New(desk, store, env.Sender())
	post.Queue = queue.New(aws, queue.Addresses{Mail: env[config.MailQueue]})
	lambda.Start(invocation.Traced(handler{desk, post, edge.NewGuard(env[config.Stage], env[config.EdgeSecrets])}.serve))
}
