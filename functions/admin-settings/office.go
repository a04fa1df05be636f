package main

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dialling"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/notify"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/portrait"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/shelf"
	"github.com/botifire/livechat/shared/sitefile"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/webpush"
)

// newKnown reads the entries from which bots answer beside their scripts.
func newKnown(cfg aws.Config, env config.Env, table *dynamo.Store) *knowledge.Reader {
	return shelf.Reader(table, s3.NewFromConfig(cfg, media.PathStyle), env[config.MediaBucket])
}

// newNotices sends tests to channels and devices, and keeps these.
func newNotices(env config.Env, desk *chat.Desk, table *dynamo.Store, sealer *seal.Sealer) *notices.Room {
	room := notices.New(desk, table)
	room.Open, room.Client = sealer.Open, egress.Client(env[config.Stage])
	room.Browsers = webpush.Sender{Client: room.Client, Subject: env.Sender(), Open: sealer.Open}
	room.Local = env[config.Stage] == config.Local
	return room
}

// newDesk is the desk that carries an owner's changes to conversations and to the team's sockets.
func newDesk(cfg aws.Config, env config.Env, table *dynamo.Store, sealer *seal.Sealer) *chat.Desk {
	desk := chat.New(table)
	sockets := push.New(cfg, env[config.VisitorSockets], env[config.AgentSockets])
	desk.Rules.ValidNumber, desk.Keys, desk.Colleagues = dialling.Known, sealer, team.New(desk, table)
	desk.Disconnector, desk.Pusher = sockets, sockets
	return desk
}

// newOffice is the office with everything that an owner may change outside of the table: accounts,
// pictures and the public files of sites.
func newOffice(
	cfg aws.Config, env config.Env, desk *chat.Desk, table *dynamo.Store, sealer *seal.Sealer,
) *office.Office {
	files := s3.NewFromConfig(cfg, media.PathStyle)
	o := office.New(desk, table)
	o.Accounts, o.Portraits = accounts.New(cfg, env[config.TeamPool]), portrait.New(files, env[config.WebBucket])
	o.Sealer, o.SiteFiles = sealer, sitefile.New(files, env[config.WebBucket])
	o.Local = env[config.Stage] == config.Local
	bell := notify.New(desk, table)
	bell.Client, bell.Door, bell.Local = egress.Client(env[config.Stage]), env[config.Door], o.Local
	o.Workers = bell
	for _, m := range model.Offered(env[config.Models]) {
		o.Models = append(o.Models, m.ID)
	}
	return o
}
