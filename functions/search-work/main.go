// Command search-work has new messages found by a search: it keeps the index of each tenant.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/segments"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.MediaBucket)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	files := segments.InBucket(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket])
	lambda.Start(invocation.Traced(handler{segments.New(files, search.NewReader(table.UpToDate()))}.take))
}
