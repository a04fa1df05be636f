package main

import (
	"encoding/json"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// Fields of access logs, by API Gateway's name of each value. API Gateway refuses a format without a
// request id. None of the values can hold a quote, so every line is JSON: the error is named by its
// type, because the text of an error may quote something.
var (
	socketFields = map[string]string{
		"id": "requestId", "event": "eventType", "route": "routeKey", "connection": "connectionId", "status": "status",
		"error": "error.responseType",
	}
	httpFields = map[string]string{
		"id": "requestId", "route": "routeKey", "method": "httpMethod", "status": "status", "latency": "responseLatency",
		"error": "error.responseType",
	}
)

// logAccess has a stage log routes and results, but no address and no query string. The group's name
// is one that API Gateway may write to anyway: others each lengthen the account's one policy of logs,
// which has a limit.
func logAccess(stage awscdk.Resource, s settings, name string, fields map[string]string) {
	group := awslogs.NewLogGroup(stage, jsii.String("access"), &awslogs.LogGroupProps{
		LogGroupName:  jsii.String("/aws/vendedlogs/botifire/" + s.Name + "/access/" + name),
		Retention:     awslogs.RetentionDays_ONE_MONTH,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	format := map[string]string{}
	for field, value := range fields {
		format[field] = "$context." + value
	}
	line, err := json.Marshal(format)
	must(err)
	stage.Node().DefaultChild().(awsapigatewayv2.CfnStage).SetAccessLogSettings(
		&awsapigatewayv2.CfnStage_AccessLogSettingsProperty{
			DestinationArn: group.LogGroupArn(), Format: jsii.String(string(line)),
		})
}

// newLogRole lets API Gateway write the logs of WebSocket APIs. An account has one such role in a
// region, for all of its stacks, so it stays when this stack goes. The local cloud asks for none.
func newLogRole(stack awscdk.Stack, s settings) awscdk.CfnResource {
	if s.Local() || !s.APILogRole {
		return nil
	}
	role := awsiam.NewRole(stack, jsii.String("ApiLogRole"), &awsiam.RoleProps{
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("apigateway.amazonaws.com"), nil),
		Description: jsii.String("API Gateway writes access logs with this role"),
		ManagedPolicies: &[]awsiam.IManagedPolicy{awsiam.ManagedPolicy_FromAwsManagedPolicyName(
			jsii.String("service-role/AmazonAPIGatewayPushToCloudWatchLogs"))},
	})
	because(role, "AwsSolutions-IAM4", "AWS keeps this policy in step with what API Gateway's logs need.")
	role.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN)
	account := awsapigateway.NewCfnAccount(stack, jsii.String("ApiLogs"), &awsapigateway.CfnAccountProps{
		CloudWatchRoleArn: role.RoleArn(),
	})
	account.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN, nil)
	return account
}
