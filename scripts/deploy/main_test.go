package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/botifire/livechat/infra/stage"
)

// account is CloudFormation with at most one stack.
type account struct {
	status    types.StackStatus
	protected bool
	deleted   bool
}

func (a *account) DescribeStacks(
	_ context.Context, in *cloudformation.DescribeStacksInput, _ ...func(*cloudformation.Options),
) (*cloudformation.DescribeStacksOutput, error) {
	if a.status == "" {
		return nil, errors.New("ValidationError: Stack with id " + *in.StackName + " does not exist")
	}
	id := "arn:" + *in.StackName
	return &cloudformation.DescribeStacksOutput{Stacks: []types.Stack{{StackId: &id, StackStatus: a.status}}}, nil
}

func (a *account) UpdateTerminationProtection(
	_ context.Context, in *cloudformation.UpdateTerminationProtectionInput, _ ...func(*cloudformation.Options),
) (*cloudformation.UpdateTerminationProtectionOutput, error) {
	a.protected = *in.EnableTerminationProtection
	return nil, nil
}

func (a *account) DeleteStack(
	context.Context, *cloudformation.DeleteStackInput, ...func(*cloudformation.Options),
) (*cloudformation.DeleteStackOutput, error) {
	if a.protected {
		return nil, errors.New("cannot be deleted while TerminationProtection is enabled")
	}
	a.deleted, a.status = true, types.StackStatusDeleteComplete
	return nil, nil
}

// Only a stack that never worked is cleared away, although it is protected.
func TestAFailedFirstDeployCanBeRepeated(t *testing.T) {
	for status, want := range map[types.StackStatus]bool{
		"": false, types.StackStatusRollbackComplete: true, types.StackStatusRollbackFailed: true,
		types.StackStatusCreateComplete: false, types.StackStatusUpdateComplete: false,
		types.StackStatusUpdateRollbackComplete: false, types.StackStatusUpdateRollbackFailed: false,
	} {
		a := &account{status: status, protected: true}
		if err := clearFailed(t.Context(), a, "botifire-prod-stack"); err != nil || a.deleted != want {
			t.Errorf("%s: deleted %v, %v", status, a.deleted, err)
		}
	}
}

// The example is not deployed by mistake, nor the local stage.
func TestExamplesAreNotDeployed(t *testing.T) {
	for name, words := range map[string]string{
		"prod": "still names examples", "local": "make run", "none": "has no settings",
	} {
		if _, err := settled(name, stage.File("../..", name)); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", name, err)
		}
	}
	file := filepath.Join(t.TempDir(), "prod.json")
	if err := os.WriteFile(file, []byte(`{"region":"eu-central-1","alarms":"ops@acme.com"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := settled("prod", file); err != nil {
		t.Error(err)
	}
}

// Only a clear yes deploys.
func TestADeployIsAgreed(t *testing.T) {
	for answer, want := range map[string]bool{
		"y\n": true, "Y\n": true, "\n": false, "n\n": false, "": false, "yes please": false,
	} {
		if agrees(strings.NewReader(answer), io.Discard, stage.Settings{}) != want {
			t.Errorf("%q deploys: %v", answer, !want)
		}
	}
}
