package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/botifire/livechat/infra/stage"
)

// look names the files of which the stack is deployed, and the versions of the tools that deploy it and carry it. The
// ports do not count: a state that is there moves to those of this run.
func (c *cloud) look() error {
	files, err := filepath.Glob(dist + "/*/bootstrap")
	if err != nil {
		return err
	}
	if err := c.writeSettings(); err != nil {
		return err
	}
	files = append(files, ".local/bin/infra", "cdk.json", "package-lock.json", "requirements.txt", "scripts/model.txt")
	sum, err := hashOf(files...)
	if err != nil {
		return err
	}
	settings, err := os.ReadFile(c.settings())
	if c.apart == "" {
		settings = readdressed(settings, c.port, standardPort)
	}
	c.sum = fmt.Sprintf("%s %x", sum, sha256.Sum256(settings))
	return err
}

// deployed is a local cloud with the stack. Of tests that start at once, one deploys, and the others take its state.
func deployed(ctx context.Context, o options) (c *cloud, err error) {
	begin := func() (err error) {
		if c, err = startCloud(ctx, o); err != nil {
			return err
		}
		if err = c.deploy(ctx); err != nil {
			c.stop()
		}
		return err
	}
	if o.saves() {
		err = oneAtATime(untouched+".lock", begin)
	} else {
		err = begin()
	}
	return c, err
}

// deploy brings the stack up to date, unless the same files are deployed already.
func (c *cloud) deploy(ctx context.Context) error {
	if c.isDeployed(c.dir) && c.outputs(ctx) == nil {
		return nil
	}
	err := step("deploy", func() error {
		if !c.bootstrapped(ctx) {
			// It would synthesise the app, and not look at it.
			if err := c.cdk(ctx, "bootstrap", "--app", "", "--force", "aws://000000000000/"+region); err != nil {
				return err
			}
		}
		if err := c.cdk(ctx, "deploy", "--require-approval", "never", "--all"); err != nil {
			return err
		}
		return c.outputs(ctx)
	})
	if err != nil {
		return err
	}
	if err := step("save state", func() error { return c.restartAWS(ctx) }); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.dir, stamp), []byte(c.sum), 0o644)
}

func (c *cloud) cdk(ctx context.Context, verb string, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, 4*time.Minute)
	defer cancel()
	all := append([]string{"--no-install", "cdk", verb}, args...)
	all = append(all, "-c", "stage="+stage.Local, "-c", "settings="+c.settings(), "-c", "dist="+dist)
	all = append(all, "--output", filepath.Join(c.dir, "cdk.out"), "--ci", "--no-notices", "--progress", "events")
	cmd := exec.CommandContext(ctx, "npx", all...)
	cmd.Env = append(without(os.Environ(), "AWS_"), c.environment()...)
	cmd.Env = append(without(cmd.Env, "AWS_ENDPOINT_URL_DYNAMODB="), "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=1",
		"JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=1")
	out, err := cmd.CombinedOutput()
	_ = os.WriteFile(filepath.Join(c.dir, "cdk-"+verb+".log"), out, 0o644)
	if ctx.Err() == context.DeadlineExceeded {
		return fmt.Errorf("cdk %s did not end within 4 minutes", verb)
	}
	if err != nil {
		return fmt.Errorf("cdk %s failed: %s", verb, reasonIn(string(out)))
	}
	return nil
}

// settings is the file of this stage's settings.
func (c *cloud) settings() string { return filepath.Join(c.dir, settingsFile) }

const settingsFile = "stage.json"

// writeSettings completes the settings of the local stage with the addresses of this run.
func (c *cloud) writeSettings() error {
	raw, err := os.ReadFile(stage.File(".", stage.Local))
	if err != nil {
		return err
	}
	all := map[string]any{}
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	all["door"], all["endpoint"], all["graph"], all["arch"] = c.door(), c.endpoint(), c.graph()+"/v25.0", hostArch()
	all["bedrock"] = cmp.Or(os.Getenv("BEDROCK"), c.graph())
	raw, err = json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.settings(), raw, 0o644)
}

// reasonIn finds the lines of cdk's output that say why it failed.
func reasonIn(out string) string {
	var lines []string
	for _, line := range strings.Split(out, "\n") {
		if strings.Contains(line, "FAILED") || strings.Contains(line, "rror") || strings.Contains(line, "❌") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	if len(lines) == 0 {
		return string(tail([]byte(out)))
	}
	return strings.Join(lines[:min(len(lines), 8)], "\n  ")
}

// bootstrapped tells whether cdk has its own resources in the local cloud.
func (c *cloud) bootstrapped(ctx context.Context) bool {
	name := "CDKToolkit"
	out, err := cloudformation.NewFromConfig(c.aws).DescribeStacks(ctx, &cloudformation.DescribeStacksInput{
		StackName: &name,
	})
	return err == nil && len(out.Stacks) == 1
}

// outputs reads the outputs of the deployed stack.
func (c *cloud) outputs(ctx context.Context) error {
	name := stackName
	out, err := cloudformation.NewFromConfig(c.aws).DescribeStacks(ctx, &cloudformation.DescribeStacksInput{
		StackName: &name,
	})
	if err != nil {
		return err
	}
	if len(out.Stacks) == 0 {
		return errors.New("the stack is not deployed")
	}
	c.stack = map[string]string{}
	for _, o := range out.Stacks[0].Outputs {
		c.stack[*o.OutputKey] = *o.OutputValue
	}
	if c.stack["Table"] == "" || c.stack["Http"] == "" {
		return errors.New("the stack has no outputs")
	}
	return nil
}

// facts are the addresses of this run for other programs; run.json holds them.
type facts struct {
	Door, Endpoint, Database, Graph, Shop, Phone string
	Visits                                       int // that the demo tenant had before
	Stack                                        map[string]string
}

func (c *cloud) facts() facts {
	return facts{c.door(), c.endpoint(), c.database(), c.graph(), c.shop(), c.phone(), c.past, c.stack}
}

func (c *cloud) writeFacts() error {
	raw, err := json.MarshalIndent(c.facts(), "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.dir, "run.json"), raw, 0o644)
}
