// Command relay reads the table's stream. It runs after the writer of each row, and completes the work
// that the writer was cut off from.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/mind"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/team"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.MediaBucket, config.VisitorSockets, config.AgentSockets,
		config.AnswerQueue, config.SendQueue, config.MediaQueue, config.EndQueue, config.KnowledgeQueue, config.SearchQueue,
		config.EmbedFunction, config.MailQueue, config.MailAfter)
	aws := config.AWS()
	store := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk, queues, meter := chat.New(store), queue.New(aws, queue.In(env)), metrics.New(env[config.Stage])
	people, post := team.New(desk, store), mail.New(desk, store, "")
	mind.Rules(desk)
	desk.Colleagues = people
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	post.Queue, post.After = queues, env.Seconds(config.MailAfter)
	desk.Queues, desk.Files = queues, media.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket])
	desk.Responder = people.Holding(metrics.Bots{Responder: mind.New(aws, store, env, embed.AtOnce), Meter: meter})
	lambda.Start(invocation.Traced(wired(desk, store, queues, people, post, meter).relay))
}
