// Command deploy brings a stage in AWS up to date, with nothing but its name: the settings are in its
// file. It clears away a first deploy that failed, shows what would change, asks, and deploys.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/shared/config"
)

func main() {
	log.SetFlags(0)
	name := flag.String("stage", "prod", "the stage; its settings are in "+stage.Folder)
	yes := flag.Bool("yes", os.Getenv("YES") == "1", "deploy without asking, as a pipeline has to")
	flag.Parse()
	if err := deploy(context.Background(), *name, *yes); err != nil {
		log.Fatal("deploy: ", err)
	}
}

func deploy(ctx context.Context, name string, yes bool) error {
	s, err := settled(name, stage.File(".", name))
	if err != nil {
		return err
	}
	for _, variable := range []string{"AWS_REGION", "AWS_DEFAULT_REGION"} {
		if err := os.Setenv(variable, s.Region); err != nil {
			return err
		}
	}
	stacks := cloudformation.NewFromConfig(config.AWS())
	if err := clearFailed(ctx, stacks, s.Called("stack")); err != nil {
		return err
	}
	if err := cdk(ctx, "diff", name); err != nil {
		return err
	}
	if !yes && !agrees(os.Stdin, os.Stdout, s) {
		return fmt.Errorf("nothing was deployed")
	}
	return cdk(ctx, "deploy", name, "--require-approval", "never")
}

// settled reads the settings of a stage, and refuses those that still name examples.
func settled(name, file string) (stage.Settings, error) {
	s, err := stage.Load(name, file)
	if err != nil {
		return s, err
	}
	if s.Local() {
		return s, fmt.Errorf("the local stage is deployed by `make run`")
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return s, err
	}
	if found := stage.Examples(raw); found != nil {
		return s, fmt.Errorf("%s still names examples: put your own in the place of %s, or take the settings out",
			file, strings.Join(found, ", "))
	}
	return s, nil
}

// agrees asks the person at the terminal.
func agrees(in io.Reader, out io.Writer, s stage.Settings) bool {
	fmt.Fprintf(out, "Deploy this to the stage %s in %s? [y/N] ", s.Name, s.Region)
	answer, _ := bufio.NewReader(in).ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(answer), "y")
}

// cdk runs the stack's program, which reads the same file.
func cdk(ctx context.Context, verb, name string, args ...string) error {
	all := append([]string{"--no-install", "cdk", verb, "--all", "-c", "stage=" + name, "-o", ".local/cdk.out"}, args...)
	cmd := exec.CommandContext(ctx, "npx", all...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("cdk %s failed: %w", verb, err)
	}
	return nil
}
