package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/ledger"
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

// allAlarms are those of a stage in us-east-1, and those of one that shifts traffic.
func allAlarms() map[string]object {
	all := alarmsOf("full")
	maps.Copy(all, alarmsOf("prod"))
	return all
}

// CloudWatch may publish to the topic, the topic has a receiver, and every alarm goes there.
func TestAlarmsReachAPerson(t *testing.T) {
	for id, r := range resources("prod", "AWS::SNS::TopicPolicy") {
		if !strings.HasPrefix(id, "Alarms") {
			continue
		}
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
	people := map[string][]any{}
	for _, stage := range []string{"prod", "sandbox"} {
		for _, r := range resources(stage, "AWS::SNS::Subscription") {
			if p := properties(r); strings.Contains(mustJSON(p["TopicArn"]), "Alarms") {
				people[stage] = append(people[stage], p["Protocol"], p["Endpoint"])
			}
		}
	}
	if !slices.Equal(people["prod"], []any{"email", "ops@example.com"}) || len(people["sandbox"]) != 0 {
		t.Errorf("alarms go to %v", people)
	}
	for name, p := range alarmsOf("prod") {
		if len(list(p["AlarmActions"])) != 1 {
			t.Errorf("%s notifies nobody", name)
		}
	}
}

// Every alarm names its remedy, in the mail that a person gets.
func TestAlarmsSayWhatToDo(t *testing.T) {
	verbs := []string{"Read", "Ask", "ook at", "See ", "read", "redrive", "names", "has to look"}
	for name, p := range allAlarms() {
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

// Alarms look at the figures of AWS's services, and at silence too.
func TestFailuresOfAllKindsAreSeen(t *testing.T) {
	alarms := alarmsOf("prod")
	for name, metric := range map[string]string{
		"throttles": `"Throttles"`, "concurrency": `"ConcurrentExecutions"`, "relay-behind": `"IteratorAge"`,
		"relay-gave-up": `"OnFailureDestinationDeliveredEventCount"`, "relay-parked": `"parked"`,
		"sweep-parked": `"parked"`, "sweep-silent": `"sweeps"`, "number-stopped": `"number-stopped"`,
		"answer-late": `"ApproximateAgeOfOldestMessage"`, "send-late": `"ApproximateAgeOfOldestMessage"`,
		"fetch-late": `"ApproximateAgeOfOldestMessage"`, "answer-dead": `"ApproximateNumberOfMessagesVisible"`,
		"delivery-late": `"ApproximateAgeOfOldestMessage"`, "delivery-dead": `"ApproximateNumberOfMessagesVisible"`,
		"send-dead": `"ApproximateNumberOfMessagesVisible"`, "fetch-dead": `"ApproximateNumberOfMessagesVisible"`,
		"table-throttled": `"WriteThrottleEvents"`, "table-errors": `"SystemErrors"`, "http-5xx": `"5xx"`,
		"visitor_socket-errors": `"ExecutionError"`, "agent_socket-errors": `"ExecutionError"`,
		"visitors-refused": `"visitors-connected"`, "edge-refused": `"edge-refused"`,
		"door-5xx": `"5xxErrorRate"`,
	} {
		if !strings.Contains(mustJSON(alarms[name]), metric) {
			t.Errorf("%s does not look at %s; there are %v", name, metric, slices.Sorted(maps.Keys(alarms)))
		}
	}
	for _, r := range resources("prod", "AWS::Lambda::EventSourceMapping") {
		if stream := strings.Contains(mustJSON(r), "StreamArn"); stream != (properties(r)["MetricsConfig"] != nil) {
			t.Error("the mapping of the stream does not tell what it gave up")
		}
	}
}

// Changes that wait for a day until figures have them ring, as rows do that the sweep parked.
func TestFiguresThatAreBehindRing(t *testing.T) {
	if text := mustJSON(alarmsOf("prod")["sweep-parked"]); !strings.Contains(text, `"figures-behind"`) ||
		!strings.Contains(text, "86400") {
		t.Errorf("the alarm looks at %s", text)
	}
}

// Functions that change days of the ledger have the memory for the longest ones.
func TestWhoChangesDaysOfTheLedgerHasTheMemory(t *testing.T) {
	for id, f := range resources("prod", "AWS::Lambda::Function") {
		p := properties(f)
		name := strings.TrimPrefix(p["Description"].(string), "functions/")
		does := slices.Contains([]string{"admin-insights", "admin-privacy", "sweep"}, name)
		if does && p["MemorySize"].(float64)*(1<<20) < 24*ledger.MaxDay {
			t.Errorf("%s has %v MB", id, p["MemorySize"])
		}
	}
}

// The sweep rings by silence, and not because one beat of it is late.
func TestASilentSweepRings(t *testing.T) {
	silent := alarmsOf("prod")["sweep-silent"]
	if silent["TreatMissingData"] != "breaching" || silent["ComparisonOperator"] != "LessThanThreshold" {
		t.Error("a sweep that never runs rings nothing")
	}
	if silent["EvaluationPeriods"] != 3.0 || silent["DatapointsToAlarm"] != nil || silent["Threshold"] != 1.0 {
		t.Errorf("a late beat rings: %s", mustJSON(silent))
	}
	for _, r := range resources("closed", "AWS::CloudWatch::Alarm") {
		if p := properties(r); p["TreatMissingData"] != "notBreaching" {
			t.Errorf("%s rings in a closed stage, in which nothing runs", p["AlarmName"])
		}
	}
}

// The account's quota is shared by all functions, so both alarms about it look at all of them, and one
// knows the quota: a new account's is ten.
func TestTheQuotaOfTheAccountIsWatched(t *testing.T) {
	for stage, most := range map[string]float64{"prod": 800, "sandbox": 8, "full": 800} {
		alarms := alarmsOf(stage)
		for _, name := range []string{"throttles", "concurrency"} {
			if about := alarms[name]["Dimensions"]; about != nil || alarms[name]["Namespace"] != "AWS/Lambda" {
				t.Errorf("%s: %s looks at %v only", stage, name, about)
			}
		}
		if rings := alarms["concurrency"]["Threshold"]; rings != most {
			t.Errorf("%s: the alarm of concurrency rings at %v, not at %v", stage, rings, most)
		}
	}
}

// The alarm of a half-done rotation counts the refusals of functions, whichever secret came, and soon.
func TestARefusedDoorRings(t *testing.T) {
	for _, stage := range []string{"prod", "full"} {
		alarm := alarmsOf(stage)["edge-refused"]
		text, threshold := mustJSON(alarm), alarm["Threshold"].(float64)
		for _, secret := range []string{edge.Wrong, edge.Missing} {
			if !strings.Contains(text, `[{"Name":"secret","Value":"`+secret+`"}]`) {
				t.Errorf("%s: a secret that is %s is not in %s", stage, secret, text)
			}
		}
		if threshold > 5 || !strings.Contains(text, `"Namespace":"Botifire/`+stage+`"`) {
			t.Errorf("%s: it rings at %v: %s", stage, threshold, text)
		}
	}
}

// CloudFront's figures are in us-east-1 only: an alarm elsewhere would have none for ever.
func TestNoAlarmLooksForFiguresThatAreElsewhere(t *testing.T) {
	for stage, want := range map[string]bool{"prod": true, "full": false} {
		if found := strings.Contains(mustJSON(alarmsOf(stage)), "AWS/CloudFront"); found != want {
			t.Errorf("%s looks at CloudFront: %v", stage, found)
		}
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
	for name := range allAlarms() {
		row := "`" + name + "`"
		for _, kind := range []string{"-errors", "-canary"} {
			if function, is := strings.CutSuffix(name, kind); is && functionsOf("prod")[function] != nil {
				row = "`<function>" + kind + "`"
			}
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
