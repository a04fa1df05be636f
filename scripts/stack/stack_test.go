package stack

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/botifire/livechat/scripts/stack/stacktest"
	"github.com/botifire/livechat/shared/config"
)

const (
	name     = "botifire-prod-stack"
	settings = `{"region":"eu-central-1","account":"123456789012","alarms":"none"}`
)

func clients() *cloudformation.Client { return cloudformation.NewFromConfig(config.AWS()) }

// Every status of CloudFormation is judged, and only those that are named here are not fit for use.
func TestEveryStatusIsJudged(t *testing.T) {
	judged := map[State][]types.StackStatus{
		Absent: {"DELETE_COMPLETE"}, Planned: {"REVIEW_IN_PROGRESS"}, Leaving: {"DELETE_IN_PROGRESS"},
		Failed: {"CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}, Halved: {"DELETE_FAILED"},
		Busy: {
			"CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
			"UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "IMPORT_IN_PROGRESS",
			"IMPORT_ROLLBACK_IN_PROGRESS",
		},
		Stuck: {"UPDATE_FAILED", "UPDATE_ROLLBACK_FAILED", "IMPORT_ROLLBACK_FAILED"},
		Ready: {
			"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE",
			"IMPORT_ROLLBACK_COMPLETE",
		},
	}
	seen := 0
	for state, all := range judged {
		for _, status := range all {
			if seen++; StateOf(status) != state {
				t.Errorf("%s is judged as %d, not %d", status, StateOf(status), state)
			}
		}
	}
	if seen != len(types.StackStatus("").Values()) {
		t.Errorf("%d statuses are judged, of %v", seen, types.StackStatus("").Values())
	}
}

// A stack is absent when CloudFormation says so, and not when it refuses to answer.
func TestARefusalIsNoAbsence(t *testing.T) {
	a := &stacktest.Account{Number: "123456789012"}
	a.Open(t, nil)
	if found, err := Find(t.Context(), clients(), name); err != nil || found.State != Absent {
		t.Errorf("without a stack: %+v, %v", found, err)
	}
	for _, code := range []string{"AccessDenied", "ExpiredToken", "ValidationError"} {
		a.Refuses = map[string]string{"DescribeStacks": code}
		if _, err := Find(t.Context(), clients(), name); err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// A command that works on a stage gets its outputs, or hears in words why there are none.
func TestOutputsOrTheReason(t *testing.T) {
	a := &stacktest.Account{Number: "123456789012"}
	a.Open(t, map[string]string{"prod": settings})
	place := Place{Stage: "prod"}
	for status, words := range map[string]string{
		"": "make deploy STAGE=prod", "REVIEW_IN_PROGRESS": "is not deployed", "ROLLBACK_COMPLETE": "first deploy",
		"DELETE_FAILED": "make destroy STAGE=prod", "DELETE_IN_PROGRESS": "wait", "CREATE_IN_PROGRESS": "no outputs yet",
	} {
		if a.Stack = nil; status != "" {
			a.Stack = &stacktest.Stack{Name: name, Status: status}
		}
		if _, err := place.Outputs(t.Context()); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", status, err)
		}
	}
	for status, words := range map[string]string{
		"UPDATE_COMPLETE": "", "UPDATE_ROLLBACK_COMPLETE": "", "UPDATE_IN_PROGRESS": "wait until",
		"UPDATE_ROLLBACK_FAILED": "continue-update-rollback --stack-name " + name,
	} {
		a.Stack = &stacktest.Stack{Name: name, Status: status, Outputs: map[string]string{"Door": "d.example"}}
		if found, err := place.Outputs(t.Context()); err != nil || found[Address] != "https://d.example" {
			t.Errorf("%s: %v, %v", status, found, err)
		}
		err := place.AtRest(t.Context())
		if (err == nil) != (words == "") || err != nil && !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", status, err)
		}
	}
}

// Nothing is asked of a stack before the account is the stage's own.
func TestAnotherAccountIsRefused(t *testing.T) {
	for number, words := range map[string]string{"123456789012": "", "999999999999": "belongs to 123456789012"} {
		a := &stacktest.Account{Number: number, Stack: &stacktest.Stack{
			Name: name, Status: "CREATE_COMPLETE", Outputs: map[string]string{"Door": "d.example"},
		}}
		a.Open(t, map[string]string{"prod": settings})
		_, err := Place{Stage: "prod"}.Outputs(t.Context())
		if (err == nil) != (words == "") || err != nil && (!strings.Contains(err.Error(), words) || len(a.Asked) != 1) {
			t.Errorf("%s: %v after %v", number, err, a.Asked)
		}
	}
	a := &stacktest.Account{Refuses: map[string]string{"GetCallerIdentity": "ExpiredToken"}}
	a.Open(t, map[string]string{"prod": settings})
	if _, err := Enter(t.Context(), "prod"); err == nil || !strings.Contains(err.Error(), "sign in") {
		t.Errorf("nobody is signed in: %v", err)
	}
}

var parts = []stacktest.Resource{
	{Kind: Key, ID: "key", Status: "CREATE_COMPLETE"},
	{Kind: Table, ID: "table", Status: "DELETE_SKIPPED"},
	{Kind: Bucket, ID: "gone", Status: "DELETE_COMPLETE"},
	{Kind: Pool, ID: "", Status: "CREATE_FAILED"},
	{Kind: "AWS::IAM::Role", ID: "role", Status: "DELETE_SKIPPED"},
	{Kind: "AWS::SQS::Queue", ID: "queue", Status: "DELETE_FAILED", Reason: "it is in use"},
}

// Resources with data are listed, keys last; those that are gone or were never made are not.
func TestWhatAStackKeeps(t *testing.T) {
	a := &stacktest.Account{Stack: &stacktest.Stack{Name: name, Resources: parts}}
	a.Open(t, nil)
	found, err := Keeps(t.Context(), clients(), name)
	if err != nil || !slices.Equal(found, []Left{{Table, "table"}, {Key, "key"}}) {
		t.Errorf("it keeps %v, %v", found, err)
	}
	for _, one := range found {
		if !strings.Contains(one.Removal(), one.ID) {
			t.Errorf("%v goes by %q", one, one.Removal())
		}
	}
}

// A protected stack is deleted, one that is being deleted is waited for, and one that cannot be says why.
func TestAStackIsDeleted(t *testing.T) {
	for _, c := range []struct{ status, words string }{
		{"ROLLBACK_COMPLETE", ""},
		{"UPDATE_COMPLETE", ""},
		{"DELETE_FAILED", ""},
		{"CREATE_COMPLETE", "AWS::SQS::Queue queue: it is in use"},
	} {
		a := &stacktest.Account{Stack: &stacktest.Stack{
			Name: name, Status: c.status, Protected: c.status != "DELETE_FAILED", Resources: parts, Stops: c.words != "",
		}}
		a.Open(t, nil)
		found, err := Find(t.Context(), clients(), name)
		if err != nil {
			t.Fatal(err)
		}
		left, err := Delete(t.Context(), clients(), found)
		if c.words == "" && (err != nil || a.Stack != nil || !slices.Equal(left, []Left{{"AWS::IAM::Role", "role"}})) {
			t.Errorf("%s: it left %v, %v", c.status, left, err)
		}
		if c.words != "" && (err == nil || !strings.Contains(err.Error(), c.words)) {
			t.Errorf("%s: %v", c.status, err)
		}
	}
}

// The data that a stack left is remembered once, by every command.
func TestWhatIsLeftIsRemembered(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, more := range [][]Left{{{Table, "a"}}, {{Table, "a"}, {Key, "b"}}} {
		if _, err := Remember(name, more); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := Remembered(name); err != nil || !slices.Equal(left, []Left{{Table, "a"}, {Key, "b"}}) {
		t.Errorf("it remembers %v, %v", left, err)
	}
}
