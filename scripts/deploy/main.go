// Command deploy brings a stage in AWS up to date, with nothing but its name: the settings are in its
// file. It refuses a loss, shows the changes, asks, and deploys.
//
//	go run ./scripts/deploy -stage prod              (the same as make deploy STAGE=prod)
//	go run ./scripts/deploy -stage prod diff         shows the changes and the losses; it only reads
//	go run ./scripts/deploy -stage prod settings     judges the file of the stage; it needs no account
//	go run ./scripts/deploy -stage prod bootstrap    prepares the stage's account and region for cdk, once
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/scripts/stack"
)

// deployment is one call of the command.
type deployment struct {
	stage.Settings
	yes, anyway bool
	lose        []string // names of losses that are accepted
	in          *bufio.Reader
	out         io.Writer
	cdk         func(ctx context.Context, folder string, args ...string) error
}

var verbs = map[string]func(deployment, context.Context) error{
	"deploy": deployment.deploy, "diff": deployment.diff, "bootstrap": deployment.bootstrap,
}

func main() {
	log.SetFlags(0)
	name := flag.String("stage", "prod", "the stage; its settings are in "+stage.Folder)
	d := deployment{in: bufio.NewReader(os.Stdin), out: os.Stdout, cdk: cdk}
	flag.BoolVar(&d.yes, "yes", os.Getenv("YES") == "1", "deploy without asking, as a pipeline has to")
	flag.BoolVar(&d.anyway, "anyway", os.Getenv("ANYWAY") == "1", "deploy although alarms ring")
	lose := flag.String("lose", os.Getenv("LOSE"), "names of the losses that are meant, separated by commas")
	flag.Parse()
	d.lose = strings.Split(*lose, ",")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := d.run(ctx, *name, flag.Arg(0)); err != nil {
		log.Fatal("deploy: ", err)
	}
}

// run judges the settings and the account before anything else.
func (d deployment) run(ctx context.Context, name, verb string) (err error) {
	if err := settled(name, stage.File(".", name)); err != nil || verb == "settings" {
		return err
	}
	do := verbs[verb]
	if verb == "" {
		do = deployment.deploy
	}
	if do == nil {
		return fmt.Errorf("there is no %s; there are settings, %s", verb,
			strings.Join(slices.Sorted(maps.Keys(verbs)), ", "))
	}
	if d.Settings, err = stack.Enter(ctx, name); err != nil {
		return err
	}
	return do(d, ctx)
}

// settled refuses settings that are wrong, and those that still name examples.
func settled(name, file string) error {
	s, err := stage.Load(name, file)
	if err != nil {
		return err
	}
	if s.Local() {
		return fmt.Errorf("the local stage is deployed by `make run`")
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if found := stage.Examples(raw); found != nil {
		return fmt.Errorf("%s still names examples: put your own in the place of %s, or take the settings out",
			file, strings.Join(found, ", "))
	}
	return nil
}

// agrees asks the person at the terminal.
func (d deployment) agrees(question string) bool {
	if d.yes {
		return true
	}
	fmt.Fprintf(d.out, "%s [y/N] ", question)
	answer, _ := d.in.ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(answer), "y")
}
