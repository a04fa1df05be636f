package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/metrics"
)

// watchTable looks at DynamoDB: calls that it refused for their number, and those that it failed.
func (a alarms) watchTable(table *string) {
	about := func(name, dimension, value string) awscloudwatch.IMetric {
		return metricOf("AWS/DynamoDB", name, "Sum", map[string]*string{"TableName": table, dimension: &value})
	}
	whole := map[string]*string{"TableName": table}
	throttled := []awscloudwatch.IMetric{
		metricOf("AWS/DynamoDB", "ReadThrottleEvents", "Sum", whole),
		metricOf("AWS/DynamoDB", "WriteThrottleEvents", "Sum", whole),
	}
	for _, index := range []string{dynamo.ListIndex, dynamo.WorkIndex, dynamo.DueIndex} {
		for _, name := range []string{"ReadThrottleEvents", "WriteThrottleEvents"} {
			throttled = append(throttled, about(name, "GlobalSecondaryIndexName", index))
		}
	}
	a.raise("table-throttled", "DynamoDB throttles the table: one partition is asked for too much, or the account's "+
		"limit of the table is reached. Retries hide a short one. See docs/limits.md for what is hot, and ask AWS for "+
		"more table capacity.",
		sum("throttled", throttled...), 10)
	var failed []awscloudwatch.IMetric
	for _, operation := range []string{
		"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems",
	} {
		failed = append(failed, about("SystemErrors", "Operation", operation))
	}
	a.raise("table-errors", "DynamoDB fails by itself. Look at AWS's health dashboard; clients retry, and what was given "+
		"up comes back with scripts/redrive.", sum("errors", failed...), 5)
}

// watchDoors looks at the answers to callers of the APIs and the door. CloudFront's figures are in
// us-east-1 only, where no alarm of another region can see them: there the APIs' have to do.
func (a alarms) watchDoors(w watched) {
	a.raise("http-5xx", "The HTTP API answers one call in twenty with 5xx. Its access log names routes and kinds of "+
		"errors; the function's log has the reason.",
		percent("5xx", w.http.api.MetricServerError(every("Sum")), w.http.api.MetricCount(every("Sum")), 50), 5)
	for _, socket := range []socketAPI{w.visitors, w.agents} {
		on := map[string]*string{"ApiId": socket.api.ApiId(), "Stage": &socket.name}
		a.raise(socket.name+"-errors", "API Gateway cannot call the functions of "+socket.name+": connections and frames "+
			"are lost. Its access log names routes and kinds of errors; look at throttles as well.",
			metricOf("AWS/ApiGateway", "ExecutionError", "Sum", on), 5)
	}
	a.raise("visitors-refused", "Hundreds of pages were refused their socket within minutes. Read the log of "+
		"widget-connect: it names the code. It is a flood, or a snippet with a key or an origin that is wrong.",
		counted(a.settings, metrics.VisitorsConnected, "refused"), 500)
	a.raise("edge-refused", "Functions refuse requests because the edge secret of the door is none of theirs, or because "+
		"somebody goes past the door. Read their logs: after a change of edge or edgeSecrets it is a rotation that "+
		"was left half done. Set edge back to what the functions accept, and deploy.",
		sum("refused", counted(a.settings, metrics.EdgeRefused, edge.Wrong),
			counted(a.settings, metrics.EdgeRefused, edge.Missing)), 5)
	if a.Region == "us-east-1" {
		a.raise("door-5xx", "One in twenty requests to the door gets 5xx. If the alarms of the APIs are silent, the door "+
			"does not reach them: look at its origins and at edge in the stage's file, then at AWS's health dashboard.",
			among("5xx", doorMetric(w.door, "5xxErrorRate", "Average"), doorMetric(w.door, "Requests", "Sum"), 50), 5)
	}
}

// doorMetric is a metric of CloudFront's about the door. It is in us-east-1, wherever the stage is.
func doorMetric(door *string, name, statistic string) awscloudwatch.IMetric {
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace: jsii.String("AWS/CloudFront"), MetricName: &name, Statistic: &statistic, Period: minutes(period),
		DimensionsMap: &map[string]*string{"DistributionId": door, "Region": jsii.String("Global")},
		Region:        jsii.String("us-east-1"),
	})
}
