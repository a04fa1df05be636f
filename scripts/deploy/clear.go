package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/botifire/livechat/scripts/stack"
)

// clearFailed deletes the remains of a first deploy that failed, if the person agrees. CloudFormation
// cannot update such a stack, and cdk cannot delete it, because it is protected. It has never worked,
// so nothing in it is of use; a stack that was ever deployed is in other states, and is never deleted
// here. The parts that stay are named, and remembered for `make destroy`.
func clearFailed(
	ctx context.Context, stacks *cloudformation.Client, found stack.Found, out io.Writer, agrees func(string) bool,
) error {
	if found.State != stack.Failed {
		return nil
	}
	fmt.Fprintf(out, "The first deploy of %s failed (%s). Its remains have to go before the next one.\n",
		found.Name, found.StackStatus)
	left, err := stack.Keeps(ctx, stacks, found.Name)
	if err != nil {
		return err
	}
	for _, one := range left {
		fmt.Fprintf(out, "  stays, and nothing uses it: %s %s\n    to remove it: %s\n", one.Kind, one.ID, one.Removal())
	}
	if !agrees("Delete the remains of the first deploy?") {
		return errors.New("nothing was deleted, and nothing deployed")
	}
	if _, err := stack.Remember(found.Name, left); err != nil {
		return err
	}
	_, err = stack.Delete(ctx, stacks, found)
	return err
}
