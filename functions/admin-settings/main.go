// Command admin-settings serves the settings of a team: its members, bots, sites, goals, numbers and
// keys, and the audit log.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/invocation"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/whatsapp"
)

func main() {
	env := config.Require(config.Stage, config.Table, config.EdgeSecrets, config.SealKey, config.WebBucket,
		config.MediaBucket, config.TeamPool, config.GraphAddress, config.VisitorSockets, config.AgentSockets,
		config.Models, config.MailFrom, config.Door)
	aws := config.AWS()
	sealer := seal.New(aws, env[config.SealKey])
	table := dynamo.New(dynamodb.NewFromConfig(aws), env[config.Table])
	desk := newDesk(aws, env, table, sealer)
	courier := chat.NewCourier(desk, table)
	h := handler{
		desk, courier, newOffice(aws, env, desk, table, sealer), views.New(desk, table), sealer, env[config.GraphAddress],
		newKnown(aws, env, table), model.Offered(env[config.Models]), model.NewBudget(table),
		newNotices(env, desk, table, sealer), mail.New(desk, table, ""),
	}
	courier.Sender = whatsapp.New(h.graph, h.token)
	guard := edge.NewGuard(env[config.Stage], env[config.EdgeSecrets])
	lambda.Start(invocation.Traced(httpapi.Serve(guard, desk, settingsapi.Routes(h))))
}
