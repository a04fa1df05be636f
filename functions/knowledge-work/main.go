// Command knowledge-work reads and writes the imports of teams, and makes the editions of knowledge that they asked
// for, from which their bots then answer.
package main

import (
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/documents"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/pages"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/shelf"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.MediaBucket, config.KnowledgeQueue, config.EmbedFunction)
	aws := config.AWS()
	files := shelf.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket])
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	press := knowledge.NewPress(table, files, embed.New(aws, env[config.EmbedFunction], embed.Queued), time.Now)
	web := pages.New(egress.Client(env[config.Stage]))
	h := handler{knowledge.NewImporter(table, files, documents.Blocks, web, time.Now), press}
	lambda.Start(invocation.Traced(queue.Tasks{
		SQS: sqs.NewFromConfig(aws), Queue: env[config.KnowledgeQueue], Op: "knowledge", Do: h.work,
	}.Take))
}
