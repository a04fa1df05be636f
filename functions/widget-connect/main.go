// Command widget-connect decides whether a page may open a visitor's socket.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/metrics"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SiteConnects)
	store := dynamo.New(dynamodb.NewFromConfig(config.AWS()), env[config.Table])
	web := chat.NewWebChannel(chat.New(store))
	web.SiteConnects = env.Number(config.SiteConnects)
	h := handler{
		web: web, guard: edge.NewGuard(env[config.Stage], env[config.EdgeSecrets]),
		meter: metrics.New(env[config.Stage]),
	}
	lambda.Start(invocation.Traced(h.connect))
}
