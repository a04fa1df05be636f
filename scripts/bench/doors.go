package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/coder/websocket"
	"github.com/oklog/ulid/v2"
)

//go:embed echo.json
var echoTemplate string

// facts are the addresses of a local cloud's doors.
type facts struct {
	Door, Endpoint string
	Stack          map[string]string
}

// doors measures round trips through the public door of a local cloud, in turns with an echo
// through the same emulator: five runs of each.
func (b *bench) doors(ctx context.Context, run string) error {
	raw, err := os.ReadFile(run)
	if err != nil {
		return err
	}
	var f facts
	if err := json.Unmarshal(raw, &f); err != nil {
		return err
	}
	if _, err := (stack.Place{Run: run}).Outputs(ctx); err != nil {
		return err
	}
	if err := alertOften(ctx, f); err != nil { // functions keep settings for some seconds, so long before the alerts
		return err
	}
	api, err := deployEcho(ctx, f)
	if err != nil {
		return fmt.Errorf("echo: %w", err)
	}
	socket := strings.Replace(f.Door, "http", "ws", 1) + "/visitor_socket?site=demo-shop&mode=full"
	echo := strings.Replace(f.Endpoint, "http", "ws", 1) + "/_aws/execute-api/" + api + "/echo"
	var answers, echoes, rate, echoRate times
	for range 5 {
		for _, c := range []struct {
			address, origin string
			one, many       *times
			frame           func() string
		}{
			{socket, f.Door, &answers, &rate, func() string {
				return `{"action":"message","id":"` + ulid.Make().String() + `","text":"When do you open?","ref":"b"}`
			}},
			{echo, "", &echoes, &echoRate, func() string { return `{"action":"echo","ref":"b"}` }},
		} {
			one, err := trip(ctx, c.address, c.origin, 1, 10, c.frame)
			if err != nil {
				return err
			}
			many, err := trip(ctx, c.address, c.origin, 10, 10, c.frame)
			if err != nil {
				return err
			}
			*c.one, *c.many = append(*c.one, one/10), append(*c.many, many/100)
		}
	}
	watched, err := toAgent(ctx, f)
	if err != nil {
		return fmt.Errorf("visitor to agent: %w", err)
	}
	b.echo = ms(echoes.median())
	title("Through the local cloud's public door (median of five runs)")
	fmt.Printf("  visitor to the agent who watches %s, an echo %s (%s)\n", ms(watched), ms(echoes.median()),
		ratio(watched, echoes.median()))
	fmt.Printf("  visitor to the bot's answer %s, an echo %s (%s)\n", ms(answers.median()), ms(echoes.median()),
		ratio(answers.median(), echoes.median()))
	fmt.Printf("  ten visitors at once: %.0f messages a second with their answers, an echo %.0f (%s)\n",
		float64(time.Second)/float64(rate.median()), float64(time.Second)/float64(echoRate.median()),
		ratio(rate.median(), echoRate.median()))
	return b.alerts(ctx, f)
}

// trip has sockets send frames one after the other, each after the answer to the one before, and
// returns how long all of them took.
func trip(
	ctx context.Context, address, origin string, sockets, frames int, frame func() string) (time.Duration, error,
) {
	var conns []*websocket.Conn
	defer func() {
		for _, c := range conns {
			c.CloseNow()
		}
	}()
	for range sockets {
		c, err := open(ctx, address, origin)
		if err != nil {
			return 0, err
		}
		conns = append(conns, c)
		if origin != "" {
			if _, err := answered(ctx, c, `{"action":"hello"}`, `"welcome"`); err != nil {
				return 0, err
			}
		}
	}
	began := time.Now()
	var wait sync.WaitGroup
	failures := make([]error, len(conns))
	for i, c := range conns {
		wait.Go(func() {
			for range frames {
				if _, failures[i] = answered(ctx, c, frame(), `"ref":"b"`); failures[i] != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	for _, err := range failures {
		if err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

// deployEcho deploys the echo beside the product, as CloudFormation would in AWS.
func deployEcho(ctx context.Context, f facts) (string, error) {
	cfg := stack.AWS()
	bucket := "bench-echo"
	store := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	if _, err := store.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		return "", err
	}
	code, err := archived(filepath.Join(dist, "echo", "bootstrap"))
	if err != nil {
		return "", err
	}
	if _, err := store.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &bucket, Key: aws.String("echo.zip"),
		Body: bytes.NewReader(code),
	}); err != nil {
		return "", err
	}
	cf, name := cloudformation.NewFromConfig(cfg), "bench-echo"
	_, err = cf.CreateStack(ctx, &cloudformation.CreateStackInput{
		StackName: &name, TemplateBody: &echoTemplate, Capabilities: []types.Capability{types.CapabilityCapabilityIam},
		Parameters: []types.Parameter{
			{ParameterKey: aws.String("Bucket"), ParameterValue: &bucket},
			{ParameterKey: aws.String("Callback"), ParameterValue: &f.Endpoint},
		},
	})
	if err != nil {
		return "", err
	}
	made, err := cloudformation.NewStackCreateCompleteWaiter(cf).WaitForOutput(ctx, &cloudformation.DescribeStacksInput{
		StackName: &name,
	}, time.Minute)
	if err != nil {
		return "", err
	}
	for _, o := range made.Stacks[0].Outputs {
		if aws.ToString(o.OutputKey) == "Api" {
			return aws.ToString(o.OutputValue), nil
		}
	}
	return "", fmt.Errorf("the stack has no output")
}
