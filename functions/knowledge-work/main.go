// Command knowledge-work reads and writes the imports of teams, and makes the editions of knowledge that they asked
// for, from which their bots then answer.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/shelf"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.MediaBucket, config.KnowledgeQueue, config.EmbedFunction,
		config.Models)
	aws := config.AWS()
	files := shelf.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket])
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	h := newHandler(aws, env, table, files)
	lambda.Start(invocation.Traced(queue.Tasks{
		SQS: sqs.NewFromConfig(aws), Queue: env[config.KnowledgeQueue], Op: "knowledge", Do: h.work,
	}.Take))
}
