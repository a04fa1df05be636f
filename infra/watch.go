package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/infra/stage"
)

// watched is everything that alarms and the dashboard look at.
type watched struct {
	functions
	queues
	table            *string
	http             httpAPI
	visitors, agents socketAPI
	stream           *string // the mapping that wakes relay
	door             *string
}

// watch raises an alarm when something fails, is throttled, falls behind, is given up or has become
// silent. Nobody would be told by the local cloud.
func watch(stack awscdk.Stack, s settings, w watched) {
	if s.Local() {
		return
	}
	a := alarms{stack, s, newReceiver(stack, s), newShifter(stack, s)}
	a.watchFunctions(w.functions)
	a.watchRelay(w)
	a.watchQueues(w.queues)
	a.watchTable(w.table)
	a.watchDoors(w)
	watchCosts(stack, s, a.topic)
	newDashboard(stack, s, w)
}

// newReceiver is the topic of alarms. Its policy has to name CloudWatch: one that only demands TLS
// takes the place of the policy that would let it publish.
func newReceiver(stack awscdk.Stack, s settings) awssns.Topic {
	topic := awssns.NewTopic(stack, jsii.String("Alarms"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
	topic.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Principals: &[]awsiam.IPrincipal{
			awsiam.NewServicePrincipal(jsii.String("cloudwatch.amazonaws.com"), nil),
			awsiam.NewServicePrincipal(jsii.String("budgets.amazonaws.com"), nil),
		},
		Actions: jsii.Strings("sns:Publish"), Resources: &[]*string{topic.TopicArn()},
		Conditions: &map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": stack.Account()}},
	}))
	if s.Alarms != stage.NoAlarms {
		topic.AddSubscription(awssnssubscriptions.NewEmailSubscription(&s.Alarms, nil))
	}
	return topic
}

// alarms makes alarms that all notify the same topic.
type alarms struct {
	stack awscdk.Stack
	settings
	topic awssns.Topic
	*shifter
}

// raise makes an alarm. Its text, which is in the mail, names the event and the remedy.
func (a alarms) raise(id, text string, metric awscloudwatch.IMetric, threshold float64) awscloudwatch.Alarm {
	return a.make(id, &awscloudwatch.AlarmProps{
		AlarmDescription: &text, Metric: metric, Threshold: &threshold,
		EvaluationPeriods: jsii.Number(1), TreatMissingData: awscloudwatch.TreatMissingData_NOT_BREACHING,
		ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
	})
}

func (a alarms) make(id string, props *awscloudwatch.AlarmProps) awscloudwatch.Alarm {
	props.AlarmName = jsii.String(a.Called(id))
	made := awscloudwatch.NewAlarm(a.stack, &id, props)
	made.AddAlarmAction(awscloudwatchactions.NewSnsAction(a.topic))
	return made
}
