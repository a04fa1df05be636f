package main

import (
	"maps"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
)

// functions is every function, by its folder.
type functions struct {
	widgetConnect, widgetMessage, widgetDisconnect function
	agentConnect, agentMessage, agentDisconnect    function
	whatsappWebhook, whatsappSend                  function
	whatsappMedia, whatsappFlow                    function
	adminVisitors, adminInbox, adminInsights       function
	adminSettings, adminPrivacy, serverAPI         function
	relay, answer, sweep                           function
	all                                            []function
}

// What functions do with the table. Transactions need the rights of their parts.
var (
	reads  = []string{"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
	writes = []string{"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}
)

// newFunctions makes the functions, each with the settings that its main requires.
func newFunctions(stack awscdk.Stack, s settings, table awsdynamodb.TableV2, sec secrets, q queues, b buckets) *functions {
	f := &functions{}
	common := map[string]*string{
		config.Stage: jsii.String(s.Stage), config.Table: table.TableName(),
		config.EdgeSecrets: sec.edge.SecretValue().UnsafeUnwrap(),
	}
	if s.Previous != "" {
		common[config.EdgeSecrets] = awscdk.Fn_Join(jsii.String(","), &[]*string{common[config.EdgeSecrets], &s.Previous})
	}
	if s.local() {
		common[config.EdgeSecrets] = jsii.String("-")
	}
	add := func(name string, seconds float64, env map[string]*string) function {
		all := maps.Clone(common)
		maps.Copy(all, env)
		made := newFunction(stack, s, name, seconds, all)
		f.all = append(f.all, made)
		return made
	}
	sealed := map[string]*string{config.SealKey: sec.seal.KeyId()}
	with := func(more ...map[string]*string) map[string]*string {
		all := map[string]*string{}
		for _, m := range more {
			maps.Copy(all, m)
		}
		return all
	}
	media := map[string]*string{config.MediaBucket: b.media.BucketName()}
	graph := map[string]*string{config.GraphAddress: &s.Graph}
	left := map[string]*string{
		config.FailuresBucket: b.failures.BucketName(),
		config.DeadQueues:     awscdk.Fn_Join(jsii.String(","), &[]*string{q.answerDead.QueueUrl(), q.sendDead.QueueUrl(), q.mediaDead.QueueUrl()}),
	}
	sends := map[string]*string{config.SendQueue: q.send.QueueUrl()}
	fetches := map[string]*string{config.MediaQueue: q.media.QueueUrl()}
	tasks := map[string]*string{config.AnswerQueue: q.answer.QueueUrl(), config.SendQueue: q.send.QueueUrl()}

	f.widgetConnect = add("widget-connect", 5, nil)
	f.widgetMessage = add("widget-message", 10, with(sealed, media))
	f.widgetDisconnect = add("widget-disconnect", 5, nil)
	f.agentConnect = add("agent-connect", 5, nil)
	f.agentMessage = add("agent-message", 10, sends)
	f.agentDisconnect = add("agent-disconnect", 5, nil)
	f.whatsappWebhook = add("whatsapp-webhook", 20, with(sealed, sends))
	f.whatsappSend = add("whatsapp-send", 35, with(sealed, graph, sends, media))
	f.whatsappMedia = add("whatsapp-media", 60, with(sealed, graph, fetches, media))
	f.whatsappFlow = add("whatsapp-flow", 5, sealed)
	f.adminVisitors = add("admin-visitors", 10, sealed)
	f.adminInbox = add("admin-inbox", 10, with(sealed, media, sends))
	f.adminInsights = add("admin-insights", 10, sealed)
	f.adminSettings = add("admin-settings", 25, with(sealed, graph, map[string]*string{config.WebBucket: b.web.BucketName()}))
	f.adminPrivacy = add("admin-privacy", 28, with(media, left, tasks))
	f.serverAPI = add("server-api", 10, nil)
	f.relay = add("relay", 30, with(tasks, fetches, media))
	f.answer = add("answer", 18, sealed)
	f.sweep = add("sweep", 55, with(media, left, tasks))

	f.grant(table, sec, q, b)
	return f
}

// grant gives each function what it uses, and nothing else.
func (f *functions) grant(table awsdynamodb.TableV2, sec secrets, q queues, b buckets) {
	tableArn := table.TableArn()
	indexArn := func(name string) *string {
		return awscdk.Fn_Join(jsii.String("/index/"), &[]*string{tableArn, &name})
	}
	grant := func(to function, actions ...[]string) {
		to.allow(join(actions...), tableArn)
	}
	get, query, put, update, remove := []string{"dynamodb:GetItem"}, []string{"dynamodb:Query"}, []string{"dynamodb:PutItem"}, []string{"dynamodb:UpdateItem"}, []string{"dynamodb:DeleteItem"}
	grant(f.widgetConnect, get, put, update)
	grant(f.widgetMessage, reads, writes)
	grant(f.widgetDisconnect, remove)
	grant(f.agentConnect, get, put, remove)
	grant(f.agentMessage, get, query, put, update, remove)
	grant(f.agentDisconnect, remove)
	grant(f.whatsappWebhook, get, query, put, remove)
	grant(f.whatsappSend, get, query, put, update, remove)
	grant(f.whatsappMedia, get, query, put, remove)
	grant(f.whatsappFlow, get, put)
	grant(f.adminVisitors, reads, put, remove)
	grant(f.adminInbox, reads, put, remove)
	grant(f.adminInsights, reads)
	grant(f.relay, reads, writes)
	grant(f.answer, get, query, put, update, remove)
	grant(f.sweep, reads, writes)
	grant(f.adminSettings, reads, put, update, remove) // it counts invitations; the audit is denied below
	grant(f.adminPrivacy, reads, writes)
	grant(f.serverAPI, get, query, put, remove)
	list, work, due := indexArn(dynamo.ListIndex), indexArn(dynamo.WorkIndex), indexArn(dynamo.DueIndex)
	f.adminVisitors.allow(query, list)
	f.adminInbox.allow(query, list, work)
	f.adminInsights.allow(query, list)
	f.adminSettings.allow(query, list)
	f.sweep.allow(query, list, due)
	f.adminPrivacy.allow(query, list)

	for _, opens := range []function{f.widgetMessage, f.whatsappWebhook, f.whatsappSend, f.whatsappMedia, f.whatsappFlow, f.adminVisitors, f.adminInbox, f.adminInsights, f.adminSettings, f.answer} {
		opens.allow([]string{"kms:Decrypt"}, sec.seal.KeyArn())
	}
	f.adminSettings.allow([]string{"kms:Encrypt"}, sec.seal.KeyArn())
	f.adminSettings.allow([]string{"s3:PutObject"}, b.web.ArnForObjects(jsii.String("widget/sites/*")))
	f.adminSettings.allow([]string{"s3:PutObject", "s3:DeleteObject"}, b.web.ArnForObjects(jsii.String("widget/faces/*")))
	f.relay.allow([]string{"sqs:SendMessage"}, q.answer.QueueArn(), q.send.QueueArn(), q.media.QueueArn())
	f.adminInbox.allow([]string{"sqs:SendMessage"}, q.send.QueueArn())
	f.agentMessage.allow([]string{"sqs:SendMessage"}, q.send.QueueArn())
	f.whatsappWebhook.allow([]string{"sqs:SendMessage"}, q.send.QueueArn())
	f.whatsappSend.allow([]string{"sqs:ChangeMessageVisibility"}, q.send.QueueArn())
	f.whatsappMedia.allow([]string{"sqs:ChangeMessageVisibility"}, q.media.QueueArn())
	// Both sign addresses of files, and can sign no more than they may; both look at what
	// was uploaded and copy it out of quarantine.
	quarantine, kept := b.media.ArnForObjects(jsii.String("quarantine/*")), b.media.ArnForObjects(jsii.String("kept/*"))
	f.widgetMessage.allow([]string{"s3:GetObject", "s3:PutObject"}, quarantine, kept)
	f.adminInbox.allow([]string{"s3:GetObject", "s3:PutObject"}, quarantine, kept)
	f.widgetMessage.allow([]string{"s3:DeleteObject"}, quarantine)
	f.adminInbox.allow([]string{"s3:DeleteObject"}, quarantine, kept)
	f.relay.allow([]string{"s3:DeleteObject"}, kept)
	f.whatsappSend.allow([]string{"s3:GetObject"}, kept)
	f.whatsappMedia.allow([]string{"s3:PutObject"}, kept)
	f.mayErase(q, b)
	f.guardAudit(tableArn)
}

// mayErase lets the two functions that do jobs delete what people left behind, wherever it
// lies, and write exports.
func (f *functions) mayErase(q queues, b buckets) {
	objects := func(prefix string) *string { return b.media.ArnForObjects(&prefix) }
	for _, fn := range []function{f.adminPrivacy, f.sweep} {
		fn.allow([]string{"s3:ListBucket"}, b.media.BucketArn(), b.failures.BucketArn())
		fn.allow([]string{"s3:DeleteObject"}, objects("kept/*"), objects("quarantine/*"), objects("exports/*"), b.failures.ArnForObjects(jsii.String("*")))
		fn.allow([]string{"s3:GetObject"}, objects("kept/*"), objects("exports/*"), b.failures.ArnForObjects(jsii.String("*")))
		fn.allow([]string{"s3:PutObject"}, objects("exports/*"), objects("tombstones/*"), b.failures.ArnForObjects(jsii.String("*")))
		fn.allow([]string{"sqs:ReceiveMessage", "sqs:DeleteMessage"}, q.answerDead.QueueArn(), q.sendDead.QueueArn(), q.mediaDead.QueueArn())
		fn.allow([]string{"sqs:SendMessage"}, q.answer.QueueArn())
	}
}

// guardAudit denies every function to change the audit, and all but those whose acts it
// tells of to add to it.
func (f *functions) guardAudit(table *string) {
	entries := map[string]any{"ForAnyValue:StringLike": map[string]any{"dynamodb:LeadingKeys": []string{dynamo.AuditPattern}}}
	adds := map[string]bool{f.adminSettings.name: true, f.adminPrivacy.name: true, f.adminVisitors.name: true, f.serverAPI.name: true}
	for _, fn := range f.all {
		actions := []string{"dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert"}
		if !adds[fn.name] {
			actions = append(actions, "dynamodb:PutItem")
		}
		fn.deny(actions, entries, table)
	}
}

// mayInvite lets the settings make and end the team's accounts.
func (f *functions) mayInvite(t *team) {
	f.adminSettings.AddEnvironment(jsii.String(config.TeamPool), t.pool.UserPoolId(), nil)
	f.adminSettings.allow([]string{
		"cognito-idp:AdminCreateUser", "cognito-idp:AdminGetUser", "cognito-idp:AdminDeleteUser", "cognito-idp:AdminListGroupsForUser",
		"cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminRemoveUserFromGroup", "cognito-idp:AdminUpdateUserAttributes",
	}, t.pool.UserPoolArn())
}

// mayUse lets the functions work with a table under a key of the owner's: DynamoDB
// asks the key in the caller's name.
func (f *functions) mayUse(key awskms.Key) {
	if key == nil {
		return
	}
	for _, fn := range f.all {
		fn.allow([]string{"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:DescribeKey"}, key.KeyArn())
	}
}

func join(lists ...[]string) []string {
	seen, all := map[string]bool{}, []string{}
	for _, list := range lists {
		for _, action := range list {
			if !seen[action] {
				seen[action] = true
				all = append(all, action)
			}
		}
	}
	return all
}

// mayPost tells the functions that push where sockets are, and lets them post.
func (f *functions) mayPost(s settings, visitors, agents socketAPI) {
	for _, to := range []function{f.widgetMessage, f.agentMessage, f.whatsappWebhook, f.whatsappSend, f.whatsappMedia, f.adminVisitors, f.adminInbox, f.adminSettings, f.adminPrivacy, f.serverAPI, f.relay, f.answer, f.sweep} {
		to.AddEnvironment(jsii.String(config.VisitorSockets), visitors.callback(s), nil)
		to.AddEnvironment(jsii.String(config.AgentSockets), agents.callback(s), nil)
		to.allow([]string{"execute-api:ManageConnections"}, visitors.connections(), agents.connections())
	}
}
