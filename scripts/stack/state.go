package stack

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"
)

// State is the use of a stack. CloudFormation has some twenty statuses, and every command that
// works on a stack reads them here.
type State int

// A stack in the state Failed or Halved can only be deleted.
const (
	Absent  State = iota // there is none
	Planned              // a first deploy was cut off before it made anything
	Failed               // the first deploy failed, so the stack has never worked
	Halved               // its deletion failed
	Leaving              // it is being deleted
	Busy                 // something changes it
	Stuck                // a rollback failed, and has to be continued
	Ready                // it is at rest: it works, and can be updated
)

// StateOf judges a status.
func StateOf(status types.StackStatus) State {
	switch status {
	case "", types.StackStatusDeleteComplete:
		return Absent
	case types.StackStatusReviewInProgress:
		return Planned
	case types.StackStatusCreateFailed, types.StackStatusRollbackFailed, types.StackStatusRollbackComplete:
		return Failed
	case types.StackStatusDeleteFailed:
		return Halved
	case types.StackStatusDeleteInProgress:
		return Leaving
	}
	switch {
	case strings.HasSuffix(string(status), "_IN_PROGRESS"):
		return Busy
	case strings.HasSuffix(string(status), "_FAILED"):
		return Stuck
	}
	return Ready
}

// Found is a stack of an account, which may be Absent.
type Found struct {
	types.Stack
	Name  string
	State State
}

// Find looks for a stack. Only the answer that there is none means Absent: an account that refuses to
// answer has not said so.
func Find(ctx context.Context, stacks cloudformation.DescribeStacksAPIClient, name string) (Found, error) {
	out, err := stacks.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &name})
	if IsAbsent(err) {
		return Found{Name: name}, nil
	}
	if err != nil {
		return Found{}, fmt.Errorf("the account does not say whether there is a stack %s: %w", name, err)
	}
	return Found{out.Stacks[0], name, StateOf(out.Stacks[0].StackStatus)}, nil
}

// IsAbsent tells whether CloudFormation says that there is no such stack.
func IsAbsent(err error) bool {
	refusal, ok := errors.AsType[smithy.APIError](err)
	return ok && refusal.ErrorCode() == "ValidationError" && strings.Contains(refusal.ErrorMessage(), "does not exist")
}

// Values are the outputs of the stack, by name. A stack that never worked has none.
func (f Found) Values() map[string]string {
	all := map[string]string{}
	for _, output := range f.Outputs {
		all[aws.ToString(output.OutputKey)] = aws.ToString(output.OutputValue)
	}
	return all
}

// AtRest refuses a stack that cannot be changed now, and names the next step. stage is its stage's name.
func (f Found) AtRest(stage string) error {
	switch f.State {
	case Busy, Leaving:
		return fmt.Errorf("%s is changing (%s): wait until it has come to rest", f.Name, f.StackStatus)
	case Stuck:
		return fmt.Errorf("%s is stuck (%s): its rollback has to go on first, "+
			"`aws cloudformation continue-update-rollback --stack-name %s`", f.Name, f.StackStatus, f.Name)
	case Halved:
		return fmt.Errorf("%s is half deleted (%s): `make destroy STAGE=%s` goes on with it", f.Name, f.StackStatus, stage)
	}
	return nil
}

// usable refuses a stack that has nothing to work with.
func (f Found) usable(stage string) error {
	switch f.State {
	case Absent, Planned:
		return fmt.Errorf("the stage %s is not deployed in this account and region: `make deploy STAGE=%s` does so",
			stage, stage)
	case Failed:
		return fmt.Errorf("the first deploy of the stage %s failed (%s): `make deploy STAGE=%s` begins anew",
			stage, f.StackStatus, stage)
	case Halved, Leaving:
		return f.AtRest(stage)
	}
	if len(f.Outputs) == 0 {
		return fmt.Errorf("%s has no outputs yet (%s): wait until it has come to rest", f.Name, f.StackStatus)
	}
	return nil
}
