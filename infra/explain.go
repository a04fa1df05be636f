package main

import (
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"
)

// explain gives the reasons why findings of cdk-nag are intended.
func explain(stack awscdk.Stack, s settings) {
	why := map[string]string{
		"AwsSolutions-APIG4": "Sockets are authorized in $connect by site key and origin, or by a one-time ticket; " +
			"the webhook by Meta's signature; calls of tenants' servers by an API key. " +
			"Every other route has the JWT authorizer.",
		"AwsSolutions-IAM5": "Wildcards stand for the sockets of one stage, for the objects of one prefix, " +
			"and for the streams of one log group: names that do not exist before they are used.",
		"AwsSolutions-COG2": "A second factor is each team's choice; the pool offers it.",
		"AwsSolutions-COG3": "Threat protection needs the Plus tier, a price that owners choose.",
		"AwsSolutions-SMG4": "An edge secret is replaced by a setting of the stage while the other one is in force, " +
			"because the distribution and the functions cannot change in one moment.",
		"AwsSolutions-CFR1": "Visitors may come from anywhere.",
		"AwsSolutions-CFR2": "A firewall is a price that owners choose; throttles and budgets hold without it.",
		"AwsSolutions-CFR4": "The distribution's own name comes with CloudFront's certificate; " +
			"a custom name brings its own.",
		"AwsSolutions-SQS3": "These are the dead-letter queues.",
		"AwsSolutions-S1": "The bucket of logs has none; that of people's files has none either, " +
			"because it would keep whole addresses of visitors, and queries that open their files.",
		"AwsSolutions-CFR3": "The door's log is of the kind that lets us leave out addresses and queries (logDoor); " +
			"this rule knows the older kind only.",
	}
	if s.Local() {
		why["AwsSolutions-S10"] = "The local cloud speaks plain HTTP on the loopback interface."
		why["AwsSolutions-SQS4"] = why["AwsSolutions-S10"]
	}
	list := []*cdknag.NagPackSuppression{}
	for _, id := range slices.Sorted(maps.Keys(why)) {
		list = append(list, &cdknag.NagPackSuppression{Id: &id, Reason: jsii.String(why[id])})
	}
	cdknag.NagSuppressions_AddStackSuppressions(stack, &list, jsii.Bool(true))
}

// because gives the reason why one finding of cdk-nag about one resource is intended.
func because(resource constructs.IConstruct, finding, reason string) {
	cdknag.NagSuppressions_AddResourceSuppressions(resource, &[]*cdknag.NagPackSuppression{
		{Id: &finding, Reason: &reason},
	}, jsii.Bool(true))
}
