package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Each judge is there and awake: it finds the fault of its kind in a template that AWS would refuse.
func TestEachJudgeFindsItsFault(t *testing.T) {
	if testing.Short() {
		t.Skip("the judges take seconds")
	}
	t.Chdir("../..")
	found, err := opinions(t.Context(), []string{"scripts/judge/testdata/refused.json"})
	if err != nil {
		t.Fatal(err)
	}
	for rule, resource := range map[string]string{
		"pf-apigwv2-access-log-format-request-id": "Stage", // cdk-preflight
		"CKV_AWS_20": "Open", // checkov
	} {
		if !slices.ContainsFunc(found, func(f finding) bool { return f.Rule == rule && f.Resource == resource }) {
			t.Errorf("%s does not speak up about %s: %v", rule, resource, found)
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
