package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// alarmsOf are the alarms of a stage, by their name without the stage.
func alarmsOf(stage string) map[string]object {
	found := map[string]object{}
	for _, r := range resources(stage, "AWS::CloudWatch::Alarm") {
		p := properties(r)
		found[strings.TrimPrefix(p["AlarmName"].(string), "botifire-"+stage+"-")] = p
	}
	return found
}

// CloudWatch may publish to the topic, the topic has a receiver, and every alarm goes there.
func TestAlarmsReachAPerson(t *testing.T) {
	for id, r := range resources("prod", "AWS::SNS::TopicPolicy") {
		may := false
		for _, s := range properties(r)["PolicyDocument"].(object)["Statement"].([]any) {
			s := s.(object)
			may = may || s["Effect"] == "Allow" && s["Action"] == "sns:Publish" &&
				strings.Contains(mustJSON(s["Principal"]), "cloudwatch.amazonaws.com") &&
				strings.Contains(mustJSON(s["Condition"]), "aws:SourceAccount")
		}
		if !may {
			t.Errorf("%s does not let CloudWatch publish", id)
		}
	}
	for _, r := range resources("prod", "AWS::SNS::Subscription") {
		if p := properties(r); p["Protocol"] != "email" || p["Endpoint"] != "ops@example.com" {
			t.Errorf("alarms go to %v", p)
		}
	}
	if len(resources("prod", "AWS::SNS::Subscription")) != 1 || len(resources("sandbox", "AWS::SNS::Subscription")) != 0 {
		t.Error("the receiver is not the one of the stage's file")
	}
	for name, p := range alarmsOf("prod") {
		if len(list(p["AlarmActions"])) != 1 {
			t.Errorf("%s notifies nobody", name)
		}
	}
}

// Every alarm says what to do, in the mail that a person gets.
func TestAlarmsSayWhatToDo(t *testing.T) {
	verbs := []string{"Read", "Ask", "ook at", "See ", "read", "redrive", "names", "has to look"}
	for name, p := range alarmsOf("prod") {
		text, _ := p["AlarmDescription"].(string)
		if len(text) < 60 || len(text) > 1024 ||
			!slices.ContainsFunc(verbs, func(verb string) bool { return strings.Contains(text, verb) }) {
			t.Errorf("%s says %q", name, text)
		}
	}
}

// A function's alarm counts the failures that it answered, which Lambda does not count.
func TestEveryFunctionsFailuresAreSeen(t *testing.T) {
	counted := map[string]bool{}
	for _, r := range resources("prod", "AWS::Logs::MetricFilter") {
		if p := properties(r); p["FilterPattern"] == `{ $.level = "ERROR" }` {
			metric := p["MetricTransformations"].([]any)[0].(object)
			counted[mustJSON(p["LogGroupName"])] = true
			counted[metric["MetricName"].(string)] = metric["MetricNamespace"] == "Botifire/prod"
		}
	}
	alarms := alarmsOf("prod")
	for id, f := range resources("prod", "AWS::Lambda::Function") {
		p := properties(f)
		if !counted[mustJSON(p["LoggingConfig"].(object)["LogGroup"])] {
			t.Errorf("the lines of level ERROR of %s are not counted", id)
		}
		name := strings.TrimPrefix(p["Description"].(string), "functions/")
		if text := mustJSON(alarms[name+"-errors"]); !counted[name+"-error-lines"] ||
			!strings.Contains(text, name+"-error-lines") || !strings.Contains(text, `"Errors"`) {
			t.Errorf("the alarm of %s looks at %s", name, text)
		}
	}
}

// What AWS's services tell is looked at, and so is silence.
func TestFailuresOfAllKindsAreSeen(t *testing.T) {
	alarms := alarmsOf("prod")
	for name, metric := range map[string]string{
		"throttles": `"Throttles"`, "concurrency": `"ConcurrentExecutions"`, "relay-behind": `"IteratorAge"`,
		"relay-gave-up": `"OnFailureDestinationDeliveredEventCount"`, "relay-parked": `"parked"`,
		"sweep-parked": `"parked"`, "sweep-silent": `"sweeps"`, "number-stopped": `"number-stopped"`,
		"answer-late": `"ApproximateAgeOfOldestMessage"`, "send-late": `"ApproximateAgeOfOldestMessage"`,
		"fetch-late": `"ApproximateAgeOfOldestMessage"`, "answer-dead": `"ApproximateNumberOfMessagesVisible"`,
		"send-dead": `"ApproximateNumberOfMessagesVisible"`, "fetch-dead": `"ApproximateNumberOfMessagesVisible"`,
		"table-throttled": `"WriteThrottleEvents"`, "table-errors": `"SystemErrors"`, "http-5xx": `"5xx"`,
		"visitor_socket-errors": `"ExecutionError"`, "agent_socket-errors": `"ExecutionError"`,
		"visitor_socket-refused": `"IntegrationError"`, "agent_socket-refused": `"IntegrationError"`,
		"door-5xx": `"5xxErrorRate"`,
	} {
		if !strings.Contains(mustJSON(alarms[name]), metric) {
			t.Errorf("%s does not look at %s; there are %v", name, metric, slices.Sorted(maps.Keys(alarms)))
		}
	}
	silent := alarms["sweep-silent"]
	if silent["TreatMissingData"] != "breaching" || silent["ComparisonOperator"] != "LessThanThreshold" {
		t.Error("a sweep that never runs rings nothing")
	}
	if alarms["concurrency"]["Threshold"] != 800.0 || alarmsOf("sandbox")["concurrency"]["Threshold"] != 8.0 {
		t.Error("the alarm of concurrency does not know the account's quota")
	}
	for _, r := range resources("prod", "AWS::Lambda::EventSourceMapping") {
		if stream := strings.Contains(mustJSON(r), "StreamArn"); stream != (properties(r)["MetricsConfig"] != nil) {
			t.Error("the mapping of the stream does not tell what it gave up")
		}
	}
	if _, is := alarmsOf("full")["door-5xx"]; is {
		t.Error("a region other than us-east-1 has no figures of CloudFront")
	}
}

// CloudWatch computes an alarm from at most ten metrics.
func TestAlarmsAreNotTooLarge(t *testing.T) {
	for name, p := range alarmsOf("prod") {
		if n := strings.Count(fmt.Sprint(mustJSON(p)), `"MetricStat"`); n > 10 {
			t.Errorf("%s has %d metrics", name, n)
		}
	}
}

// The page for operators has every alarm.
func TestEveryAlarmIsInTheDocs(t *testing.T) {
	raw, err := os.ReadFile("../docs/operate.md")
	must(err)
	for name := range alarmsOf("prod") {
		row := "`" + name + "`"
		if function, is := strings.CutSuffix(name, "-errors"); is && functionsOf("prod")[function] != nil {
			row = "`<function>-errors`"
		}
		if !strings.Contains(string(raw), row) {
			t.Errorf("docs/operate.md says nothing about %s", name)
		}
	}
}

// functionsOf are the functions of a stage, by the name of their folder.
func functionsOf(stage string) map[string]object {
	found := map[string]object{}
	for _, f := range resources(stage, "AWS::Lambda::Function") {
		found[strings.TrimPrefix(properties(f)["Description"].(string), "functions/")] = f
	}
	return found
}
