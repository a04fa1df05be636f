// Command widget-message takes every frame of a visitor's socket.
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
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/metrics"
	"github.com/botifire/livechat/shared/mind"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/team"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.VisitorSockets, config.AgentSockets, config.SealKey,
		config.MediaBucket, config.EmbedFunction, config.MailFrom)
	aws := config.AWS()
	store, seals := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table]), seal.New(aws, env[config.SealKey])
	desk, pusher := chat.New(store), push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	desk.Pusher, desk.Keys = pusher, seals
	people, post := team.New(desk, store), mail.New(desk, store, env.Sender())
	bots := metrics.Bots{Responder: mind.New(aws, store, env, embed.AtOnce), Meter: metrics.New(env[config.Stage])}
	mind.Rules(desk)
	desk.Colleagues, desk.Responder = people, people.Holding(bots)
	lambda.Start(invocation.Traced(handler{
		desk: desk, web: chat.NewWebChannel(desk), links: ledger.NewLinks(desk, store), post: post, poster: pusher,
		requests: lifecycle.NewRequests(desk, store), journal: ledger.NewJournal(desk, store), seals: seals,
		files: media.New(s3.NewFromConfig(aws, media.PathStyle), env[config.MediaBucket]), bell: newBell(env, desk, store),
	}.frame))
}
