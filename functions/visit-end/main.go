// Command visit-end ends visits, half a minute after a tab of theirs was closed.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/queue"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EndQueue)
	aws := config.AWS()
	desk := chat.New(dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table]))
	h := handler{desk, queue.Tasks{SQS: sqs.NewFromConfig(aws), Queue: env[config.EndQueue]}}
	lambda.Start(invocation.Traced(h.end))
}
