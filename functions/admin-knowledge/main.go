// Command admin-knowledge serves the knowledge part of the admin API: the entries from which bots answer.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/api/gen/knowledgeapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/converse"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/shelf"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SealKey, config.MediaBucket,
		config.EmbedFunction, config.Models)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Keys = seal.New(aws, env[config.SealKey])
	files := shelf.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket])
	mind := embed.New(aws, env[config.EmbedFunction], embed.Queued)
	advisor := model.New(model.Offered(env[config.Models]), converse.New(aws), table)
	lambda.Start(invocation.Traced(httpapi.Serve(edge.NewGuard(env[config.Stage], env[config.EdgeSecrets]), desk,
		knowledgeapi.Routes(newHandler(desk, table, files, mind, advisor)))))
}
