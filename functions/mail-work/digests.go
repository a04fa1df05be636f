package main

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/digest"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/notify"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/unanswered"
	"github.com/botifire/livechat/shared/vault"
	"github.com/botifire/livechat/shared/webpush"
)

type do = func(ctx context.Context, t chat.Task, tries int) error

// does gives a task to the room whose it is.
func does(post *mail.Post, owners *digest.Letters, channels *notices.Room, bell *notify.Bell) do {
	return func(ctx context.Context, t chat.Task, tries int) error {
		switch {
		case t.Act == digest.Act:
			return owners.Send(ctx, t, tries)
		case slices.Contains(notices.Acts, t.Act):
			return channels.Send(ctx, t, tries)
		case t.Act == notify.Act:
			return bell.Send(ctx, t, tries)
		}
		return post.Send(ctx, t, tries)
	}
}

// channels tells channels of teams, and devices of their people, that customers wait.
func channels(with aws.Config, env config.Env, desk *chat.Desk, table *dynamo.Store) *notices.Room {
	desk.Colleagues = team.New(desk, table)
	room := notices.New(desk, table)
	room.Open, room.Client = seal.New(with, env[config.SealKey]).Open, egress.Client(env[config.Stage])
	room.Browsers = webpush.Sender{Client: room.Client, Subject: env.Sender(), Open: room.Open}
	room.Door = env[config.Door]
	return room
}

// bell notifies visitors who went away.
func bell(desk *chat.Desk, table *dynamo.Store, by notify.Sender) *notify.Bell {
	b := notify.New(desk, table)
	b.Sender = by
	return b
}

// digests reads the figures from the files of the pages that show them, and the questions as their page does.
func digests(with aws.Config, env config.Env, desk *chat.Desk, table *dynamo.Store, post *mail.Post) *digest.Letters {
	files := vault.New(s3.NewFromConfig(with, media.PathStyle), env[config.MediaBucket], "", nil)
	questions := unanswered.New(desk, table, embed.New(with, env[config.EmbedFunction], embed.Queued))
	return digest.NewLetters(desk, table, post, ledger.NewBooks(desk, table, files), questions)
}
