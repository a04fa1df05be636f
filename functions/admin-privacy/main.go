// Command admin-privacy serves the privacy part of the admin API: retention, exports, erasures, and the
// record of stored data.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/api/gen/privacyapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/worker"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.MediaBucket, config.FailuresBucket,
		config.DeadQueues, config.AnswerQueue, config.SendQueue, config.DeliveryQueue, config.VisitorSockets,
		config.AgentSockets)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Disconnector = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	h := handler{office.New(desk, table), worker.New(aws, desk, table, worker.Of(env))}
	guard := edge.NewGuard(env[config.Stage], env[config.EdgeSecrets])
	lambda.Start(invocation.Traced(httpapi.Serve(guard, desk, privacyapi.Routes(h))))
}
