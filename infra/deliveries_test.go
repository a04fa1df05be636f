package main

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/deliveries"
)

// The file of a large delivery outlives its task and its dead letter: until these are gone it can be tried again. The
// note that it is known outlives the file, and the week for which Meta repeats it.
func TestADeliveryIsKeptAsLongAsItsLetter(t *testing.T) {
	days := map[string]float64{}
	for _, r := range resources("prod", "AWS::S3::Bucket") {
		lifecycle, _ := properties(r)["LifecycleConfiguration"].(object)
		for _, rule := range list(lifecycle["Rules"]) {
			rule, _ := rule.(object)
			prefix, _ := rule["Prefix"].(string)
			days[prefix], _ = rule["ExpirationInDays"].(float64)
		}
	}
	file, known := days[deliveries.Waiting], days[deliveries.Known]
	if file != deliveries.Days || known <= file || known < 8 {
		t.Errorf("the file is kept for %v days, and known for %v", file, known)
	}
	queues := 0
	for id, q := range resources("prod", "AWS::SQS::Queue") {
		if !strings.HasPrefix(id, "Delivery") {
			continue
		}
		queues++
		if seconds := properties(q)["MessageRetentionPeriod"].(float64); seconds > file*24*3600 {
			t.Errorf("%s keeps a task for %v seconds, longer than its file", id, seconds)
		}
	}
	if queues != 2 {
		t.Errorf("there are %d queues of deliveries", queues)
	}
}
