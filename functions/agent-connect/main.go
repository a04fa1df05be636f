// Command agent-connect takes an agent's ticket and opens the socket.
package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/socket"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets)
	desk := chat.New(dynamo.New(dynamodb.NewFromConfig(config.AWS()), env[config.Table]))
	guard := edge.NewGuard(env[config.Stage], env[config.EdgeSecrets])
	lambda.Start(invocation.Traced(func(ctx context.Context, e socket.Event) (socket.Response, error) {
		headers := socket.Headers(e)
		if !guard.Passes(ctx, headers[edge.Header]) {
			return socket.Refuse(ctx, chat.Errorf(chat.Forbidden, "not_from_edge", "Use the public address."))
		}
		id := push.OfAgent(e.RequestContext.ConnectionID)
		if err := desk.AgentConnects(ctx, id, e.QueryStringParameters["ticket"], headers["origin"]); err != nil {
			return socket.Refuse(ctx, err)
		}
		return socket.Status(200)
	}))
}
