// Command bench measures the cost and the speed of the product. Each time is printed beside that
// of an empty function, or of an echo, from the same run: machines differ, ratios differ less.
//
//	make bench
//	make bench ARGS="-deliveries 50"
//	go run ./scripts/bench -search -messages 1000000
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"slices"
	"time"

	"github.com/botifire/livechat/e2e/host"
)

func main() {
	log.SetFlags(0)
	run := flag.String("run", "", "run.json of a local cloud, to measure through its doors as well")
	counts := flag.Bool("counts", false, "only what is counted, which needs no quiet machine")
	only := flag.Bool("search", false, "only searches")
	crowd := flag.Int("deliveries", 0, "only so many large deliveries through the doors, each message of them counted")
	talked := flag.Int("messages", 100_000, "the number of messages that are searched")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := bench{prices: map[string]price{}, talked: *talked}
	all := func() error { return b.all(ctx, *run, *counts) }
	if *only {
		all = func() error { return b.found(ctx, nil) }
	}
	if *crowd > 0 {
		all = func() error { return b.crowd(ctx, *run, *crowd) }
	}
	err := all()
	b.print() // the figures before a failure, too
	if err != nil {
		log.Fatal("bench: ", err)
	}
}

// bench collects the lines that have a goal.
type bench struct {
	table
	echo   string           // a round trip through the same emulator
	prices map[string]price // of stories
	left   float64          // the bytes that a visit leaves
	talked int              // messages that are searched
}

func (b *bench) all(ctx context.Context, run string, counts bool) error {
	parts := []func(context.Context, *host.Host) error{b.bills, b.alone, b.stored, b.hottest}
	if !counts {
		parts = append([]func(context.Context, *host.Host) error{
			b.sizes, b.messages, b.webhooks, b.inbox, b.busy, b.flood, b.found,
		}, parts...)
	}
	for _, part := range parts {
		if err := with(ctx, part); err != nil {
			return err
		}
	}
	b.months()
	if run == "" || counts {
		return nil
	}
	if err := b.doors(ctx, run); err != nil {
		return err
	}
	return b.browsed(ctx, run)
}

// with runs a part on a small cloud of its own.
func with(ctx context.Context, part func(context.Context, *host.Host) error) error {
	h, err := host.New(ctx)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.Furnish(ctx); err != nil {
		return err
	}
	return part(ctx, h)
}

// times are the durations of many runs of the same thing.
type times []time.Duration

func (t times) at(share float64) time.Duration {
	slices.Sort(t)
	return t[min(int(float64(len(t))*share), len(t)-1)]
}

func (t times) median() time.Duration { return t.at(0.5) }

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }

func ratio(a, b time.Duration) string { return fmt.Sprintf("%.1fx", float64(a)/float64(b)) }

func title(text string) { fmt.Printf("\n%s\n", text) }
