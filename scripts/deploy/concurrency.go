package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/botifire/livechat/infra/stage"
)

// quotas is the part of Lambda that tells how many functions may run at once.
type quotas interface {
	GetAccountSettings(context.Context, *lambda.GetAccountSettingsInput, ...func(*lambda.Options),
	) (*lambda.GetAccountSettingsOutput, error)
}

// checkConcurrency refuses settings that the account does not carry, before anything is changed there. A figure that
// the account does not tell is no reason to stop.
func checkConcurrency(ctx context.Context, account quotas, c stage.Concurrency, out io.Writer) error {
	is, err := account.GetAccountSettings(ctx, &lambda.GetAccountSettingsInput{})
	if err != nil {
		fmt.Fprintln(out, "concurrency could not be looked at:", err)
		return nil
	}
	fits, says := c.Against(int(is.AccountLimit.ConcurrentExecutions),
		int(aws.ToInt32(is.AccountLimit.UnreservedConcurrentExecutions)))
	if !fits {
		return errors.New(says)
	}
	if says != "" {
		fmt.Fprintln(out, "concurrency:", says)
	}
	return nil
}
