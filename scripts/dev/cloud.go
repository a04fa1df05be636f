package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go/logging"
	"github.com/botifire/livechat/shared/dynamotest"
)

// cloud is the local cloud while it runs.
type cloud struct {
	options
	aws       aws.Config
	sum       string            // names the files of which the stack is deployed
	stack     map[string]string // outputs of the deployed stack
	processes []*process        // in the order they were started
	died      chan error
	channels  channels // that teams have told
	browsers  pushService
	memory    string // the folder of a database that needs no disk, "" for none
}

const (
	stackName = "botifire-local-stack"
	region    = "us-east-1"
)

// Ports after the door's.
func (o options) cloudPort() int    { return o.port + 1 }
func (o options) databasePort() int { return o.port + 2 }
func (o options) metaPort() int     { return o.port + 3 }
func (o options) shopPort() int     { return o.port + 4 }

func (o options) door() string { return fmt.Sprintf("http://localhost:%d", o.port) }
func (o options) endpoint() string {
	if o.apart != "" {
		return o.apart
	}
	return fmt.Sprintf("http://localhost:%d", o.cloudPort())
}

// twoParts tells whether a database of its own stands beside the emulator.
func (o options) twoParts() bool { return !o.alone && o.apart == "" }

func (o options) database() string {
	if !o.twoParts() {
		return o.endpoint()
	}
	return fmt.Sprintf("http://127.0.0.1:%d", o.databasePort())
}
func (o options) shop() string  { return fmt.Sprintf("http://localhost:%d", o.shopPort()) }
func (o options) phone() string { return fmt.Sprintf("http://localhost:%d", o.metaPort()) }
func (o options) graph() string { return fmt.Sprintf("http://127.0.0.1:%d", o.metaPort()) }

// environment makes a program reach the local cloud, and nothing else.
func (o options) environment() []string {
	return []string{
		"AWS_ENDPOINT_URL=" + o.endpoint(), "AWS_ENDPOINT_URL_DYNAMODB=" + o.database(),
		"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_REGION=" + region, "AWS_DEFAULT_REGION=" + region,
		"AWS_EC2_METADATA_DISABLED=true",
	}
}

func startCloud(ctx context.Context, o options) (*cloud, error) {
	endLeftovers(o.dir)
	if err := free(o.ports()...); err != nil {
		return nil, err
	}
	c := &cloud{options: o, died: make(chan error, 4)}
	for _, name := range []string{"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"} {
		os.Unsetenv(name)
	}
	var err error
	c.aws, err = awsconfig.LoadDefaultConfig(ctx, awsconfig.WithRegion(region), awsconfig.WithBaseEndpoint(o.endpoint()),
		awsconfig.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test", "test", "")),
		awsconfig.WithLogger(logging.Nop{})) // anything that matters is returned as an error
	if err != nil {
		return nil, err
	}
	if err := c.move(); err != nil {
		return nil, err
	}
	if err := errors.Join(c.look(), c.restore()); err != nil {
		return nil, err
	}
	if err := step("local cloud", func() error { return c.startParts(ctx) }); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// ports are those that a run listens at.
func (o options) ports() []int {
	own := []int{o.port, o.metaPort(), o.shopPort()}
	if o.apart == "" {
		own = append(own, o.cloudPort(), o.databasePort())
	}
	return own
}

// startParts starts the emulator, and the database unless the emulator has to do. A cloud that runs apart only has to
// answer.
func (c *cloud) startParts(ctx context.Context) error {
	if c.apart != "" {
		return answers(ctx, c.apart)
	}
	if c.twoParts() {
		if err := c.startDatabase(ctx); err != nil {
			return err
		}
	}
	return c.startAWS(ctx)
}

func answers(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return fmt.Errorf("%s is no address of a cloud: write it as http://localhost:4566", address)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("no cloud answers at %s; start it first: %w", address, err)
	}
	return answer.Body.Close()
}

func (c *cloud) startDatabase(ctx context.Context) error {
	binary, err := dynoxide()
	if err != nil {
		return err
	}
	folder := c.dir
	if c.then != "" && c.fresh { // a run that begins empty and ends with a command needs no disk
		c.memory = dynamotest.Folder()
		folder = c.memory
	}
	file := filepath.Join(folder, "table.db")
	args := []string{"--host", "127.0.0.1", "--port", fmt.Sprint(c.databasePort())}
	if folder != "" {
		args = append(args, "--db-path", file)
	}
	p, err := start(c.dir, "database", nil, binary, args...)
	if err != nil {
		return err
	}
	c.keep(p)
	if err := p.ready(ctx, c.database(), 10*time.Second); err != nil || folder == "" {
		return err
	}
	return dynamotest.Number(ctx, ".", file)
}

func (c *cloud) startAWS(ctx context.Context) error {
	binary, err := filepath.Abs(".local/venv/bin/ministack")
	if err != nil {
		return err
	}
	env := append(c.environment(),
		fmt.Sprintf("GATEWAY_PORT=%d", c.cloudPort()), "BIND_HOST=127.0.0.1", "MINISTACK_HOST=localhost",
		"PERSIST_STATE=1", "STATE_DIR="+filepath.Join(c.dir, "aws"), "S3_PERSIST=1",
		"S3_DATA_DIR="+filepath.Join(c.dir, "s3"),
		"LAMBDA_WARM_TTL_SECONDS=86400", "LOG_LEVEL=WARNING", "IOT_MTLS_ENABLED=0", "TMPDIR="+filepath.Join(c.dir, "tmp"),
	)
	if err := os.MkdirAll(filepath.Join(c.dir, "tmp"), 0o755); err != nil {
		return err
	}
	if c.alone && (c.stack != nil || c.isDeployed(c.dir)) { // once the stack is deployed, roles are enforced
		env = append(env, "AUTH=true")
	}
	p, err := start(c.dir, "aws", env, binary)
	if err != nil {
		return err
	}
	c.keep(p)
	return p.ready(ctx, c.endpoint()+"/_ministack/health", 30*time.Second)
}

// keep remembers a process and reports if it ends by itself.
func (c *cloud) keep(p *process) {
	c.processes = append(c.processes, p)
	c.remember()
	go func() {
		<-p.done
		c.died <- fmt.Errorf("%s ended by itself; see %s", p.name, filepath.Join(c.dir, p.name+".log"))
	}()
}

func (c *cloud) stop() {
	for i := len(c.processes) - 1; i >= 0; i-- {
		c.processes[i].stop(20 * time.Second)
	}
	_ = os.Remove(filepath.Join(c.dir, "pids"))
	if c.memory != "" {
		_ = os.RemoveAll(c.memory)
	}
}

// restartAWS makes the emulator save its state, which it does only when it ends. After that a kill
// loses nothing of the stack, and a test starts from there another time.
func (c *cloud) restartAWS(ctx context.Context) error {
	if c.apart != "" {
		return nil
	}
	last := len(c.processes) - 1
	ended := c.processes[last].stop(time.Minute)
	c.processes = c.processes[:last]
	<-c.died //nolint:errcheck // It ended because we asked it to.
	if !ended {
		return errors.New("the emulator did not save its state within a minute")
	}
	if c.saves() {
		if err := c.save(); err != nil {
			return err
		}
	}
	return c.startAWS(ctx)
}
