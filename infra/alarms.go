package main

import (
	"fmt"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"
	"github.com/botifire/livechat/shared/metrics"
)

// watchFunctions looks at failures of both kinds: Lambda counts those that end a function, and the
// log has those that the function answered. Three within an hour ring: in a quiet stage they are far apart.
func (a alarms) watchFunctions(f functions) {
	for _, fn := range f {
		failures := lines(a.settings, fn, "Errors", "level", "ERROR", fn.name+"-error-lines")
		a.raise(fn.name+"-errors", fn.name+" failed three times within an hour. Read its log, "+logOf(a.settings, fn.name)+
			": lines of level ERROR name what failed; without one it crashed or ran out of time.",
			sumWithin(60, "failures", fn.MetricErrors(every("Sum")), failures), 3)
		a.shift(fn)
	}
	a.raise("throttles", "Functions were throttled: as many run at once as the account allows. Ask AWS for more "+
		"(Service Quotas, Lambda, concurrent executions), or give the queues less in the stage's file.",
		awslambda.Function_MetricAllThrottles(every("Sum")), 1)
	a.raise("concurrency", fmt.Sprintf("Functions are near the %d that may run at once in this account. Ask AWS for more "+
		"(Service Quotas, Lambda, concurrent executions) before people are turned away.", a.Concurrency.Account),
		awslambda.Function_MetricAllConcurrentExecutions(every("Maximum")), float64(a.Concurrency.Alarm()))
	a.watchSweep()
	a.raise("number-stopped", "Meta refuses a WhatsApp number, and nothing is sent through it. "+
		"Its owner has to look at Settings, WhatsApp.",
		lines(a.settings, f.named("whatsapp-send"), "NumberStopped", "msg", "number stopped", "number-stopped"), 1)
	parked := " parked a row that fails, and goes on with the others. Its log names the row and the reason; mend the " +
		"reason, then have it tried again with scripts/redrive."
	a.raise("relay-parked", "relay"+parked, counted(a.settings, metrics.Parked, "relay"), 1)
	a.raise("sweep-parked", "sweep"+parked+" Or changes wait for a day until figures have them: figures-behind tells, "+
		"and docs/operate.md what to do.", a.parkedOrBehind(), 1)
}

// parkedOrBehind counts the rows that the sweep parked, and one more while changes wait for a day until figures have
// them: after ledger.ChangeLife they would be in none. The sweep tells how long each ten minutes.
func (a alarms) parkedOrBehind() awscloudwatch.IMetric {
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression: jsii.String(fmt.Sprintf("FILL(parked,0)+IF(FILL(behind,0)>=%.0f,1,0)", (24 * time.Hour).Seconds())),
		UsingMetrics: &map[string]awscloudwatch.IMetric{
			"parked": counted(a.settings, metrics.Parked, "sweep"),
			"behind": metricOf(metrics.Namespace(a.Name), metrics.FiguresBehind.Name, "Maximum", map[string]*string{}),
		},
		Label: jsii.String("parked rows, or figures that are a day behind"), Period: minutes(20),
	})
}

// watchSweep is rung by silence: each run that ended well is a heartbeat. One that comes late, or is
// counted late, rings nothing. A closed stage is silent by intention.
func (a alarms) watchSweep() {
	silence := awscloudwatch.TreatMissingData_BREACHING
	if a.Closed {
		silence = awscloudwatch.TreatMissingData_NOT_BREACHING
	}
	a.make("sweep-silent", &awscloudwatch.AlarmProps{
		AlarmDescription: jsii.String("sweep has not succeeded for a quarter of an hour: no snooze wakes, no erasure " +
			"goes on, no visit of a lost connection ends. See whether the rule EveryMinute is enabled, then read sweep's log. " +
			"It also rings for a moment when a stage is new."),
		Metric: counted(a.settings, metrics.Sweeps), Threshold: jsii.Number(1), EvaluationPeriods: jsii.Number(3),
		ComparisonOperator: awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD,
		TreatMissingData:   silence,
	})
}

// watchRelay looks at the reader of the table's stream: its delay, and the records that it gave up.
func (a alarms) watchRelay(w watched) {
	a.raise("relay-behind", "relay is a minute behind the table: agents see things late. Read its log; if it only has "+
		"much to do, give it more lanes in infra/stage/concurrency.go.",
		w.named("relay").Metric(jsii.String("IteratorAge"), every("Maximum")), 60_000)
	of := map[string]*string{"EventSourceMappingUUID": w.stream}
	a.raise("relay-gave-up", "Records of the table's stream were given up. They lie whole in the bucket of failures for "+
		"30 days: scripts/redrive lists them, and has them tried again once the reason in relay's log is mended.",
		sum("given up", metricOf("AWS/Lambda", "OnFailureDestinationDeliveredEventCount", "Sum", of),
			metricOf("AWS/Lambda", "DroppedEventCount", "Sum", of)), 1)
}

// watchQueues looks at tasks that wait for long, and at those that were given up.
func (a alarms) watchQueues(q queues) {
	a.raise("end-late", "Visits end ten minutes late, in lists and in figures. Read the log of visit-end. Where a task "+
		"was dropped, the sweep ends the visit.", q.end.MetricApproximateAgeOfOldestMessage(every("Maximum")), 600)
	for _, one := range []struct {
		id, tasks   string
		queue, dead awssqs.Queue
		seconds     float64
	}{
		{"answer", "questions to bots", q.answer, q.answerDead, 300},
		{"fetch", "files from WhatsApp", q.media, q.mediaDead, 3600},
		{"send", "messages to WhatsApp", q.send, q.sendDead, 900},
		{"delivery", "stored deliveries of Meta's", q.delivery, q.deliveryDead, 300},
		{"knowledge", "editions of knowledge", q.knowledge, q.knowledgeDead, 300},
		{"search", "messages to be found by a search", q.search, q.searchDead, 300},
		{"mail", "e-mails to visitors and bounces", q.mail, q.mailDead, 900},
	} {
		a.raise(one.id+"-late", fmt.Sprintf("The oldest of the %s waits for %.0f minutes. Read the log of the function "+
			"that takes them. If it is throttled or at its limit, give it more under concurrency in the stage's file.",
			one.tasks, one.seconds/60), one.queue.MetricApproximateAgeOfOldestMessage(every("Maximum")), one.seconds)
		a.raise(one.id+"-dead", "Some "+one.tasks+" were given up. scripts/redrive lists them and the function's log has "+
			"the reason; redrive has them tried again.", one.dead.MetricApproximateNumberOfMessagesVisible(every("Maximum")), 1)
	}
}
