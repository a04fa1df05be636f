package main

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
)

// every aggregates a metric over five minutes.
func every(statistic string) *awscloudwatch.MetricOptions {
	return &awscloudwatch.MetricOptions{Period: awscdk.Duration_Minutes(jsii.Number(5)), Statistic: &statistic}
}

// metricOf is a metric that AWS publishes about one thing.
func metricOf(namespace, name, statistic string, about map[string]*string) awscloudwatch.IMetric {
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace: &namespace, MetricName: &name, Statistic: &statistic, DimensionsMap: &about,
		Period: awscdk.Duration_Minutes(jsii.Number(5)),
	})
}

// sum adds metrics. One without data counts as none, so that it does not hide the others.
func sum(label string, metrics ...awscloudwatch.IMetric) awscloudwatch.IMetric {
	using, terms := map[string]awscloudwatch.IMetric{}, []string{}
	for i, metric := range metrics {
		name := fmt.Sprintf("m%d", i)
		using[name], terms = metric, append(terms, "FILL("+name+",0)")
	}
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression: jsii.String(strings.Join(terms, "+")), UsingMetrics: &using, Label: &label,
		Period: awscdk.Duration_Minutes(jsii.Number(5)),
	})
}

// lines counts the lines of a function's log in which a field has a value.
func lines(s settings, fn function, id, field, value, metric string) awscloudwatch.IMetric {
	return fn.log.AddMetricFilter(&id, &awslogs.MetricFilterOptions{
		FilterPattern:   awslogs.FilterPattern_StringValue(jsii.String("$."+field), jsii.String("="), &value),
		MetricNamespace: jsii.String("Botifire/" + s.Name), MetricName: &metric, MetricValue: jsii.String("1"),
	}).Metric(every("Sum"))
}
