// Package mind wires the bot that answers from scripts and from knowledge, for the functions that ask it.
package mind

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dialling"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/shelf"
)

// Store has scripts, and tells which edition is in force.
type Store interface {
	bot.Scripts
	knowledge.Lives
}

// New makes the bot of a function. A question waits no longer than patience to be judged by meaning.
func New(with aws.Config, store Store, env config.Env, patience time.Duration) *bot.ScriptBot {
	known := shelf.Reader(store, s3.NewFromConfig(with, media.PathStyle), env[config.MediaBucket])
	return bot.Scripted(store, known).By(embed.New(with, env[config.EmbedFunction], patience))
}

// Rules gives a desk the rules of its bots: for numbers that are typed into forms, for answers that waited, and for the
// language of words.
func Rules(desk *chat.Desk) {
	desk.Rules.ValidNumber, desk.Rules.Merge, desk.Rules.LanguageOf = dialling.Known, bot.Merge, bot.LanguageAmong
}
