package main

import (
	"fmt"
	"strings"
	"testing"
)

// Everything that costs says which stage it is of.
func TestResourcesHaveTags(t *testing.T) {
	for _, kind := range []string{
		"AWS::Lambda::Function", "AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::KMS::Key",
		"AWS::CloudFront::Distribution", "AWS::ApiGatewayV2::Api", "AWS::SecretsManager::Secret", "AWS::Logs::LogGroup",
		"AWS::Cognito::UserPool", "AWS::SNS::Topic", "AWS::Budgets::Budget",
	} {
		for id, r := range resources("prod", kind) {
			text := mustJSON(r)
			for key, value := range map[string]string{"app": "botifire", "stage": "prod"} {
				if !strings.Contains(text, fmt.Sprintf(`{"Key":%q,"Value":%q}`, key, value)) &&
					!strings.Contains(text, fmt.Sprintf(`%q:%q`, key, value)) {
					t.Errorf("%s has no tag %s: %s", id, key, text)
				}
			}
		}
	}
}

// A budget tells the receiver of alarms, before the money is spent.
func TestABudgetTellsTheReceiver(t *testing.T) {
	budgets := resources("prod", "AWS::Budgets::Budget")
	for id, r := range budgets {
		p := properties(r)
		if limit := mustJSON(p["Budget"].(object)["BudgetLimit"]); limit != `{"Amount":500,"Unit":"USD"}` {
			t.Errorf("%s is %s", id, limit)
		}
		text := mustJSON(p["NotificationsWithSubscribers"])
		for _, part := range []string{"ACTUAL", "FORECASTED", `"SNS"`, "Alarms"} {
			if !strings.Contains(text, part) {
				t.Errorf("%s notifies %s", id, text)
			}
		}
		if !strings.Contains(mustJSON(r["DependsOn"]), "AlarmsPolicy") {
			t.Errorf("%s does not wait until it may publish", id)
		}
	}
	for id, r := range resources("prod", "AWS::SNS::TopicPolicy") {
		if strings.HasPrefix(id, "Alarms") && !strings.Contains(mustJSON(r), "budgets.amazonaws.com") {
			t.Error("the budget may not publish")
		}
	}
	if len(budgets) != 1 || len(resources("sandbox", "AWS::Budgets::Budget")) != 0 {
		t.Errorf("%d budgets", len(budgets))
	}
}

// The door is seen wherever the stage is: a page shows figures of another region, which an alarm cannot.
func TestTheDashboardShowsTheDoor(t *testing.T) {
	for _, stage := range []string{"prod", "full"} {
		for id, r := range resources(stage, "AWS::CloudWatch::Dashboard") {
			text := strings.ReplaceAll(mustJSON(properties(r)["DashboardBody"]), `\`, "")
			at := strings.Index(text, `"AWS/CloudFront","5xxErrorRate"`)
			if at < 0 || stage == "full" && !strings.Contains(text[at:], `"region":"us-east-1"`) {
				t.Errorf("%s: %s does not show the failures of the door", stage, id)
			}
		}
	}
}

// A stage is seen on one page.
func TestADashboardShowsTheStage(t *testing.T) {
	for id, r := range resources("prod", "AWS::CloudWatch::Dashboard") {
		body := mustJSON(properties(r)["DashboardBody"])
		for _, metric := range []string{
			"messages", "visitors-connected", "bot-answers", "whatsapp-sends", "parked",
			"ConnectCount", "MessageCount", "5xx", "Errors", "Duration", "p95", "Invocations", "ConcurrentExecutions",
			"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible", "IteratorAge", "ConsumedWriteCapacityUnits",
		} {
			if !strings.Contains(body, metric) {
				t.Errorf("%s does not show %s", id, metric)
			}
		}
	}
	if n := len(resources("prod", "AWS::CloudWatch::Dashboard")); n != 1 {
		t.Errorf("%d dashboards", n)
	}
}
