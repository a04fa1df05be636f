package main

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/config"
)

// Queues may not take more than the account's concurrency; two functions are the least that SQS gives a queue, so eight
// queues can take a new account's ten for a moment. A throttled task is not visible again before it could have been
// tried: AWS asks for six times the function's limit.
func TestQueuesLeaveRoomForPeople(t *testing.T) {
	for _, stage := range []string{"prod", "sandbox", "full"} {
		queues, functions := resources(stage, "AWS::SQS::Queue"), resources(stage, "AWS::Lambda::Function")
		atOnce, readers := 0.0, 0
		for id, r := range resources(stage, "AWS::Lambda::EventSourceMapping") {
			p := properties(r)
			if strings.Contains(mustJSON(p["EventSourceArn"]), "tream") {
				continue
			}
			queue := p["EventSourceArn"].(object)["Fn::GetAtt"].([]any)[0].(string)
			scaling, _ := p["ScalingConfig"].(object)
			if scaling == nil {
				t.Fatalf("%s: %s has no limit", stage, id)
			}
			readers, atOnce = readers+1, atOnce+scaling["MaximumConcurrency"].(float64)
			for name, f := range functions {
				limit := properties(f)["Timeout"].(float64)
				seen := properties(queues[queue])["VisibilityTimeout"].(float64)
				if strings.Contains(mustJSON(p["FunctionName"]), `"`+name+`"`) && seen < 6*limit {
					t.Errorf("%s: a task of %s is visible after %.0f s, the function may take %.0f", stage, queue, seen, limit)
				}
			}
		}
		quota := map[string]float64{"prod": 1000, "sandbox": 2 * 8, "full": 1000}[stage]
		if readers != 8 || atOnce > quota {
			t.Errorf("%s: %d queues may take %.0f of %.0f", stage, readers, atOnce, quota)
		}
	}
}

// A small account has so few functions at once that one lane of each shard is all that the stream gets.
func TestTheStreamLeavesRoomForPeople(t *testing.T) {
	for stage, want := range map[string]float64{"prod": 4, "sandbox": 1, "full": 4} {
		for id, r := range resources(stage, "AWS::Lambda::EventSourceMapping") {
			if lanes := properties(r)["ParallelizationFactor"]; lanes != nil && lanes != want {
				t.Errorf("%s: %s has %v lanes", stage, id, lanes)
			}
		}
	}
}

// A sweep that failed comes again with the next minute, and not twice more besides.
func TestASweepThatFailedIsNotRepeated(t *testing.T) {
	for stage, on := range map[string]string{"prod": "$LATEST", "full": live} {
		configs := resources(stage, "AWS::Lambda::EventInvokeConfig")
		for id, r := range configs {
			p := properties(r)
			if p["MaximumRetryAttempts"] != 0.0 || !strings.Contains(mustJSON(p["FunctionName"]), "sweep") ||
				!strings.Contains(mustJSON(p["Qualifier"]), on) {
				t.Errorf("%s: %s is %v", stage, id, p)
			}
		}
		if len(configs) != 1 {
			t.Errorf("%s: %d functions say how often they are repeated", stage, len(configs))
		}
	}
}

// Only the stage's file reserves concurrency, because an account with ten functions at once refuses any, and says how
// many pages may connect.
func TestReservesAreTheStages(t *testing.T) {
	for _, stage := range []string{"prod", "sandbox", "local", "full"} {
		for id, f := range resources(stage, "AWS::Lambda::Function") {
			p := properties(f)
			reserved := p["ReservedConcurrentExecutions"]
			want := any(nil)
			if stage == "full" && p["Description"] == "functions/widget-connect" {
				want = 50.0
			}
			if reserved != want {
				t.Errorf("%s: %s reserves %v", stage, id, reserved)
			}
			connects := p["Environment"].(object)["Variables"].(object)[config.SiteConnects]
			if p["Description"] != "functions/widget-connect" {
				want = nil
			} else if want = "200"; stage == "prod" {
				want = "400"
			}
			if connects != want {
				t.Errorf("%s: %s lets %v pages a second connect", stage, id, connects)
			}
		}
	}
}
