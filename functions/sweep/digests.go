package main

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/digest"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/queue"
)

// digests has owners mailed once a week. A stage that cannot send mail mails nobody.
func digests(
	with aws.Config, env config.Env, desk *chat.Desk, table *dynamo.Store,
) func(context.Context, time.Time) error {
	if env.Sender() == "" {
		return func(context.Context, time.Time) error { return nil }
	}
	return digest.NewRounds(desk, table, queue.New(with, queue.Addresses{Mail: env[config.MailQueue]})).Round
}
