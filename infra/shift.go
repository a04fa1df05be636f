package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawscloudwatch"
	"github.com/aws/jsii-runtime-go"
)

// live is the alias that everything calls in a stage that shifts traffic.
const live = "live"

// withAlias puts an alias before the function's versions, if the stage shifts traffic between them.
func (f function) withAlias(s settings) function {
	if s.Canary != "" {
		f.alias = awslambda.NewAlias(f.Stack(), jsii.String(f.name+"-live"), &awslambda.AliasProps{
			AliasName: jsii.String(live), Version: f.CurrentVersion(),
		})
	}
	return f
}

// target is what triggers call: the alias, or the function itself.
func (f function) target() awslambda.IFunction {
	if f.alias != nil {
		return f.alias
	}
	return f.Function
}

// shifter has CodeDeploy move traffic to a new version bit by bit, and back when its alarm rings.
type shifter struct {
	application awscodedeploy.LambdaApplication
	config      awscodedeploy.ILambdaDeploymentConfig
	role        awsiam.Role
}

func newShifter(stack awscdk.Stack, s settings) *shifter {
	if s.Canary == "" {
		return nil
	}
	speed := s.Canary
	if s.Closed {
		speed = "AllAtOnce" // the table must not be written any more
	}
	role := awsiam.NewRole(stack, jsii.String("ShiftRole"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("codedeploy.amazonaws.com"), nil),
	})
	because(role, "AwsSolutions-IAM4", "AWS keeps this policy in step with what CodeDeploy needs for functions.")
	return &shifter{
		application: awscodedeploy.NewLambdaApplication(stack, jsii.String("Shift"), nil),
		config: awscodedeploy.LambdaDeploymentConfig_FromLambdaDeploymentConfigName(
			stack, jsii.String("ShiftConfig"), jsii.String("CodeDeployDefault.Lambda"+speed)),
		role: role,
	}
}

// shift guards a function's new versions by the alarm of its failures.
func (sh *shifter) shift(f function, failures awscloudwatch.IAlarm) {
	if sh == nil {
		return
	}
	awscodedeploy.NewLambdaDeploymentGroup(f.Stack(), jsii.String(f.name+"-shift"),
		&awscodedeploy.LambdaDeploymentGroupProps{
			Application: sh.application, Alias: f.alias, DeploymentConfig: sh.config, Role: sh.role,
			Alarms: &[]interfacesawscloudwatch.IAlarmRef{failures},
		})
}
