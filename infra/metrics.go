package main

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/metrics"
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

// counted is a metric of ours, for one value of each of its dimensions.
func counted(s settings, what metrics.Metric, by ...string) awscloudwatch.IMetric {
	about := map[string]*string{}
	for i, name := range what.By {
		about[name] = &by[i]
	}
	return metricOf(metrics.Namespace(s.Name), what.Name, "Sum", about)
}

// spread is a metric of ours, for all values of its dimensions. Only a dashboard can show it.
func spread(s settings, what metrics.Metric, statistic string) awscloudwatch.IMetric {
	schema := strings.Join(append([]string{metrics.Namespace(s.Name)}, what.By...), ",")
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression:   jsii.String(fmt.Sprintf(`SEARCH('{%s} MetricName="%s"', '%s', 300)`, schema, what.Name, statistic)),
		UsingMetrics: &map[string]awscloudwatch.IMetric{}, Label: jsii.String(""),
		Period: awscdk.Duration_Minutes(jsii.Number(5)),
	})
}

// lines counts the lines of a function's log in which a field has a value.
func lines(s settings, fn function, id, field, value, metric string) awscloudwatch.IMetric {
	return fn.log.AddMetricFilter(&id, &awslogs.MetricFilterOptions{
		FilterPattern:   awslogs.FilterPattern_StringValue(jsii.String("$."+field), jsii.String("="), &value),
		MetricNamespace: jsii.String(metrics.Namespace(s.Name)), MetricName: &metric, MetricValue: jsii.String("1"),
	}).Metric(every("Sum"))
}
