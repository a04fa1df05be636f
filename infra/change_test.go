package main

import (
	"slices"
	"strings"
	"testing"
)

// A stage that shifts traffic has everything call an alias, and CodeDeploy goes back when the alarm of
// the function rings.
func TestNewVersionsGetTrafficBitByBit(t *testing.T) {
	groups, functions := resources("full", "AWS::CodeDeploy::DeploymentGroup"), resources("full", "AWS::Lambda::Function")
	for id, r := range groups {
		p := properties(r)
		alarms, back := p["AlarmConfiguration"].(object), p["AutoRollbackConfiguration"].(object)
		if alarms["Enabled"] != true || len(alarms["Alarms"].([]any)) != 1 ||
			!strings.Contains(mustJSON(back["Events"]), "DEPLOYMENT_STOP_ON_ALARM") {
			t.Errorf("%s goes on in spite of %v, %v", id, alarms, back)
		}
		if !strings.Contains(mustJSON(p["DeploymentConfigName"]), "LambdaCanary10Percent5Minutes") {
			t.Errorf("%s shifts by %v", id, p["DeploymentConfigName"])
		}
	}
	aliases := resources("full", "AWS::Lambda::Alias")
	if len(groups) != len(functions) || len(aliases) != len(functions) {
		t.Errorf("%d functions have %d aliases and %d groups", len(functions), len(aliases), len(groups))
	}
	called(t, functions)
	for _, stage := range []string{"prod", "local"} {
		if n := len(resources(stage, "AWS::Lambda::Alias")) + len(resources(stage, "AWS::CodeDeploy::Application")); n > 0 {
			t.Errorf("%s shifts traffic although its file does not say so", stage)
		}
	}
}

// called finds places that call functions past their aliases.
func called(t *testing.T, functions map[string]object) {
	t.Helper()
	called := 0
	for kind, property := range map[string]string{
		"AWS::ApiGatewayV2::Integration": "IntegrationUri", "AWS::Lambda::EventSourceMapping": "FunctionName",
		"AWS::Lambda::Permission": "FunctionName", "AWS::Events::Rule": "Targets",
	} {
		for id, r := range resources("full", kind) {
			called++
			if !strings.Contains(mustJSON(properties(r)[property]), "live") {
				t.Errorf("%s calls past the alias: %s", id, mustJSON(properties(r)[property]))
			}
		}
	}
	if called < len(functions) {
		t.Errorf("only %d places call functions", called)
	}
}

// The alarm that takes a new version back looks at that version alone, from its first failure on, and
// before the canary ends: the figures of the whole function would hide it.
func TestANewVersionHasAnAlarmOfItsOwn(t *testing.T) {
	alarms, groups := resources("full", "AWS::CloudWatch::Alarm"), resources("full", "AWS::CodeDeploy::DeploymentGroup")
	for id, r := range resources("full", "AWS::Lambda::Alias") {
		update := r["UpdatePolicy"].(object)["CodeDeployLambdaAliasUpdate"].(object)
		group := properties(groups[update["DeploymentGroupName"].(object)["Ref"].(string)])
		alarm := group["AlarmConfiguration"].(object)["Alarms"].([]any)[0].(object)["Name"].(object)["Ref"].(string)
		if !slices.Contains(list(r["DependsOn"]), any(alarm)) {
			t.Errorf("%s moves before %s looks at the new version", id, alarm)
		}
		p, version := properties(alarms[alarm]), mustJSON(properties(r)["FunctionVersion"])
		name := strings.TrimSuffix(strings.TrimPrefix(p["AlarmName"].(string), "botifire-full-"), "-canary")
		text := mustJSON(p["Metrics"])
		for _, part := range []string{
			`"MetricName":"Errors"`, `{"Name":"ExecutedVersion","Value":` + version + `}`, `{"Name":"FunctionName",`,
			`{"Name":"Resource","Value":"botifire-full-` + name + `:live"}`,
			`[{"Name":"functionVersion","Value":` + version + `}],"MetricName":"` + name + `-canary-lines"`,
		} {
			if !strings.Contains(text, part) {
				t.Errorf("%s does not look at %s: %s", alarm, part, text)
			}
		}
		if strings.Count(text, `"Period":60`) != 2 || p["Threshold"] != 1.0 || p["DatapointsToAlarm"] != 1.0 ||
			p["EvaluationPeriods"].(float64) >= 5 || p["TreatMissingData"] != "notBreaching" {
			t.Errorf("%s rings too late, or for nothing: %s", alarm, mustJSON(p))
		}
	}
}

// The lines that the alarm of a new version counts are of level ERROR, by the version that wrote them.
func TestLinesAreCountedByVersion(t *testing.T) {
	counted := map[string]bool{}
	for _, r := range resources("full", "AWS::Logs::MetricFilter") {
		p := properties(r)
		if strings.Contains(mustJSON(p), `"Dimensions":[{"Key":"functionVersion","Value":"$.functionVersion"}]`) {
			counted[mustJSON(p["LogGroupName"])] = p["FilterPattern"] == `{ $.level = "ERROR" }`
		}
	}
	for id, f := range resources("full", "AWS::Lambda::Function") {
		if !counted[mustJSON(properties(f)["LoggingConfig"].(object)["LogGroup"])] {
			t.Errorf("the lines of %s are not counted by version", id)
		}
	}
}

// Pages that a deploy replaced are kept for a month, and nothing else is: people's files leave no
// version behind.
func TestPagesHaveAWayBack(t *testing.T) {
	for id, r := range resources("prod", "AWS::S3::Bucket") {
		p := properties(r)
		if versioned := p["VersioningConfiguration"] != nil; versioned != strings.HasPrefix(id, "Web") {
			t.Errorf("%s keeps versions: %v", id, versioned)
		}
		if !strings.HasPrefix(id, "Web") {
			continue
		}
		kept := map[string]any{}
		for _, rule := range p["LifecycleConfiguration"].(object)["Rules"].([]any) {
			rule := rule.(object)
			days, _ := rule["NoncurrentVersionExpiration"].(object)
			switch {
			case rule["TagFilters"] != nil:
				kept[mustJSON(rule["TagFilters"])] = rule["ExpirationInDays"]
			case rule["Prefix"] != nil:
				kept[rule["Prefix"].(string)] = days["NoncurrentDays"]
			default:
				kept["all"] = days["NoncurrentDays"]
			}
		}
		if kept["all"] != 30.0 || kept["widget/faces/"] != 1.0 || kept[`[{"Key":"release","Value":"old"}]`] != 30.0 {
			t.Errorf("%s keeps %v", id, kept)
		}
	}
}

// Traces are a stage's choice.
func TestTracesAreTheStagesChoice(t *testing.T) {
	for stage, want := range map[string]any{"full": "Active", "prod": nil, "local": nil} {
		for id, f := range resources(stage, "AWS::Lambda::Function") {
			tracing, _ := properties(f)["TracingConfig"].(object)
			if tracing["Mode"] != want {
				t.Errorf("%s: %s traces %v", stage, id, tracing["Mode"])
			}
		}
	}
}
