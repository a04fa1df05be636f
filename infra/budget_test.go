package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// CloudFormation takes 500 resources and 1 MB. Our budgets are below, so that nobody meets the limits in a deployment.
// With every setting, of which a canary is five a function, prod has a hundred more than its example. The page for
// operators has both counts.
func TestTheTemplateStaysSmall(t *testing.T) {
	const bytes = 900_000
	synthLargest(t)
	for stage, most := range map[string]int{"prod": 400, "largest": 499} {
		if n := len(templates[stage]["Resources"].(object)); n > most {
			t.Errorf("%s has %d resources; docs/operations.md allows %d", stage, n, most)
		}
		raw, err := json.MarshalIndent(templates[stage], "", " ") // as cdk uploads it
		must(err)
		if len(raw) > bytes {
			t.Errorf("%s has %d bytes, more than %d", stage, len(raw), bytes)
		}
	}
}

// synthLargest makes the template of prod with every setting that adds resources.
func synthLargest(t *testing.T) {
	t.Helper()
	raw, err := os.ReadFile("stages/prod.json")
	must(err)
	var all object
	must(json.Unmarshal(raw, &all))
	all["canary"], all["ownKey"], all["tracing"] = "Canary10Percent5Minutes", true, true
	file := filepath.Join(t.TempDir(), "largest.json")
	must(os.WriteFile(file, []byte(mustJSON(all)), 0o600))
	synth("largest", map[string]any{"stage": "largest", "dist": built, "settings": file})
}

// Lambda keeps 20 KB of statements about the allowed callers of a function. We allow half of it.
func TestThePolicyOfAFunctionStaysSmall(t *testing.T) {
	const most, statement = 10_000, 400 // a statement with its ARNs has about so many bytes
	count := map[string]int{}
	for _, r := range resources("prod", "AWS::Lambda::Permission") {
		count[mustJSON(properties(r)["FunctionName"])]++
	}
	if len(count) == 0 {
		t.Error("no function may be called")
	}
	for name, n := range count {
		if n*statement > most {
			t.Errorf("%s has a policy of about %d bytes, more than %d", name, n*statement, most)
		}
	}
}
