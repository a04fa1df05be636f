// Command admin-visitors serves the visitors' part of the admin API.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/api/gen/visitorsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/views"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SealKey,
		config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Keys = seal.New(aws, env[config.SealKey])
	pusher := push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	desk.Pusher, desk.Disconnector = pusher, pusher // a block closes sockets at once
	lambda.Start(invocation.Traced(httpapi.Serve(edge.NewGuard(env[config.Stage], env[config.EdgeSecrets]), desk,
		visitorsapi.Routes(handler{
			desk, views.New(desk, table), ledger.NewLinks(desk, table), ledger.NewJournal(desk, table),
		}))))
}
