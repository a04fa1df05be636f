// Command restore brings back what was lost. DynamoDB restores a table as it was at a point in time only into a
// new one, without stream, retention, recovery and tags: `table` makes it, completes it, and points the stage's
// settings at it. `users` makes the accounts of a team anew from its roster, after the user pool was lost.
//
//	go run ./scripts/restore table -stage prod -at 2026-11-26T10:15:00Z
//	go run ./scripts/restore users -stage prod -tenant t_…
//
// Either may be run any number of times, and goes on where it was cut off. docs/recover.md has the whole way back.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/chat"
)

func main() {
	log.SetFlags(0)
	if err := restore(os.Args[1:]); err != nil {
		log.Fatal("restore: ", err)
	}
}

var errUsage = errors.New(`usage: restore table -stage STAGE -at 2026-11-26T10:15:00Z
       restore users -stage STAGE -tenant t_…`)

func restore(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var place stack.Place
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	place.Flags(flags)
	at := flags.String("at", "", "the point in time, as 2026-11-26T10:15:00Z")
	tenant := flags.String("tenant", "", "the tenant's id, as t_…")
	_ = flags.Parse(args[1:])
	switch {
	case args[0] == "table" && *at != "":
		when, err := time.Parse(time.RFC3339, *at)
		if err != nil {
			return errors.New("-at is a time as in 2026-11-26T10:15:00Z")
		}
		return back(ctx, place, when.UTC())
	case args[0] == "users" && *tenant != "":
		return users(ctx, place, chat.TenantID(*tenant))
	}
	return errUsage
}
