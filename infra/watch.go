package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/jsii-runtime-go"
)

// watch raises an alarm when a function fails or is throttled, when relay falls behind the stream,
// and when a task is given up.
func watch(stack awscdk.Stack, s settings, f functions, q queues) {
	topic := awssns.NewTopic(stack, jsii.String("Alarms"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
	if s.Alarms != "" {
		topic.AddSubscription(awssnssubscriptions.NewEmailSubscription(&s.Alarms, nil))
	}
	alarm := func(id, means string, metric awscloudwatch.IMetric, threshold float64) {
		a := awscloudwatch.NewAlarm(stack, &id, &awscloudwatch.AlarmProps{
			AlarmName: jsii.String(s.name(id)), AlarmDescription: &means, Metric: metric, Threshold: &threshold,
			EvaluationPeriods: jsii.Number(1), TreatMissingData: awscloudwatch.TreatMissingData_NOT_BREACHING,
			ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
		})
		a.AddAlarmAction(awscloudwatchactions.NewSnsAction(topic))
	}
	every := &awscloudwatch.MetricOptions{Period: awscdk.Duration_Minutes(jsii.Number(5)), Statistic: jsii.String("Sum")}
	for _, fn := range f {
		alarm(fn.name+"-errors", fn.name+" fails: read its log", fn.MetricErrors(every), 5)
		alarm(fn.name+"-throttles", fn.name+" is throttled: raise the account's concurrency", fn.MetricThrottles(every), 1)
	}
	alarm("relay-behind", "relay is a minute behind the stream", f.named("relay").Metric(jsii.String("IteratorAge"),
		&awscloudwatch.MetricOptions{
			Period: awscdk.Duration_Minutes(jsii.Number(5)), Statistic: jsii.String("Maximum"),
		}), 60_000)
	if !s.local() { // the local cloud has no metric filters
		stopped := f.named("whatsapp-send").log.AddMetricFilter(jsii.String("NumberStopped"), &awslogs.MetricFilterOptions{
			FilterPattern: awslogs.FilterPattern_StringValue(jsii.String("$.msg"), jsii.String("="),
				jsii.String("number stopped")),
			MetricNamespace: jsii.String("Botifire/" + s.Stage), MetricName: jsii.String("number-stopped"),
			MetricValue: jsii.String("1"),
		})
		alarm("number-stopped", "Meta refuses a WhatsApp number: nothing is sent through it until its owner has looked",
			stopped.Metric(every), 1)
	}
	if !s.local() {
		for _, fn := range f.where(func(s spec) bool { return s.wake.minute || s.wake.stream }) {
			parked := fn.log.AddMetricFilter(jsii.String("Parked"), &awslogs.MetricFilterOptions{
				FilterPattern:   awslogs.FilterPattern_StringValue(jsii.String("$.msg"), jsii.String("="), jsii.String("parked")),
				MetricNamespace: jsii.String("Botifire/" + s.Stage), MetricName: jsii.String(fn.name + "-parked"),
				MetricValue: jsii.String("1"),
			})
			alarm(fn.name+"-parked", fn.name+" went past a row that fails: its log names the row", parked.Metric(every), 1)
		}
	}
	dead := &awscloudwatch.MetricOptions{
		Period:    awscdk.Duration_Minutes(jsii.Number(5)),
		Statistic: jsii.String("Maximum"),
	}
	alarm("answer-dead", "questions to a bot were given up", q.answerDead.MetricApproximateNumberOfMessagesVisible(dead),
		1)
	alarm("fetch-dead", "files from WhatsApp were given up", q.mediaDead.MetricApproximateNumberOfMessagesVisible(dead), 1)
	alarm("send-dead", "messages to WhatsApp were given up", q.sendDead.MetricApproximateNumberOfMessagesVisible(dead), 1)
}
