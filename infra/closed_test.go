package main

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
)

// The functions of a closed stage do not know the table, nothing wakes those that no client calls, and a new
// version has all traffic at once, whatever alarm rings.
func TestAClosedStageTouchesNoTable(t *testing.T) {
	for id, r := range resources("closed", "AWS::Lambda::Function") {
		variables := properties(r)["Environment"].(object)["Variables"].(object)
		if variables[config.Table] != dynamo.Closed {
			t.Errorf("%s knows the table: %v", id, variables[config.Table])
		}
	}
	for id, r := range resources("closed", "AWS::Lambda::EventSourceMapping") {
		if properties(r)["Enabled"] != false {
			t.Errorf("%s goes on", id)
		}
	}
	for id, r := range resources("closed", "AWS::Events::Rule") {
		if properties(r)["State"] != "DISABLED" {
			t.Errorf("%s goes on", id)
		}
	}
	for id, r := range resources("closed", "AWS::CodeDeploy::DeploymentGroup") {
		if !strings.Contains(mustJSON(properties(r)["DeploymentConfigName"]), "LambdaAllAtOnce") {
			t.Errorf("%s shifts bit by bit", id)
		}
		alarms := properties(r)["AlarmConfiguration"].(object)
		if alarms["Enabled"] != false || strings.Contains(mustJSON(r), "DEPLOYMENT_STOP_ON_ALARM") {
			t.Errorf("%s does not close while an alarm rings: %s", id, mustJSON(r))
		}
	}
	for _, kind := range []string{
		"AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping", "AWS::Events::Rule",
		"AWS::CodeDeploy::DeploymentGroup",
	} {
		if len(resources("closed", kind)) == 0 {
			t.Errorf("there is no %s", kind)
		}
	}
}

// An open stage works: its functions know the table, and their triggers are on.
func TestAnOpenStageWorks(t *testing.T) {
	for id, r := range resources("prod", "AWS::Lambda::EventSourceMapping") {
		if properties(r)["Enabled"] != true {
			t.Errorf("%s rests", id)
		}
	}
	for id, r := range resources("prod", "AWS::Events::Rule") {
		if properties(r)["State"] != "ENABLED" {
			t.Errorf("%s rests", id)
		}
	}
	if strings.Contains(mustJSON(templates["prod"]["Resources"]), `"TABLE":"closed"`) {
		t.Error("a function does not know the table")
	}
}
