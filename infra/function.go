package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// function is a Lambda function with a role of its own.
type function struct {
	awslambda.Function
	spec
	log   awslogs.LogGroup
	may   awsiam.PolicyDocument
	alias awslambda.Alias // in a stage that shifts traffic
}

// allow grants actions on exactly these resources.
func (f function) allow(actions []string, resources ...*string) {
	f.may.AddStatements(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings(actions...), Resources: &resources,
	}))
}

// deny forbids actions under a condition, even if another statement allows them.
func (f function) deny(actions []string, where map[string]any, resources ...*string) {
	f.may.AddStatements(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Effect: awsiam.Effect_DENY, Actions: jsii.Strings(actions...), Resources: &resources, Conditions: &where,
	}))
}

// trace sends traces of the function to X-Ray, which knows no resource.
func (f function) trace(s settings) {
	if !s.Tracing {
		return
	}
	f.Node().DefaultChild().(awslambda.CfnFunction).SetTracingConfig(
		&awslambda.CfnFunction_TracingConfigProperty{Mode: jsii.String("Active")})
	f.allow([]string{"xray:PutTraceSegments", "xray:PutTelemetryRecords"}, jsii.String("*"))
}

// logOf is the name of a function's log.
func logOf(s settings, function string) string { return "/botifire/" + s.Name + "/" + function }

// code is the place of a function's code: its folder, or the zip beside it, which CDK takes as it is.
func (s settings) code(function string) string {
	folder := filepath.Join(s.Dist, function)
	if _, err := os.Stat(folder + ".zip"); err == nil {
		return folder + ".zip"
	}
	return folder
}

// newFunction makes a function: one binary, one role, one log. Nothing else makes functions.
func newFunction(stack awscdk.Stack, s settings, one spec, variables env) function {
	name := one.name
	log := awslogs.NewLogGroup(stack, jsii.String(name+"-log"), &awslogs.LogGroupProps{
		LogGroupName: jsii.String(logOf(s, name)), Retention: awslogs.RetentionDays_ONE_MONTH,
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	})
	may := awsiam.NewPolicyDocument(nil)
	role := awsiam.NewRole(stack, jsii.String(name+"-role"), &awsiam.RoleProps{
		AssumedBy:      awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
		InlinePolicies: &map[string]awsiam.PolicyDocument{"rights": may},
	})
	architecture := awslambda.Architecture_ARM_64()
	if s.Arch != "arm64" {
		architecture = awslambda.Architecture_X86_64()
	}
	made := function{Function: awslambda.NewFunction(stack, &name, &awslambda.FunctionProps{
		FunctionName: jsii.String(s.Called(name)),
		Description:  jsii.String(fmt.Sprintf("functions/%s", name)),
		Runtime:      awslambda.Runtime_PROVIDED_AL2023(), Handler: jsii.String("bootstrap"), Architecture: architecture,
		Code:    awslambda.Code_FromAsset(jsii.String(s.code(name)), nil),
		Timeout: awscdk.Duration_Seconds(&one.seconds), MemorySize: jsii.Number(cmp.Or(one.memory, 256)),
		Environment: &variables, Role: role, LogGroup: log, ReservedConcurrentExecutions: s.reserved(name),
	}), spec: one, log: log, may: may}
	made.allow([]string{"logs:CreateLogStream", "logs:PutLogEvents"}, log.LogGroupArn())
	made.trace(s)
	return made.withAlias(s)
}
