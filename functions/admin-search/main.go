// Command admin-search serves the search of the admin API.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/api/gen/searchapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/segments"
	"github.com/botifire/livechat/shared/views"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SealKey, config.MediaBucket)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Keys = seal.New(aws, env[config.SealKey])
	files := segments.InBucket(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket])
	index := segments.New(files, search.NewReader(table))
	lambda.Start(invocation.Traced(httpapi.Serve(edge.NewGuard(env[config.Stage], env[config.EdgeSecrets]), desk,
		searchapi.Routes(handler{search.NewFinder(desk, table, index), views.New(desk, table)}))))
}
