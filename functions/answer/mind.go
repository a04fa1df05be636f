package main

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/converse"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/mind"
	"github.com/botifire/livechat/shared/model"
)

// newMind is the bot of scripts where nobody looks on: it has time to ask a model.
func newMind(with aws.Config, store *dynamo.Store, env config.Env) *bot.ScriptBot {
	models := model.Offered(env[config.Models])
	return mind.New(with, store, env, embed.Queued).Asking(model.New(models, converse.New(with), store))
}
