package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/knowledge"
)

// The time limits of the functions that take tasks: a call to a bot takes up to 15 s, to Graph up to
// 10 s, a file longer.
const answerSeconds, sendSeconds, mediaSeconds, endSeconds = 18, 35, 60, 30

// deliverySeconds is less than the pause before an erasure's second pass: no call in flight outlasts it.
const deliverySeconds = 60

// mailSeconds is enough for one call of SES, for the figures of a digest, and for the writes around them.
const mailSeconds = 50

// embedSeconds is more than one request makes of an index, and less than the function waits that asks for it.
const embedSeconds = 60

// searchSeconds is less than the time after which a segment that is stored and not named counts as left by a call that
// died.
const searchSeconds = 60

// queues hold tasks that call other people's servers, which may be slow; visits that may have ended; the names of
// stored deliveries and of messages that a search has to find; and tenants who publish.
type queues struct {
	answer, answerDead, send, sendDead, media, mediaDead, delivery, deliveryDead, end awssqs.Queue
	knowledge, knowledgeDead, search, searchDead, mail, mailDead                      awssqs.Queue
}

func newQueues(stack awscdk.Stack, s settings) queues {
	// A task whose function dies is visible again after its visibility timeout. AWS asks for six times the
	// function's limit, or throttled tasks come back before they were tried, until they are dead letters.
	pair := func(id string, seconds, tries, days float64) (awssqs.Queue, awssqs.Queue) {
		dead := awssqs.NewQueue(stack, jsii.String(id+"Dead"), &awssqs.QueueProps{
			Encryption:      awssqs.QueueEncryption_SQS_MANAGED,
			RetentionPeriod: awscdk.Duration_Days(jsii.Number(14)),
		})
		visibility := 6 * seconds
		return awssqs.NewQueue(stack, jsii.String(id), &awssqs.QueueProps{
			Encryption:        awssqs.QueueEncryption_SQS_MANAGED,
			VisibilityTimeout: awscdk.Duration_Seconds(&visibility), RetentionPeriod: awscdk.Duration_Days(&days),
			DeadLetterQueue: &awssqs.DeadLetterQueue{Queue: dead, MaxReceiveCount: &tries},
		}), dead
	}
	var q queues
	q.answer, q.answerDead = pair("Answer", answerSeconds, config.AnswerTries+2, 4)
	q.send, q.sendDead = pair("Send", sendSeconds, config.SendTries+10, 4)
	q.media, q.mediaDead = pair("Fetch", mediaSeconds, config.MediaTries+10, 9) // Meta keeps a file for seven days

	// A dead letter is kept as long as its file.
	q.delivery, q.deliveryDead = pair("Delivery", deliverySeconds, config.DeliveryTries, deliveries.Days)
	q.knowledge, q.knowledgeDead = pair("Knowledge", knowledge.WorkSeconds, config.KnowledgeTries, 4)
	q.search, q.searchDead = pair("Search", searchSeconds, config.SearchTries, 4)
	q.mail, q.mailDead = pair("Mail", mailSeconds, config.MailTries, 14) // a bounce is told once
	// A visit that cannot be ended needs no dead letter: the sweep looks at every visit that goes on for long.
	q.end = awssqs.NewQueue(stack, jsii.String("End"), &awssqs.QueueProps{
		Encryption:        awssqs.QueueEncryption_SQS_MANAGED,
		VisibilityTimeout: awscdk.Duration_Seconds(jsii.Number(6 * endSeconds)),
		RetentionPeriod:   awscdk.Duration_Hours(jsii.Number(1)),
	})
	if !s.Local() {
		q.onlyOverTLS(stack)
	}
	return q
}

// all are all queues.
func (q queues) all() []awssqs.Queue {
	return []awssqs.Queue{
		q.answer, q.answerDead, q.send, q.sendDead, q.media, q.mediaDead, q.delivery, q.deliveryDead, q.end,
		q.knowledge, q.knowledgeDead, q.search, q.searchDead, q.mail, q.mailDead,
	}
}

// onlyOverTLS refuses calls in plain text: by one policy of all queues, where CDK would make one for each. A queue has
// one policy, and a second resource would replace it: so the queue into which a topic writes has it in its own.
func (q queues) onlyOverTLS(stack awscdk.Stack) {
	addresses := []*string{}
	for _, queue := range q.all() {
		if queue != q.mail {
			addresses = append(addresses, queue.QueueUrl())
		}
	}
	awssqs.NewCfnQueuePolicy(stack, jsii.String("QueuesOverTLS"), &awssqs.CfnQueuePolicyProps{
		Queues: &addresses,
		PolicyDocument: map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
			"Effect": "Deny", "Principal": map[string]any{"AWS": "*"}, "Action": "sqs:*", "Resource": "*",
			"Condition": map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}},
		}}},
	})
	q.mail.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Effect: awsiam.Effect_DENY, Principals: &[]awsiam.IPrincipal{awsiam.NewAnyPrincipal()},
		Actions: jsii.Strings("sqs:*"), Resources: &[]*string{q.mail.QueueArn()},
		Conditions: &map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}},
	}))
}
