// Command admin-insights serves the insights part of the admin API.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/api/gen/insightsapi"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/shelf"
	"github.com/botifire/livechat/shared/vault"
	"github.com/botifire/livechat/shared/views"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SealKey, config.MediaBucket)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Keys = seal.New(aws, env[config.SealKey])
	bucket := s3.NewFromConfig(aws, media.PathStyle)
	files := vault.New(bucket, env[config.MediaBucket], "", nil)
	h := handler{
		desk, views.New(desk, table), ledger.NewKeeper(desk, table, files, bot.Small), ledger.NewBooks(desk, table, files),
		ledger.NewLeads(desk, table, ledger.NewJournal(desk, table)),
		shelf.Reader(table, bucket, env[config.MediaBucket]),
	}
	lambda.Start(invocation.Traced(httpapi.Serve(edge.NewGuard(env[config.Stage], env[config.EdgeSecrets]), desk,
		insightsapi.Routes(h))))
}
