// Command sweep runs each minute and does the work that is due: it wakes conversations, goes on with erasures, exports
// and the daily retention run, and has sites read again for the knowledge. Every ten minutes it ends the visits that
// fell silent, and counts the others.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/segments"
	"github.com/botifire/livechat/shared/worker"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.MediaBucket, config.FailuresBucket, config.DeadQueues,
		config.AnswerQueue, config.SendQueue, config.DeliveryQueue, config.MailQueue, config.MailFrom,
		config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	pusher := push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	desk.Pusher, desk.Disconnector = pusher, pusher
	jobs := worker.New(aws, desk, table, worker.Of(env))
	files := segments.InBucket(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket])
	jobs.Index = segments.New(files, search.NewReader(table))
	jobs.ReadAgain = rereads{knowledge.NewRereader(table, desk)}.begin
	h := handler{jobs, metrics.New(env[config.Stage]), digests(aws, env, desk, table)}
	lambda.Start(invocation.Traced(h.sweep))
}
