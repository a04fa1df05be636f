// Command agent-message receives every frame of an agent's socket: the conversation that they view, and
// that they type. Their acts go over HTTP.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/team"
)

func main() {
	env := config.Require(config.Table, config.SendQueue, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	pusher := push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	store := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(store)
	desk.Colleagues = team.New(desk, store)
	desk.Pusher, desk.Queues = pusher, queue.New(aws, queue.Addresses{Send: env[config.SendQueue]})
	lambda.Start(invocation.Traced(handler{desk, pusher}.frame))
}
