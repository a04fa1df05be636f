// Package e2e drives the whole product through its real doors: visitors over the
// public socket, WhatsApp users through signed webhooks, agents through the sign-in
// page and the HTTP API. It needs `make e2e`, which starts a local cloud of its own.
package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/shared/dynamo"
)

// world is the running local cloud, from run.json.
var world struct {
	Door, Endpoint, Database, Graph string
	Visits                          int // that were made up for the demo tenant
	Stack                           map[string]string
}

func TestMain(m *testing.M) {
	raw, err := os.ReadFile(os.Getenv("RUN"))
	if err == nil {
		err = json.Unmarshal(raw, &world)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e: RUN must name the run.json of a running local cloud (use `make e2e`):", err)
		os.Exit(1)
	}
	if limit, err := time.ParseDuration(os.Getenv("PATIENCE")); err == nil {
		patience = limit
	}
	os.Exit(m.Run())
}

// patience is the longest that anything may take on a busy machine.
var patience = 3 * time.Minute

// soon polls until a condition holds, at most for the time of patience. The product runs in processes
// of its own behind its doors, and nothing here is told of a change there: so all waits of this
// package ask again and again, in this one place, and each names its condition.
func soon(t *testing.T, what string, holds func() bool) {
	t.Helper()
	within(t, patience, what, holds)
}

// within is soon for steps that take longer by their nature. It asks less and less often, as each question costs the
// machine time that the awaited step needs.
func within(t *testing.T, limit time.Duration, what string, holds func() bool) {
	t.Helper()
	late, pause := time.After(limit), 50*time.Millisecond
	for !holds() {
		select {
		case <-time.After(pause):
			pause = min(pause*5/4, 500*time.Millisecond)
		case <-late:
			t.Fatalf("not within %s: %s", limit, what)
		}
	}
}

// awaits waits for a frame that passes a check, at most for the time of patience.
func awaits[F any](t *testing.T, frames <-chan F, what string, is func(F) bool) F {
	t.Helper()
	for late := time.After(patience); ; {
		select {
		case f, open := <-frames:
			if !open {
				t.Fatal("the socket was closed before: ", what)
			}
			if is(f) {
				return f
			}
		case <-late:
			t.Fatalf("not within %s: %s", patience, what)
		}
	}
}

// table reads rows, for promises about storage.
func table(t *testing.T) *dynamo.Store {
	t.Helper()
	return dynamo.New(tableClient(t), world.Stack["Table"])
}

func tableClient(t *testing.T) *dynamodb.Client {
	t.Helper()
	cfg, err := awsconfig.LoadDefaultConfig(context.Background(), awsconfig.WithRegion("us-east-1"),
		awsconfig.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test", "test", "")))
	must(t, err)
	return dynamodb.NewFromConfig(cfg, func(o *dynamodb.Options) { o.BaseEndpoint = aws.String(world.Database) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
