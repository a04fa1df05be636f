package main

import (
	"strings"
	"testing"
)

// A few failures among many calls ring nothing, nor does one among few.
func TestFailuresOfTheAPIAreAShare(t *testing.T) {
	alarm := alarmsOf("prod")["http-5xx"]
	text := mustJSON(alarm)
	for _, part := range []string{
		`"IF(FILL(whole,0)\u003e=50,100*FILL(part,0)/whole,0)"`, `"MetricName":"5xx"`, `"MetricName":"Count"`,
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
	if alarm["Threshold"] != 5.0 {
		t.Errorf("it rings at %v percent", alarm["Threshold"])
	}
}

// One failure among a handful of requests to the door rings nothing.
func TestFailuresOfTheDoorAreAShare(t *testing.T) {
	text := mustJSON(alarmsOf("prod")["door-5xx"])
	for _, part := range []string{
		`"IF(FILL(whole,0)\u003e=50,FILL(rate,0),0)"`, `"MetricName":"5xxErrorRate"`, `"MetricName":"Requests"`,
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
}

// Failures that are far apart ring as well: in a quiet stage a fault meets few calls.
func TestFewFailuresOfAFunctionRing(t *testing.T) {
	alarms := alarmsOf("prod")
	for name := range functionsOf("prod") {
		alarm := alarms[name+"-errors"]
		if alarm["Threshold"] != 3.0 || alarm["EvaluationPeriods"] != 1.0 ||
			strings.Count(mustJSON(alarm), `"Period":3600`) != 2 {
			t.Errorf("%s does not ring at three failures within an hour: %s", name, mustJSON(alarm))
		}
	}
}

// A table that refuses reads of an index shows no list, so indexes are looked at both ways.
func TestThrottledIndexesRing(t *testing.T) {
	text := mustJSON(alarmsOf("prod")["table-throttled"])
	for _, name := range []string{"ReadThrottleEvents", "WriteThrottleEvents"} {
		if n := strings.Count(text, `"MetricName":"`+name+`"`); n != 4 {
			t.Errorf("%s is looked at %d times, not for the table and three indexes", name, n)
		}
	}
}
