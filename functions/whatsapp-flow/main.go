// Command whatsapp-flow answers WhatsApp Flows with the next screen and its content.
package main

import (
	"sync"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/seal"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SealKey)
	aws := config.AWS()
	sealer := seal.New(aws, env[config.SealKey])
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Keys = sealer
	h := handler{
		courier: chat.NewCourier(desk, table), sealer: sealer,
		guard: edge.NewGuard(env[config.Stage], env[config.EdgeSecrets]), keys: &sync.Map{},
	}
	lambda.Start(invocation.Traced(h.serve))
}
