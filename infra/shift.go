package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodedeploy"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawscloudwatch"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/shared/config"
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

// target is the target of triggers: the alias, or the function itself.
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
	closing     bool // the stage closes, because something is wrong: alarms that ring do not stop that
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
		role: role, closing: s.Closed,
	}
}

// shift guards a function's new versions by an alarm of theirs. The alarm looks at a new version before
// that has traffic.
func (a alarms) shift(f function) {
	sh := a.shifter
	if sh == nil {
		return
	}
	failures := a.watchVersion(f)
	f.alias.Node().AddDependency(failures)
	awscodedeploy.NewLambdaDeploymentGroup(f.Stack(), jsii.String(f.name+"-shift"),
		&awscodedeploy.LambdaDeploymentGroupProps{
			Application: sh.application, Alias: f.alias, DeploymentConfig: sh.config, Role: sh.role,
			Alarms:                   &[]interfacesawscloudwatch.IAlarmRef{failures},
			IgnoreAlarmConfiguration: jsii.Bool(sh.closing),
			AutoRollback:             &awscodedeploy.AutoRollbackConfig{DeploymentInAlarm: jsii.Bool(!sh.closing)},
		})
}

// watchVersion rings at the first failure of the version that the alias moves to: one that ends the
// version, and one that it answered. Among all calls of the function those of a canary would drown. Of
// the last minutes one suffices, because figures of the latest may still be on their way.
func (a alarms) watchVersion(f function) awscloudwatch.Alarm {
	version, name := f.CurrentVersion().Version(), f.name+"-canary"
	crashes := metricOf("AWS/Lambda", "Errors", "Sum", map[string]*string{
		"FunctionName": f.FunctionName(), "Resource": jsii.String(a.Called(f.name) + ":" + live), "ExecutedVersion": version,
	})
	answered := filter(a.settings, f, "Version", "level", "ERROR", name+"-lines",
		&map[string]*string{config.FunctionVersion: jsii.String("$." + config.FunctionVersion)},
	).Metric(&awscloudwatch.MetricOptions{
		Statistic: jsii.String("Sum"), DimensionsMap: &map[string]*string{config.FunctionVersion: version},
	})
	return a.make(name, &awscloudwatch.AlarmProps{
		AlarmDescription: jsii.String("The new version of " + f.name + " fails, and CodeDeploy takes it back. Read its " +
			"log, " + logOf(a.settings, f.name) + ": lines of level ERROR with its " + config.FunctionVersion +
			" name what failed."),
		Metric: sumWithin(1, "failures", crashes, answered), Threshold: jsii.Number(1),
		EvaluationPeriods: jsii.Number(stage.CanaryMinutes), DatapointsToAlarm: jsii.Number(1),
		ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
		TreatMissingData:   awscloudwatch.TreatMissingData_NOT_BREACHING,
	})
}
