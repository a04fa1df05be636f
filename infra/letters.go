package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/config"
)

// newLetters is the configuration set with which mail is sent. What SES tells about it goes over a topic into a queue:
// SES cannot write to a queue.
func newLetters(stack awscdk.Stack, s settings, q queues) awsses.ConfigurationSet {
	set := awsses.NewConfigurationSet(stack, jsii.String("Letters"), &awsses.ConfigurationSetProps{
		ConfigurationSetName: jsii.String(s.Called("letters")), ReputationMetrics: jsii.Bool(true),
		SuppressionReasons: awsses.SuppressionReasons_BOUNCES_AND_COMPLAINTS,
	})
	topic := awssns.NewTopic(stack, jsii.String("MailEvents"), &awssns.TopicProps{EnforceSSL: jsii.Bool(!s.Local())})
	topic.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(jsii.String("ses.amazonaws.com"), nil)},
		Actions:    jsii.Strings("sns:Publish"), Resources: &[]*string{topic.TopicArn()},
		Conditions: &map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": stack.Account()}},
	}))
	topic.AddSubscription(awssnssubscriptions.NewSqsSubscription(q.mail,
		&awssnssubscriptions.SqsSubscriptionProps{RawMessageDelivery: jsii.Bool(true)}))
	set.AddEventDestination(jsii.String("Failures"), &awsses.ConfigurationSetEventDestinationOptions{
		Destination: awsses.EventDestination_SnsTopic(topic),
		Events:      &[]awsses.EmailSendingEvent{awsses.EmailSendingEvent_BOUNCE, awsses.EmailSendingEvent_COMPLAINT},
	})
	if s.Local() { // elsewhere it is the owner's, who proves to SES that the domain is theirs
		because(topic, "AwsSolutions-SNS3", plain)
		awsses.NewEmailIdentity(stack, jsii.String("Sender"), &awsses.EmailIdentityProps{
			Identity: awsses.Identity_Email(jsii.String(s.Sender())),
		})
	}
	return set
}

// mayMail lets the function that sends mail do so, from the one address of the stage.
func (f functions) mayMail(s settings, set awsses.ConfigurationSet, door *string) {
	fn, stack := f.named("mail-work"), awscdk.Stack_Of(set)
	fn.AddEnvironment(jsii.String(config.MailSet), set.ConfigurationSetName(), nil)
	fn.AddEnvironment(jsii.String(config.Door), door, nil)
	if s.Sender() == "" {
		return
	}
	of := func(kind, name string) *string {
		return stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("ses"), Resource: &kind, ResourceName: &name,
		})
	}
	_, domain, _ := strings.Cut(s.Sender(), "@")
	only := map[string]any{"StringEquals": map[string]any{"ses:FromAddress": s.Sender()}}
	fn.may.AddStatements(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("ses:SendEmail"), Conditions: &only,
		Resources: &[]*string{
			of("identity", domain), of("identity", s.Sender()), of("configuration-set", s.Called("letters")),
		},
	}))
}
