package stack

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/botifire/livechat/infra/stage"
)

// Enter reads the settings of a stage, points AWS clients at its region, and refuses another account
// than the stage's own. The settings come back with the account that is signed in.
func Enter(ctx context.Context, name string) (stage.Settings, error) {
	s, err := stage.Load(name, stage.File(".", name))
	if err != nil {
		return s, err
	}
	if s.Local() {
		return s, fmt.Errorf("the stage local is not in AWS: `make run` makes it, and -run names it to a command")
	}
	for _, variable := range []string{"AWS_REGION", "AWS_DEFAULT_REGION"} {
		if err := os.Setenv(variable, s.Region); err != nil {
			return s, err
		}
	}
	me, err := sts.NewFromConfig(AWS()).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return s, fmt.Errorf("no account is signed in: sign in, for example with aws sso login: %w", err)
	}
	is := aws.ToString(me.Account)
	if s.Account != "" && s.Account != is {
		return s, fmt.Errorf("you are signed in to the account %s, and the stage %s belongs to %s", is, name, s.Account)
	}
	s.Account = is
	return s, nil
}
