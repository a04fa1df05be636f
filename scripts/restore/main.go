// Command restore brings back lost data. DynamoDB restores a table as it was at a point in time only into a
// new one, without stream, retention, recovery and tags: `table` makes it, completes it, erases again the people who
// were erased since then, and points the stage's settings at it. `close` and `open` keep people out meanwhile.
// `decisions` repeats suspensions, deletions and revocations. `users` makes the accounts of a team anew from its
// roster, after the user pool was lost.
//
//	go run ./scripts/restore close -stage prod
//	go run ./scripts/restore table -stage prod -at 2026-11-26T10:15:00Z
//	go run ./scripts/restore decisions -stage prod -table NEW -from OLD -repeat
//	go run ./scripts/restore open -stage prod
//	go run ./scripts/restore users -stage prod              # of all teams; -tenant t_… of one
//
// Each may be run any number of times, and goes on where it was cut off. docs/recover.md has the whole way back.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os"
	"os/signal"
	"strings"
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

var errUsage = errors.New(`usage: restore close|open -stage STAGE
       restore table -stage STAGE -at 2026-11-26T10:15:00Z [-from TABLE]
       restore decisions -stage STAGE -from TABLE [-table TABLE] [-only ID,…] [-repeat]
       restore users -stage STAGE [-tenant t_…]`)

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
	from := flags.String("from", "", "the table to go back from; table: the one that the stage uses, if it is not named")
	repeat := flags.Bool("repeat", false, "repeat the decisions, rather than to show them")
	only := flags.String("only", "", "ids of the tenants, keys and members whose decisions are meant, as t_…,k_…")
	tenant := flags.String("tenant", "", "the tenant's id, as t_…")
	_ = flags.Parse(args[1:])
	switch args[0] {
	case "close", "open":
		return shut(place, args[0] == "close")
	case "table":
		when, err := time.Parse(time.RFC3339, *at)
		if err != nil {
			return errors.New("-at is a time as in 2026-11-26T10:15:00Z")
		}
		return back(ctx, place, *from, when.UTC())
	case "decisions":
		if *from == "" {
			return errUsage
		}
		return decisions(ctx, place, *from, choice{fields(*only), *repeat})
	case "users":
		return users(ctx, place, chat.TenantID(*tenant))
	}
	return errUsage
}

// fields are words with commas between them.
func fields(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}
