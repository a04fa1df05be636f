package stack

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/botifire/livechat/shared/config"
)

// AWS is the configuration of a script's clients: those of the person who is signed in, by any way that the AWS CLI
// knows.
func AWS() aws.Config {
	cfg, err := awsconfig.LoadDefaultConfig(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, "AWS configuration:", err)
		os.Exit(1)
	}
	return config.Bounded(cfg)
}
