package main

import (
	"testing"

	"github.com/botifire/livechat/infra/stage"
)

// The fixed costs of a month, which the bench prints and docs/limits.md tells, are those of the template.
func TestFixedCostsAreCounted(t *testing.T) {
	alarms, metrics := 0, 0
	for _, p := range alarmsOf("prod") {
		alarms++
		looksAt, math := p["Metrics"].([]any)
		for _, part := range looksAt {
			if part.(object)["MetricStat"] != nil {
				metrics++
			}
		}
		if !math {
			metrics++
		}
	}
	if alarms != stage.Alarms || metrics != stage.AlarmMetrics {
		t.Errorf("%d alarms look at %d metrics, and not %d at %d", alarms, metrics, stage.Alarms, stage.AlarmMetrics)
	}
	polled := map[string]bool{}
	for _, r := range resources("prod", "AWS::Lambda::EventSourceMapping") {
		if p := properties(r); p["StartingPosition"] == nil {
			polled[mustJSON(p["EventSourceArn"])] = true
		}
	}
	if len(polled) != stage.Queues {
		t.Errorf("%d queues are polled, and not %d", len(polled), stage.Queues)
	}
}
