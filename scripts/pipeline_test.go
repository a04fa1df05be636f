package scripts_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var stageOf = regexp.MustCompile(`with: \{stage: ([a-z]+), anyway: "\$\{\{ inputs\.anyway == true \}\}"\}`)

// Each stage of the pipeline has a file, which is judged before the tests run.
func TestThePipelinesStagesHaveSettings(t *testing.T) {
	pipeline := read(t, "../.github/workflows/deploy.yml")
	stages := stageOf.FindAllStringSubmatch(pipeline, -1)
	if len(stages) != 3 {
		t.Fatalf("the pipeline has the stages %v", stages)
	}
	before, _, _ := strings.Cut(pipeline, "make test")
	for _, stage := range stages {
		if _, err := os.Stat("../infra/stages/" + stage[1] + ".json"); err != nil {
			t.Error(err)
		}
		if !strings.Contains(before, "make settings STAGE="+stage[1]+"\n") {
			t.Errorf("%s is not judged before the tests", stage[1])
		}
	}
}

// The differences are shown before the environment waits for its reviewers, and nothing but tags and main deploys.
func TestThePipelineShowsBeforeItAsks(t *testing.T) {
	stage := read(t, "../.github/workflows/deploy-stage.yml")
	before, after, ok := strings.Cut(stage, "\n  deploy:\n")
	if !ok || !strings.Contains(before, "make diff") || !strings.Contains(before, "inputs.stage }}-diff\n") ||
		strings.Contains(before, "make deploy") {
		t.Error("the first job does more, or less, than to show")
	}
	if !strings.Contains(after, "needs: diff\n") || !strings.Contains(after, "environment: ${{ inputs.stage }}\n") ||
		!strings.Contains(after, "make deploy") {
		t.Error("the second job does not wait for the first one and for the reviewers")
	}
	const gate = "    if: startsWith(github.ref, 'refs/tags/v') || github.ref == 'refs/heads/main'\n"
	if !strings.Contains(read(t, "../.github/workflows/deploy.yml"), "  settings:") ||
		!strings.Contains(read(t, "../.github/workflows/deploy.yml"), gate) {
		t.Error("any branch may begin")
	}
}

// A person who starts the pipeline may say that a deploy is the cure of an alarm; a tag cannot.
func TestThePipelineDeploysAnyway(t *testing.T) {
	pipeline, stage := read(t, "../.github/workflows/deploy.yml"), read(t, "../.github/workflows/deploy-stage.yml")
	if !strings.Contains(pipeline, "    inputs:\n      anyway: {type: boolean, default: false, ") {
		t.Error("nobody can say so")
	}
	_, deploys, _ := strings.Cut(stage, "make deploy")
	if !strings.Contains(deploys, "ANYWAY: ${{ inputs.anyway && '1' || '0' }}\n") {
		t.Error("the deploy is not told")
	}
}

// policies are the JSON of docs/ci.md by their headings.
func policies(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, section := range strings.Split(read(t, "../docs/ci.md"), "\n## ")[1:] {
		heading, text, _ := strings.Cut(section, "\n")
		if _, rest, ok := strings.Cut(text, "```json\n"); ok {
			found[heading], _, _ = strings.Cut(rest, "```")
		}
	}
	return found
}

var action = regexp.MustCompile(`"([a-z0-9]+:[A-Z][A-Za-z]+)"`)

// The policies of the page are JSON. The role that shows differences sees the template only, and no role may act on
// everything.
func TestThePipelinesRights(t *testing.T) {
	all := policies(t)
	if len(all) != 3 {
		t.Fatalf("the page has %d policies", len(all))
	}
	for heading, policy := range all {
		var parsed struct{ Statement []map[string]any }
		if err := json.Unmarshal([]byte(policy), &parsed); err != nil || len(parsed.Statement) == 0 {
			t.Errorf("%s: %v", heading, err)
		}
		for _, s := range parsed.Statement {
			whole := s["Action"] == "lambda:GetAccountSettings" // IAM knows no smaller resource of it
			if s["Action"] == "*" || s["Resource"] == "*" && !whole {
				t.Errorf("%s: %v", heading, s)
			}
		}
	}
	// It assumes no role of cdk's either: that for lookups may read every file.
	reads := []string{"cloudformation:DescribeStacks", "cloudformation:GetTemplate"}
	shows := all["The rights of DIFF_ROLE"]
	for _, found := range action.FindAllStringSubmatch(shows, -1) {
		if !slices.Contains(reads, found[1]) {
			t.Errorf("the role that shows may %s", found[1])
		}
	}
}
