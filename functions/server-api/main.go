// Command server-api serves tenants' own servers, which prove themselves with an API key:
// they report goals, and have visitors erased.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/api/gen/serverapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/push"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Disconnector = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	guard := edge.NewGuard(env[config.Stage], env[config.EdgeSecrets])
	lambda.Start(invocation.Traced(httpapi.ServeKeys(guard, office.New(desk, table),
		serverapi.Routes(handler{desk, lifecycle.NewRequests(desk, table)}))))
}
