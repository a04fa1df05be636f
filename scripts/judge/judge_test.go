package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A judge that does not find the fault of its kind is not believed, and what it has to find is no finding.
func TestEachJudgeFindsItsFault(t *testing.T) {
	preflight := finding{faults["RefusedStage"], "RefusedStage", ""}
	checkov := finding{faults["RefusedOpen"], "RefusedOpen", ""}
	other := finding{"CKV_AWS_20", "Media12", "old"}
	rest, err := awake([]finding{preflight, {"CKV_AWS_18", "RefusedOpen", ""}, other, checkov})
	if err != nil || !slices.Equal(rest, []finding{other}) {
		t.Errorf("it says %v, %v", rest, err)
	}
	for sleeping, found := range map[string][]finding{"pf-apigwv2": {checkov, other}, "CKV_AWS_20": {preflight, other}} {
		if _, err := awake(found); err == nil || !strings.Contains(err.Error(), sleeping) {
			t.Errorf("without %s: %v", sleeping, err)
		}
	}
}

// An acceptance covers its rule at its resources, and is refused once nothing needs it.
func TestAcceptancesAreNeitherWideNorOld(t *testing.T) {
	accepts := acceptances{
		{Rule: "A", Resources: []string{"Media*", "Gone*"}, Reason: "people's files"},
		{Rule: "B", Resources: []string{"*"}, Reason: "everywhere"},
	}
	wrong := accepts.compare([]finding{
		{"A", "Media12", "old"}, {"A", "Web34", "new"}, {"B", "Web34", "old"}, {"C", "Web34", "new"},
	})
	want := []string{"A Gone*: it is accepted and not found any more: drop it", "A Web34: new", "C Web34: new"}
	if !slices.Equal(wrong, want) {
		t.Errorf("it says %q", wrong)
	}
}

func TestAnAcceptanceNeedsAReason(t *testing.T) {
	file := filepath.Join(t.TempDir(), "accepted.yaml")
	for text, refusal := range map[string]string{
		"- {rule: A, resources: ['*'], reason: fine}":                 "a reason in words",
		"- {rule: A, reason: because it is a choice of the product}":  "its resources",
		"- {rule: A, resource: x, reason: because it is our choice }": "not found in type",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readAccepted(file); err == nil || !strings.Contains(err.Error(), refusal) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
