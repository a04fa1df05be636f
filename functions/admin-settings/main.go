// Command admin-settings serves what a team sets up: itself, bots, sites, goals, numbers,
// keys; and tells who changed what.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dialling"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/portrait"
	"github.com/botifire/livechat/shared/push"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/sitefile"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/whatsapp"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SealKey, config.WebBucket,
		config.TeamPool, config.GraphAddress, config.VisitorSockets, config.AgentSockets)
	aws := config.AWS()
	sealer := seal.New(aws, env[config.SealKey])
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := chat.New(table)
	desk.Rules.ValidNumber = dialling.Known
	desk.Keys = sealer
	desk.Disconnector = push.New(aws, env[config.VisitorSockets], env[config.AgentSockets])
	files := s3.NewFromConfig(aws, media.PathStyle)
	rooms := office.New(desk, table)
	rooms.Accounts, rooms.Portraits = accounts.New(aws, env[config.TeamPool]), portrait.New(files, env[config.WebBucket])
	rooms.Sealer, rooms.SiteFiles = sealer, sitefile.New(files, env[config.WebBucket])
	courier := chat.NewCourier(desk, table)
	h := handler{desk, courier, rooms, views.New(desk, table), sealer, env[config.GraphAddress]}
	courier.Sender = whatsapp.New(h.graph, h.token)
	lambda.Start(httpapi.Serve(edge.NewGuard(env[config.Stage], env[config.EdgeSecrets]), desk, settingsapi.Routes(h)))
}
