package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/scripts/stack/stacktest"
)

// quota is an account in which so many functions may run at once; a negative one does not tell.
type quota int32

func (q quota) GetAccountSettings(
	context.Context, *lambda.GetAccountSettingsInput, ...func(*lambda.Options),
) (*lambda.GetAccountSettingsOutput, error) {
	if q < 0 {
		return nil, errors.New("AccessDeniedException")
	}
	free := int32(q)
	return &lambda.GetAccountSettingsOutput{AccountLimit: &types.AccountLimit{
		ConcurrentExecutions: free, UnreservedConcurrentExecutions: &free,
	}}, nil
}

// A stage that counts on more than its account has is not deployed; everything else is only said.
func TestADeployFitsItsAccount(t *testing.T) {
	for _, c := range []struct {
		account quota
		counts  int
		refused bool
		says    string
	}{
		{10, 1000, true, ""},
		{10, 10, false, "Service Quotas"},
		{1000, 1000, false, ""},
		{1000, 10, false, "alarm rings at 8"},
		{-1, 1000, false, "could not be looked at"},
	} {
		var out strings.Builder
		err := checkConcurrency(t.Context(), c.account, stage.Concurrency{Account: c.counts}, &out)
		if (err != nil) != c.refused || !strings.Contains(out.String(), c.says) || c.says == "" && out.Len() > 0 {
			t.Errorf("%d of %d: %v, %q", c.counts, c.account, err, out.String())
		}
	}
}

// The check comes before anything is made or changed.
func TestAnAccountThatIsTooSmallIsRefusedFirst(t *testing.T) {
	p := &terminal{typed: "y\n", template: with}
	err := p.run(t, &stacktest.Account{AtOnce: 5}, deployment{}, "")
	if fails(err, "Service Quotas") || len(p.ran) > 0 {
		t.Errorf("%v after %v", err, p.ran)
	}
}
