package main

import (
	"strings"
	"testing"
)

// A stage without models lets no function ask one; with models only answer may, and only these.
func TestOnlyAnswerAsksTheModelsOfItsStage(t *testing.T) {
	for stage, offered := range map[string]string{"prod": "anthropic.claude-haiku-4-5-20251001-v1:0", "sandbox": ""} {
		roles := map[string]string{}
		for _, f := range resources(stage, "AWS::Lambda::Function") {
			role := properties(f)["Role"].(object)["Fn::GetAtt"].([]any)[0].(string)
			roles[role] = strings.TrimPrefix(properties(f)["Description"].(string), "functions/")
		}
		asks := 0
		for role, function := range roles {
			for _, s := range statements(stage, role) {
				if !strings.Contains(mustJSON(s["Action"]), "bedrock:") {
					continue
				}
				asks++
				where := mustJSON(s["Resource"])
				if function != "answer" || offered == "" || strings.Count(where, offered) != 2 || strings.Contains(where, "/*") {
					t.Errorf("%s: %s may %s on %s", stage, function, mustJSON(s["Action"]), where)
				}
			}
		}
		if (asks > 0) != (offered != "") {
			t.Errorf("%s: %d functions may ask models", stage, asks)
		}
	}
}
