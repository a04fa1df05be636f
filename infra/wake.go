package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/dynamo"
)

// wakeUp connects the functions that no client calls with their triggers, and returns the id of the
// mapping of the table's stream. In a closed stage the triggers rest, and their work waits.
func (f functions) wakeUp(
	stack awscdk.Stack, s settings, table awsdynamodb.ITableV2, q queues, b buckets,
) *string {
	for _, one := range []struct {
		queue  awssqs.Queue
		atOnce int
	}{
		{q.answer, s.Concurrency.Answer},
		{q.send, s.Concurrency.Send},
		{q.media, s.Concurrency.Media},
		{q.delivery, s.Concurrency.Deliveries()},
		{q.knowledge, s.Concurrency.Knowledge()},
		{q.mail, 2},
	} {
		readQueue(s, one.queue, &awslambda.EventSourceMappingProps{
			BatchSize: jsii.Number(1), MaxConcurrency: jsii.Number(one.atOnce),
		}, f.wokenBy(func(w wake) bool { return w.queue == one.queue }))
	}
	readQueue(s, q.end, &awslambda.EventSourceMappingProps{
		BatchSize: jsii.Number(100), MaxConcurrency: jsii.Number(2),
		MaxBatchingWindow: awscdk.Duration_Seconds(jsii.Number(5)),
	}, f.wokenBy(func(w wake) bool { return w.queue == q.end }))
	// All messages of a quarter of a minute are one change of the index of each tenant.
	readQueue(s, q.search, &awslambda.EventSourceMappingProps{
		BatchSize: jsii.Number(200), MaxConcurrency: jsii.Number(2),
		MaxBatchingWindow: awscdk.Duration_Seconds(jsii.Number(15)),
	}, f.wokenBy(func(w wake) bool { return w.queue == q.search }))
	everyMinute(stack, s, f.wokenBy(func(w wake) bool { return w.minute }))
	return readStream(stack, s, table, b, f.wokenBy(func(w wake) bool { return w.stream }))
}

// readStream has relay read the table's stream: only rows that concern it, each a bounded number of
// times. A record that is given up lands whole in a bucket.
func readStream(
	stack awscdk.Stack, s settings, table awsdynamodb.ITableV2, b buckets, relay function,
) *string {
	filters := []*map[string]any{}
	for _, pattern := range dynamo.StreamPatterns() {
		filters = append(filters, awslambda.FilterCriteria_Filter(&pattern))
	}
	stream := awslambda.NewEventSourceMapping(stack, jsii.String("Stream"), &awslambda.EventSourceMappingProps{
		Target: relay.target(), EventSourceArn: table.TableStreamArn(), Enabled: jsii.Bool(!s.Closed),
		StartingPosition: awslambda.StartingPosition_TRIM_HORIZON,
		BatchSize:        jsii.Number(100), ParallelizationFactor: jsii.Number(s.Concurrency.Lanes()),
		RetryAttempts: jsii.Number(8), MaxRecordAge: awscdk.Duration_Hours(jsii.Number(12)),
		BisectBatchOnError:      jsii.Bool(true),
		ReportBatchItemFailures: jsii.Bool(true), Filters: &filters,
		MetricsConfig: &awslambda.MetricsConfig{Metrics: &[]awslambda.MetricType{awslambda.MetricType_EVENT_COUNT}},
	})
	// Set by hand: cdk's own destination would let relay read and delete the failed records.
	stream.Node().DefaultChild().(awslambda.CfnEventSourceMapping).SetDestinationConfig(
		&awslambda.CfnEventSourceMapping_DestinationConfigProperty{
			OnFailure: &awslambda.CfnEventSourceMapping_OnFailureProperty{Destination: b.failures.BucketArn()},
		})
	relay.allow([]string{
		"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
		"dynamodb:ListStreams",
	}, table.TableStreamArn())
	relay.allow([]string{"s3:PutObject"}, b.failures.ArnForObjects(jsii.String("*")))
	relay.allow([]string{"s3:ListBucket"}, b.failures.BucketArn())
	return stream.EventSourceMappingId()
}

// readQueue has a function take a queue's tasks: one at a time where each may wait for a slow server. Only
// so many run at once, because people's functions share the account's concurrency with them.
func readQueue(s settings, queue awssqs.Queue, how *awslambda.EventSourceMappingProps, f function) {
	how.Target, how.EventSourceArn, how.ReportBatchItemFailures = f.target(), queue.QueueArn(), jsii.Bool(true)
	how.Enabled = jsii.Bool(!s.Closed)
	awslambda.NewEventSourceMapping(f.Stack(), jsii.String(f.name+"-queue"), how)
	f.allow([]string{"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}, queue.QueueArn())
}

// everyMinute has a function run once a minute. A run that failed is not repeated: the next one is near, and
// three at once would do the same work.
func everyMinute(stack awscdk.Stack, s settings, f function) {
	f.target().ConfigureAsyncInvoke(&awslambda.EventInvokeConfigOptions{RetryAttempts: jsii.Number(0)})
	awsevents.NewRule(stack, jsii.String("EveryMinute"), &awsevents.RuleProps{
		Schedule: awsevents.Schedule_Rate(awscdk.Duration_Minutes(jsii.Number(1))), Enabled: jsii.Bool(!s.Closed),
		Targets: &[]awsevents.IRuleTarget{awseventstargets.NewLambdaFunction(f.target(),
			&awseventstargets.LambdaFunctionProps{RetryAttempts: jsii.Number(0)})},
	})
}
