// Command agent-disconnect forgets an agent's socket. It is best effort: a row
// of a socket that was lost without it expires.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/socket"
)

func main() {
	env := config.Require(config.Table)
	store := dynamo.New(dynamodb.NewFromConfig(config.AWS()), env[config.Table])
	lambda.Start(invocation.Traced(socket.Disconnect(store.CloseSocket, push.OfAgent)))
}
