package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/metrics"
)

// newDashboard shows a stage on one page: traffic, failures, speed, waiting work, and cost drivers.
func newDashboard(stack awscdk.Stack, s settings, w watched) {
	row := func(widgets ...awscloudwatch.IWidget) *[]awscloudwatch.IWidget { return &widgets }
	awscloudwatch.NewDashboard(stack, jsii.String("Dashboard"), &awscloudwatch.DashboardProps{
		DashboardName: jsii.String(s.global("dashboard")),
		Widgets: &[]*[]awscloudwatch.IWidget{
			row(graph("Messages", spread(s, metrics.Messages, "Sum")),
				graph("Visits that go on", spread(s, metrics.VisitsLive, "Maximum")),
				graph("Visitors who connect", spread(s, metrics.VisitorsConnected, "Sum"))),
			row(graph("Bots: answers", spread(s, metrics.BotAnswers, "SampleCount")),
				graph("Bots: milliseconds, 95 of 100 are faster", spread(s, metrics.BotAnswers, "p95")),
				graph("Sends to WhatsApp", spread(s, metrics.WhatsAppSends, "Sum"))),
			row(graph("Connections", w.sockets("ConnectCount")...), graph("Frames, both ways", w.sockets("MessageCount")...),
				graph("Calls", w.http.api.MetricCount(every("Sum")), w.http.api.MetricClientError(every("Sum")),
					w.http.api.MetricServerError(every("Sum")))),
			row(graph("Failures by function", w.each("Errors", "Sum")...),
				graph("Speed by function: 95 of 100 are faster (ms)", w.each("Duration", "p95")...),
				graph("Runs by function", w.each("Invocations", "Sum")...)),
			row(graph("Oldest task (s)", w.oldest()...), graph("Given up", w.dead()...),
				graph("Parked rows", spread(s, metrics.Parked, "Sum"))),
			row(graph("relay's delay (ms)", w.named("relay").Metric(jsii.String("IteratorAge"), every("Maximum"))),
				graph("Capacity units of the table",
					w.units("ConsumedReadCapacityUnits"), w.units("ConsumedWriteCapacityUnits")),
				graph("Functions at once", w.each("ConcurrentExecutions", "Maximum")...)),
			row(graph("Deliveries that wait", w.delivery.MetricApproximateNumberOfMessagesVisible(every("Maximum")),
				w.delivery.MetricApproximateNumberOfMessagesNotVisible(every("Maximum"))),
				graph("Figures are behind (s)", spread(s, metrics.FiguresBehind, "Maximum"))),
			row(graph("Bytes of the HTTP API", w.http.api.MetricDataProcessed(every("Sum"))),
				graph("Requests to the door", doorMetric(w.door, "Requests", "Sum")),
				graph("The door's failures (percent)", doorMetric(w.door, "4xxErrorRate", "Average"),
					doorMetric(w.door, "5xxErrorRate", "Average"))),
		},
	})
}

func graph(title string, metrics ...awscloudwatch.IMetric) awscloudwatch.IWidget {
	return awscloudwatch.NewGraphWidget(&awscloudwatch.GraphWidgetProps{
		Title: &title, Left: &metrics, Width: jsii.Number(8), Height: jsii.Number(6),
	})
}

// sockets is a metric of both WebSocket APIs.
func (w watched) sockets(name string) []awscloudwatch.IMetric {
	var both []awscloudwatch.IMetric
	for _, socket := range []socketAPI{w.visitors, w.agents} {
		both = append(both, metricOf("AWS/ApiGateway", name, "Sum",
			map[string]*string{"ApiId": socket.api.ApiId(), "Stage": &socket.name}))
	}
	return both
}

// each is a metric of every function.
func (w watched) each(name, statistic string) []awscloudwatch.IMetric {
	var all []awscloudwatch.IMetric
	for _, fn := range w.functions {
		options := every(statistic)
		options.Label = &fn.name
		all = append(all, fn.Metric(&name, options))
	}
	return all
}

func (w watched) oldest() []awscloudwatch.IMetric {
	return []awscloudwatch.IMetric{
		w.answer.MetricApproximateAgeOfOldestMessage(every("Maximum")),
		w.send.MetricApproximateAgeOfOldestMessage(every("Maximum")),
		w.media.MetricApproximateAgeOfOldestMessage(every("Maximum")),
		w.delivery.MetricApproximateAgeOfOldestMessage(every("Maximum")),
		w.knowledge.MetricApproximateAgeOfOldestMessage(every("Maximum")),
		w.search.MetricApproximateAgeOfOldestMessage(every("Maximum")),
	}
}

func (w watched) dead() []awscloudwatch.IMetric {
	return []awscloudwatch.IMetric{
		w.answerDead.MetricApproximateNumberOfMessagesVisible(every("Maximum")),
		w.sendDead.MetricApproximateNumberOfMessagesVisible(every("Maximum")),
		w.mediaDead.MetricApproximateNumberOfMessagesVisible(every("Maximum")),
		w.deliveryDead.MetricApproximateNumberOfMessagesVisible(every("Maximum")),
		w.knowledgeDead.MetricApproximateNumberOfMessagesVisible(every("Maximum")),
		w.searchDead.MetricApproximateNumberOfMessagesVisible(every("Maximum")),
	}
}

// units is the use of the table, which most of a message's costs are.
func (w watched) units(name string) awscloudwatch.IMetric {
	return metricOf("AWS/DynamoDB", name, "Sum", map[string]*string{"TableName": w.table})
}
