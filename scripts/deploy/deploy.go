package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/botifire/livechat/infra/loss"
	"github.com/botifire/livechat/scripts/stack"
)

// made is the folder of the template. It is made once: the template that was judged
// and shown is the one that is deployed.
const made = ".local/cdk.out"

func (d deployment) deploy(ctx context.Context) error {
	stacks := cloudformation.NewFromConfig(stack.AWS())
	found, err := stack.Find(ctx, stacks, d.Called("stack"))
	if err != nil {
		return err
	}
	if err := found.AtRest(d.Name); err != nil {
		return err
	}
	if err := checkConcurrency(ctx, lambda.NewFromConfig(stack.AWS()), d.Concurrency, d.out); err != nil {
		return err
	}
	if err := d.quiet(ctx); err != nil {
		return err
	}
	if err := clearFailed(ctx, stacks, found, d.out, d.agrees); err != nil {
		return err
	}
	if err := d.compare(ctx, stacks, found); err != nil {
		return err
	}
	if !d.agrees(fmt.Sprintf("Deploy this to the stage %s in %s of the account %s?", d.Name, d.Region, d.Account)) {
		return errors.New("nothing was deployed")
	}
	return d.cdk(ctx, ".", "deploy", "--all", "--app", made, "--require-approval", "never")
}

// diff shows the changes of a deploy, and fails if it would lose something.
func (d deployment) diff(ctx context.Context) error {
	stacks := cloudformation.NewFromConfig(stack.AWS())
	found, err := stack.Find(ctx, stacks, d.Called("stack"))
	if err != nil {
		return err
	}
	return d.compare(ctx, stacks, found)
}

// compare makes the template, shows the differences to the deployed one, and refuses losses.
func (d deployment) compare(ctx context.Context, stacks *cloudformation.Client, found stack.Found) error {
	if err := d.cdk(ctx, ".", "synth", "-q", "-c", "stage="+d.Name, "-o", made); err != nil {
		return err
	}
	err := d.cdk(ctx, ".", "diff", "--all", "--app", made, "--method", "template", "--fail-on", "never")
	if err != nil {
		return err
	}
	switch found.State {
	case stack.Absent, stack.Planned, stack.Failed:
		return nil // nothing has ever worked that could be lost
	}
	is, err := stacks.GetTemplate(ctx, &cloudformation.GetTemplateInput{StackName: &found.Name})
	if err != nil {
		return fmt.Errorf("the deployed template cannot be read: %w", err)
	}
	will, err := os.ReadFile(filepath.Join(made, "Botifire-"+d.Name+".template.json"))
	if err != nil {
		return err
	}
	losses, err := loss.Of([]byte(aws.ToString(is.TemplateBody)), will)
	if err != nil {
		return err
	}
	return d.refuse(losses)
}

// refuse lists the losses that nobody accepted.
func (d deployment) refuse(losses []loss.Loss) error {
	var lines, names []string
	for _, one := range losses {
		if one.Name == "" || !slices.Contains(d.lose, one.Name) {
			lines = append(lines, "- "+one.Says)
		}
		if one.Name != "" && !slices.Contains(names, one.Name) {
			names = append(names, one.Name)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	if len(names) > 0 {
		lines = append(lines, fmt.Sprintf("If nothing of that is needed any more: LOSE=%s make deploy STAGE=%s",
			strings.Join(names, ","), d.Name))
	}
	return fmt.Errorf("this is not deployed, because it would lose something:\n%s", strings.Join(lines, "\n"))
}

// bootstrap has cdk prepare the account and region of the stage. It runs beside the
// stack's program, which it would else call for nothing.
func (d deployment) bootstrap(ctx context.Context) error {
	return d.cdk(ctx, ".local", "bootstrap", fmt.Sprintf("aws://%s/%s", d.Account, d.Region))
}

// cdk runs the pinned cdk in a folder.
func cdk(ctx context.Context, folder string, args ...string) error {
	cmd := exec.CommandContext(ctx, "npx", append([]string{"--no-install", "cdk"}, args...)...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = folder, os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // then it says how AWS goes on
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("cdk %s failed: %w", args[0], err)
	}
	return nil
}
