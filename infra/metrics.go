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

// period is how long metrics are summed up before they are looked at.
const period = 5

func minutes(n float64) awscdk.Duration { return awscdk.Duration_Minutes(&n) }

// every aggregates a metric over a period.
func every(statistic string) *awscloudwatch.MetricOptions {
	return &awscloudwatch.MetricOptions{Period: minutes(period), Statistic: &statistic}
}

// metricOf is a metric that AWS publishes about one thing.
func metricOf(namespace, name, statistic string, about map[string]*string) awscloudwatch.IMetric {
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace: &namespace, MetricName: &name, Statistic: &statistic, DimensionsMap: &about,
		Period: minutes(period),
	})
}

// sum adds metrics. One without data counts as none, so that it does not hide the others.
func sum(label string, metrics ...awscloudwatch.IMetric) awscloudwatch.IMetric {
	return sumWithin(period, label, metrics...)
}

// sumWithin is a sum over another period.
func sumWithin(n float64, label string, metrics ...awscloudwatch.IMetric) awscloudwatch.IMetric {
	using, terms := map[string]awscloudwatch.IMetric{}, []string{}
	for i, metric := range metrics {
		name := fmt.Sprintf("m%d", i)
		using[name], terms = metric, append(terms, "FILL("+name+",0)")
	}
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression: jsii.String(strings.Join(terms, "+")), UsingMetrics: &using, Label: &label, Period: minutes(n),
	})
}

// percent is the share of a part of a whole, and none of a whole that is too small to say anything.
func percent(label string, part, whole awscloudwatch.IMetric, least int) awscloudwatch.IMetric {
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression:   jsii.String(fmt.Sprintf("IF(FILL(whole,0)>=%d,100*FILL(part,0)/whole,0)", least)),
		UsingMetrics: &map[string]awscloudwatch.IMetric{"part": part, "whole": whole}, Label: &label,
		Period: minutes(period),
	})
}

// among is a rate that AWS computes, and none among so few that it says nothing.
func among(label string, rate, whole awscloudwatch.IMetric, least int) awscloudwatch.IMetric {
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression:   jsii.String(fmt.Sprintf("IF(FILL(whole,0)>=%d,FILL(rate,0),0)", least)),
		UsingMetrics: &map[string]awscloudwatch.IMetric{"rate": rate, "whole": whole}, Label: &label,
		Period: minutes(period),
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
		Period: minutes(period),
	})
}

// lines counts the lines of a function's log in which a field has a value.
func lines(s settings, fn function, id, field, value, metric string) awscloudwatch.IMetric {
	return filter(s, fn, id, field, value, metric, nil).Metric(every("Sum"))
}

// filter makes a metric of lines, by the fields that it names.
func filter(s settings, fn function, id, field, value, metric string, by *map[string]*string) awslogs.MetricFilter {
	return fn.log.AddMetricFilter(&id, &awslogs.MetricFilterOptions{
		FilterPattern:   awslogs.FilterPattern_StringValue(jsii.String("$."+field), jsii.String("="), &value),
		MetricNamespace: jsii.String(metrics.Namespace(s.Name)), MetricName: &metric, MetricValue: jsii.String("1"),
		Dimensions: by,
	})
}
