// Command mail-work mails answers that visitors have not seen, the links that they ask for, and the digests of owners.
// It tells channels and devices of teams that customers wait, notifies visitors in their browsers, and notes the
// addresses from which mail came back.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/queue"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/ses"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.SealKey, config.MailQueue, config.MailFrom, config.MailSet,
		config.Door, config.MediaBucket, config.EmbedFunction, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	store := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(store)
	desk.Pusher = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	desk.Keys = seal.New(aws, env[config.SealKey])
	post := mail.New(desk, store, env.Sender())
	post.Door = env[config.Door]
	post.Sender = ses.New(aws, env[config.MailFrom], env[config.MailSet])
	told := channels(aws, env, desk, store)
	lambda.Start(invocation.Traced(handler{post, queue.Tasks{
		SQS: sqs.NewFromConfig(aws), Queue: env[config.MailQueue], Op: "mail",
		Do: does(post, digests(aws, env, desk, store, post), told, bell(desk, store, told.Browsers)),
	}}.take))
}
