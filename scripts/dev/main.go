// Command dev runs the whole product on this machine: it installs its tools, builds every function, starts the local
// cloud, deploys the stack to it, fills it with a demo tenant, and stands in for the parts that only AWS and Meta have.
// Ctrl-C ends it and everything it started; the data stays in .local/.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/botifire/livechat/shared/config"
)

// options are the choices of a run.
type options struct {
	port  int    // of the public door; the local cloud takes the ports after it
	dir   string // the folder of its state
	fresh bool   // start empty
	life  int    // how many simulated visitors keep moving
	watch bool   // rebuild and update functions when their code changes
	seed  bool   // fill with the demo tenant
	past  int    // how many visits of the demo tenant's last days to make up
	then  string // a command to run once all is up; the run ends with it
	tools bool   // install the tools, and nothing else
	build bool   // build the functions, and nothing else
	names bool   // print the version, and nothing else
	alone bool   // the emulator alone, with its own database, enforcing every function's role
	apart string // the address of a cloud that runs already, and stays as it is
}

func main() {
	var o options
	flag.IntVar(&o.port, "port", standardPort, "port of the public door; the four after it are used as well")
	flag.StringVar(&o.dir, "dir", ".local/state", "folder of the state")
	flag.BoolVar(&o.fresh, "fresh", os.Getenv("FRESH") == "1", "start empty")
	flag.IntVar(&o.life, "life", 20, "simulated visitors")
	flag.BoolVar(&o.watch, "watch", true, "update functions when their code is saved")
	flag.BoolVar(&o.seed, "seed", true, "fill with the demo tenant")
	flag.IntVar(&o.past, "visits", 300, "made-up visits of the demo tenant's last days")
	flag.StringVar(&o.then, "then", "", "run this command when all is up, with RUN naming run.json, and end with it")
	flag.BoolVar(&o.tools, "tools", false, "install the pinned tools and end")
	flag.BoolVar(&o.build, "build", false, "build the functions for this machine and end")
	flag.BoolVar(&o.names, "version", false, "print the version and end")
	flag.BoolVar(&o.alone, "alone", false,
		"the emulator alone, with its own database, evaluating every function's role (slow; for proving roles)")
	flag.StringVar(&o.apart, "endpoint", "", "deploy to the cloud that runs at this address, instead of starting one")
	flag.Parse()
	if os.Getenv("LIFE") == "0" {
		o.life = 0
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	begin := run
	switch {
	case o.names:
		begin = func(context.Context, options) error { fmt.Println(config.Version); return nil }
	case o.tools:
		begin = func(ctx context.Context, _ options) error {
			return oneAtATime(checkout, func() error { return installAll(ctx) })
		}
	case o.build:
		begin = func(ctx context.Context, _ options) error {
			return oneAtATime(checkout, func() error { return build(ctx) })
		}
	}
	if err := begin(ctx, o); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "\n✗ "+err.Error())
		os.Exit(1)
	}
}

// run starts everything in order, and stops it in reverse.
func run(ctx context.Context, o options) error {
	began := time.Now()
	unlock, err := o.open()
	if err != nil {
		return err
	}
	defer unlock()
	if err := oneAtATime(checkout, func() error { return prepare(ctx) }); err != nil {
		return err
	}
	c, err := deployed(ctx, o)
	if err != nil {
		return err
	}
	defer c.stop()
	if o.twoParts() {
		if err := step("table", func() error { return c.mirror(ctx) }); err != nil {
			return err
		}
	}
	if err := c.serve(ctx); err != nil {
		return err
	}
	if o.seed {
		if err := step("demo tenant", func() error { return c.seed(ctx) }); err != nil {
			return err
		}
	}
	for i := range o.life {
		go c.live(ctx, i)
	}
	if o.then != "" {
		return c.runCommand(ctx)
	}
	c.announce(time.Since(began))
	if o.watch {
		go c.watch(ctx)
	}
	go c.logs(ctx)
	select {
	case <-ctx.Done():
		fmt.Println("\nstopping; the data stays in", o.dir)
		return nil
	case err := <-c.died:
		return err
	}
}

// prepare makes everything that runs of this checkout share.
func prepare(ctx context.Context) error {
	if err := step("tools", func() error { return install(ctx) }); err != nil {
		return err
	}
	if err := step("build", func() error { return build(ctx) }); err != nil {
		return err
	}
	return step("web", func() error { return buildWeb(ctx) })
}

// step runs a step and prints how long it took.
func step(name string, do func() error) error {
	began := time.Now()
	if err := do(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Printf("  %-12s %5.1f s\n", name, time.Since(began).Seconds())
	return nil
}
