package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/infra/stage"
)

// watch raises an alarm when a function fails or is throttled, when relay falls behind the stream,
// and when a task is given up.
func watch(stack awscdk.Stack, s settings, f functions, q queues) {
	topic := awssns.NewTopic(stack, jsii.String("Alarms"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
	if s.Alarms != stage.NoAlarms {
		topic.AddSubscription(awssnssubscriptions.NewEmailSubscription(&s.Alarms, nil))
	}
	a := alarms{stack, s, topic}
	for _, fn := range f {
		a.raise(fn.name+"-errors", fn.name+" fails: read its log", fn.MetricErrors(every("Sum")), 5)
		a.raise(fn.name+"-throttles", fn.name+" is throttled: raise the account's concurrency",
			fn.MetricThrottles(every("Sum")), 1)
	}
	age := f.named("relay").Metric(jsii.String("IteratorAge"), every("Maximum"))
	a.raise("relay-behind", "relay is a minute behind the stream", age, 60_000)
	if !s.Local() { // the local cloud has no metric filters
		a.watchLogs(f)
	}
	for _, dead := range []struct {
		id, means string
		queue     awssqs.Queue
	}{
		{"answer-dead", "questions to a bot were given up", q.answerDead},
		{"fetch-dead", "files from WhatsApp were given up", q.mediaDead},
		{"send-dead", "messages to WhatsApp were given up", q.sendDead},
	} {
		a.raise(dead.id, dead.means, dead.queue.MetricApproximateNumberOfMessagesVisible(every("Maximum")), 1)
	}
}

// every aggregates a metric over five minutes.
func every(statistic string) *awscloudwatch.MetricOptions {
	return &awscloudwatch.MetricOptions{Period: awscdk.Duration_Minutes(jsii.Number(5)), Statistic: &statistic}
}

// alarms makes alarms that all notify the same topic.
type alarms struct {
	stack awscdk.Stack
	settings
	topic awssns.Topic
}

func (a alarms) raise(id, means string, metric awscloudwatch.IMetric, threshold float64) {
	made := awscloudwatch.NewAlarm(a.stack, &id, &awscloudwatch.AlarmProps{
		AlarmName: jsii.String(a.Called(id)), AlarmDescription: &means, Metric: metric, Threshold: &threshold,
		EvaluationPeriods: jsii.Number(1), TreatMissingData: awscloudwatch.TreatMissingData_NOT_BREACHING,
		ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
	})
	made.AddAlarmAction(awscloudwatchactions.NewSnsAction(a.topic))
}

// watchLogs raises an alarm at the lines in which functions report that they gave something up.
func (a alarms) watchLogs(f functions) {
	stopped := a.lines(f.named("whatsapp-send"), "NumberStopped", "number stopped", "number-stopped")
	a.raise("number-stopped", "Meta refuses a WhatsApp number: nothing is sent through it until its owner has looked",
		stopped, 1)
	for _, name := range []string{"sweep", "relay"} {
		parked := a.lines(f.named(name), "Parked", "parked", name+"-parked")
		a.raise(name+"-parked", name+" went past a row that fails: its log names the row", parked, 1)
	}
}

// lines counts the lines of a function's log that have this message.
func (a alarms) lines(fn function, id, message, metric string) awscloudwatch.IMetric {
	return fn.log.AddMetricFilter(&id, &awslogs.MetricFilterOptions{
		FilterPattern:   awslogs.FilterPattern_StringValue(jsii.String("$.msg"), jsii.String("="), &message),
		MetricNamespace: jsii.String("Botifire/" + a.Name), MetricName: &metric, MetricValue: jsii.String("1"),
	}).Metric(every("Sum"))
}
