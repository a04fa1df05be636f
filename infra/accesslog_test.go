package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// safeValues are API Gateway's values that can hold no quote, and nothing about a person.
var safeValues = regexp.MustCompile(
	`^\$context\.(requestId|eventType|routeKey|connectionId|httpMethod|status|responseLatency|error\.responseType)$`)

// API Gateway refuses a format without a request id; and each line is JSON, also that of a failure.
func TestAccessLogsAreAcceptedAndReadable(t *testing.T) {
	for _, stage := range stages {
		for id, r := range resources(stage, "AWS::ApiGatewayV2::Stage") {
			format := properties(r)["AccessLogSettings"].(object)["Format"].(string)
			if !strings.Contains(format, "$context.requestId") {
				t.Errorf("%s: %s logs no request id", stage, id)
			}
			var fields map[string]string
			if err := json.Unmarshal([]byte(format), &fields); err != nil {
				t.Errorf("%s: %s logs %s, which is no JSON: %v", stage, id, format, err)
			}
			for field, value := range fields {
				if !safeValues.MatchString(value) {
					t.Errorf("%s: %s logs %s=%s", stage, id, field, value)
				}
			}
		}
	}
}

// API Gateway writes WebSocket logs with the account's role, which outlives the stack.
func TestTheAccountHasARoleForAPILogs(t *testing.T) {
	accounts := resources("prod", "AWS::ApiGateway::Account")
	if len(accounts) != 1 || len(resources("full", "AWS::ApiGateway::Account")) != 0 {
		t.Fatal("the role is not made, or made although it is managed elsewhere")
	}
	for id, account := range accounts {
		role := properties(account)["CloudWatchRoleArn"].(object)["Fn::GetAtt"].([]any)[0].(string)
		if account["DeletionPolicy"] != "Retain" || resources("prod", "AWS::IAM::Role")[role]["DeletionPolicy"] != "Retain" {
			t.Error("another stack loses its logs when this one is deleted")
		}
		for name, stage := range resources("prod", "AWS::ApiGatewayV2::Stage") {
			socket := strings.Contains(name, "socket")
			if waits := strings.Contains(mustJSON(stage["DependsOn"]), `"`+id+`"`); socket != waits {
				t.Errorf("%s waits for the role: %v", name, waits)
			}
		}
	}
}

// Groups of this prefix do not lengthen the account's one policy of logs, which has a limit.
func TestAccessLogsHaveVendedNames(t *testing.T) {
	for id, r := range resources("prod", "AWS::Logs::LogGroup") {
		name := properties(r)["LogGroupName"].(string)
		if strings.Contains(name, "/access/") && !strings.HasPrefix(name, "/aws/vendedlogs/") {
			t.Errorf("%s is named %s", id, name)
		}
	}
}

// Names of stages stand in addresses, and API Gateway's rules for them are told in two ways: letters,
// digits and _ are in both.
func TestStagesHaveNamesThatAreAllowedEverywhere(t *testing.T) {
	allowed := regexp.MustCompile(`^(\$default|\w+)$`)
	for id, r := range resources("prod", "AWS::ApiGatewayV2::Stage") {
		if name := properties(r)["StageName"].(string); !allowed.MatchString(name) {
			t.Errorf("%s is named %s", id, name)
		}
	}
}
