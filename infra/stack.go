package main

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// newStack is the picture of the system: its parts, and how they are connected.
func newStack(scope constructs.Construct, s settings) awscdk.Stack {
	stack := emptyStack(scope, s)

	// Storage.
	table, tableKey := tableFor(stack, s)
	buckets := newBuckets(stack, s)
	secrets := newSecrets(stack, s)
	queues := newQueues(stack, s)

	// Functions.
	means := newMeans(stack, s, table.TableArn(), secrets, queues, buckets)
	f := newFunctions(stack, s, catalogue(means), commonEnv(s, table.TableName()), table.TableArn())
	f.mayMeet(secrets.accepted(s))
	f.mayUse(tableKey)

	// The doors: two WebSocket APIs, one HTTP API, one distribution before them.
	logRole := newLogRole(stack, s)
	visitors := newSocketAPI(stack, s, visitorSocket, f, logRole)
	agents := newSocketAPI(stack, s, agentSocket, f, logRole)
	f.mayPost(s, visitors, agents)
	http := newHTTPAPI(stack, s, f)
	door := newDoor(stack, s, secrets, buckets, http, visitors, agents)
	team := newTeam(stack, s, addressOf(s, door))
	f.mayInvite(team)
	f.mayMail(s, newLetters(stack, s, queues))
	f.knowDoor(addressOf(s, door))
	http.authorise(team.signIn(addressOf(s, door)), f)

	// Triggers of functions that no client calls.
	stream := f.wakeUp(stack, s, table, queues, buckets)

	watch(stack, s, watched{
		f, queues, table.TableName(), http, visitors, agents, stream, door.DistributionId(),
	})
	output(stack, map[string]*string{
		"Table": table.TableName(), "Media": buckets.media.BucketName(), "Failures": buckets.failures.BucketName(),
		"Web": buckets.web.BucketName(), "SealKey": secrets.seal.KeyId(), "Door": hostOf(s, door),
		"Http": http.api.ApiId(), "Visitors": visitors.api.ApiId(), "Agents": agents.api.ApiId(),
		"Pool": team.pool.UserPoolId(), "Client": team.client.UserPoolClientId(), "SignIn": signInAddress(s),
		"Issuer":      team.issuer(),
		"AnswerQueue": queues.answer.QueueUrl(), "SendQueue": queues.send.QueueUrl(), "MediaQueue": queues.media.QueueUrl(),
		"AnswerDead": queues.answerDead.QueueUrl(), "SendDead": queues.sendDead.QueueUrl(),
		"DeliveryQueue": queues.delivery.QueueUrl(), "DeliveryDead": queues.deliveryDead.QueueUrl(),
		"KnowledgeQueue": queues.knowledge.QueueUrl(), "KnowledgeDead": queues.knowledgeDead.QueueUrl(),
		"SearchQueue": queues.search.QueueUrl(), "SearchDead": queues.searchDead.QueueUrl(),
		"MailQueue": queues.mail.QueueUrl(), "MailDead": queues.mailDead.QueueUrl(),
		"MediaDead": queues.mediaDead.QueueUrl(), "Relay": f.named("relay").FunctionName(),
		"Files": filesOrigin(buckets), "VisitorPosts": visitors.callback(s), "AgentPosts": agents.callback(s),
	})
	f.explain(s)
	buckets.explain(s)
	queues.explain(s)
	explainDoor(door, s)
	explainPool(team.pool)
	return stack
}

// emptyStack has the name, the place and the tags of a stage, and nothing in it.
func emptyStack(scope constructs.Construct, s settings) awscdk.Stack {
	where := &awscdk.Environment{Region: &s.Region}
	if s.Account != "" {
		where.Account = &s.Account
	}
	stack := awscdk.NewStack(scope, jsii.String("Botifire-"+s.Name), &awscdk.StackProps{
		Env:                   where,
		AnalyticsReporting:    jsii.Bool(false),
		StackName:             jsii.String(s.Called("stack")),
		TerminationProtection: jsii.Bool(!s.Local()),
		Description:           jsii.String("Botifire Visitors & Live Chat"),
	})
	for key, value := range tags(s) {
		awscdk.Tags_Of(stack).Add(&key, &value, nil)
	}
	return stack
}

// tags are those of every resource, by which a stage and its costs are found.
func tags(s settings) map[string]string { return map[string]string{"app": "botifire", "stage": s.Name} }

func output(stack awscdk.Stack, values map[string]*string) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		awscdk.NewCfnOutput(stack, jsii.String(name+"Output"), &awscdk.CfnOutputProps{Key: &name, Value: values[name]})
	}
}
