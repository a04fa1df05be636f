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

// newLetters is the configuration set with which mail is sent. SES's events about it go over a topic into a queue:
// SES cannot write to a queue. nil for a stage without a sender: its region may be one without SES.
func newLetters(stack awscdk.Stack, s settings, q queues) awsses.ConfigurationSet {
	if s.Sender() == "" {
		return nil
	}
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
	notEverywhere(set)
	if s.Local() { // elsewhere it is the owner's, who proves to SES that the domain is theirs
		because(topic, "AwsSolutions-SNS3", plain)
		awsses.NewEmailIdentity(stack, jsii.String("Sender"), &awsses.EmailIdentityProps{
			Identity: awsses.Identity_Email(jsii.String(s.Sender())),
		})
	}
	return set
}

// mayMail lets the function that sends mail do so, from the one address of the stage. set is nil if there is none.
func (f functions) mayMail(s settings, set awsses.ConfigurationSet) {
	fn, name := f.named("mail-work"), jsii.String(config.NoMail)
	if set != nil {
		name = set.ConfigurationSetName()
		fn.may.AddStatements(sends(awscdk.Stack_Of(set), s))
	}
	fn.AddEnvironment(jsii.String(config.MailSet), name, nil)
}

// knowDoor tells the address of the door to the functions whose links lead there, and which look for such links.
func (f functions) knowDoor(door *string) {
	for _, name := range []string{"mail-work", "admin-settings"} {
		f.named(name).AddEnvironment(jsii.String(config.Door), door, nil)
	}
}

// sends is the right to send mail in the name of the stage's address, or of its domain, as SES has verified it.
func sends(stack awscdk.Stack, s settings) awsiam.PolicyStatement {
	of := func(kind, name string) *string {
		return stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("ses"), Resource: &kind, ResourceName: &name,
		})
	}
	_, domain, _ := strings.Cut(s.Sender(), "@")
	only := map[string]any{"StringEquals": map[string]any{"ses:FromAddress": s.Sender()}}
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("ses:SendEmail"), Conditions: &only,
		Resources: &[]*string{
			of("identity", domain), of("identity", s.Sender()), of("configuration-set", s.Called("letters")),
		},
	})
}
