package config

import (
	"context"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// AWS is the configuration of a function's clients. Lambda puts a region and credentials into the environment, so
// nothing is looked up elsewhere: the files, sign-ins and services that may hold those of a person take a function
// milliseconds to start. Scripts use stack.AWS.
func AWS() aws.Config {
	cfg := aws.Config{
		Region: os.Getenv("AWS_REGION"),
		Credentials: aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider(
			os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), os.Getenv("AWS_SESSION_TOKEN"))),
		ConfigSources:              []any{endpoints{}},
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenSupported,
		AccountIDEndpointMode:      aws.AccountIDEndpointModePreferred,
		HTTPClient:                 awshttp.NewBuildableClient(),
	}
	if local := os.Getenv(endpoint); local != "" {
		cfg.BaseEndpoint = &local
	}
	return Bounded(cfg)
}

const endpoint = "AWS_ENDPOINT_URL"

// endpoints are those of single services, as in AWS_ENDPOINT_URL_DYNAMODB: the local cloud has a database of its own.
type endpoints struct{}

func (endpoints) GetServiceBaseEndpoint(_ context.Context, service string) (string, bool, error) {
	at := os.Getenv(endpoint + "_" + strings.ToUpper(strings.ReplaceAll(service, " ", "_")))
	return at, at != "", nil
}

// Bounded is a configuration whose clients are bounded in silence and attempts. A write that conflicts with another
// transaction on its row is retried as well.
func Bounded(cfg aws.Config) aws.Config {
	cfg.Retryer = func() aws.Retryer {
		standard := retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts, o.MaxBackoff = 4, backoff() })
		return retry.AddWithErrorCodes(standard, "TransactionConflictException")
	}
	if client, ok := cfg.HTTPClient.(*awshttp.BuildableClient); ok { // with additions of the environment, such as CAs
		transport := client.GetTransport()
		transport.MaxIdleConnsPerHost = 32
		cfg.HTTPClient = &http.Client{
			Transport:     patient{transport, silence},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	return cfg
}

// backoff is the longest wait before a call is made again. On one machine nothing is so far away or so busy
// that seconds would help it, and the tests of lost answers would spend most of their time in them.
func backoff() time.Duration {
	if os.Getenv(Stage) == Local {
		return 20 * time.Millisecond
	}
	return retry.DefaultMaxBackoff
}
