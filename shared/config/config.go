// Package config names every setting of a function once: the stack writes them,
// the functions' mains read them, so a typo cannot deploy.
package config

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
)

// Names of environment variables.
const (
	Stage          = "STAGE"           // local, or any other name
	Table          = "TABLE"           // the one table
	EdgeSecrets    = "EDGE_SECRETS"    // what CloudFront proves itself with: current, and previous while it rotates
	VisitorSockets = "VISITOR_SOCKETS" // address for posting to visitors' sockets
	AgentSockets   = "AGENT_SOCKETS"   // address for posting to agents' sockets
	AnswerQueue    = "ANSWER_QUEUE"    // questions for slow bots
	SendQueue      = "SEND_QUEUE"      // messages for WhatsApp
	MediaQueue     = "MEDIA_QUEUE"     // customers' files to be fetched
	MediaBucket    = "MEDIA_BUCKET"    // uploads and media
	SealKey        = "SEAL_KEY"        // the KMS key that seals secrets
	GraphAddress   = "GRAPH_ADDRESS"   // Meta's Graph API with its version
	WebBucket      = "WEB_BUCKET"      // public files: the pages, and the sites' files
	FailuresBucket = "FAILURES_BUCKET" // what the stream gave up on
	DeadQueues     = "DEAD_QUEUES"     // the queues of dead letters, with commas
	TeamPool       = "TEAM_POOL"       // the user pool of the team
	AdminOrigin    = "ADMIN_ORIGIN"    // the one origin of the admin's pages
)

// On the last of these tries a function ends a task itself, with a failure that people
// see. The queues allow more, so that dead letters are only what could not even be ended.
const (
	AnswerTries = 3
	SendTries   = 50
	MediaTries  = 60 // with their waits more than the week that Meta keeps a file
)

// Local is the stage on one machine. It has no CloudFront, so no edge secret.
const Local = "local"

// Env is the settings that a function asked for.
type Env map[string]string

// Require reads settings, and has logs written as JSON, a line each; the first names the
// version. A function that misses a setting stops before its first event, and says which
// all are missing.
func Require(names ...string) Env {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	env, missing := Env{}, []string{}
	for _, name := range names {
		if env[name] = os.Getenv(name); env[name] == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		fmt.Fprintln(os.Stderr, "missing settings:", strings.Join(missing, ", "))
		os.Exit(1)
	}
	slog.Info("started", "version", Version)
	return env
}

// AWS is the configuration of every client: bounded in time and tries. A write that meets
// somebody else's transaction on its row is tried again as well.
func AWS() aws.Config {
	client := awshttp.NewBuildableClient().WithTimeout(5 * time.Second).WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConnsPerHost = 32
	})
	retryer := func() aws.Retryer {
		return retry.AddWithErrorCodes(retry.AddWithMaxAttempts(retry.NewStandard(), 4), "TransactionConflictException")
	}
	cfg, err := awsconfig.LoadDefaultConfig(context.Background(), awsconfig.WithHTTPClient(client),
		awsconfig.WithRetryer(retryer))
	if err != nil {
		fmt.Fprintln(os.Stderr, "AWS configuration:", err)
		os.Exit(1)
	}
	return cfg
}
