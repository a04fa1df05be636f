// Command erase repeats erasures after the table was restored from a backup:
//
//	go run ./scripts/erase again -stage prod
//	go run ./scripts/erase again -stage prod -from OLD       # also erasures that the table before still had to do
//	go run ./scripts/erase again -stage prod -table TABLE    # a restored table that the stage does not use yet
//
// A copy of each tombstone lies in the bucket of files. A person whom the backup brought back is
// erased once more; the command may be run any number of times. `restore table` does the same before it
// has the stage use the table; this is for erasures that were asked for after that. Messages, visits and
// profiles that were due meanwhile are deleted by the next retention run.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"

	"github.com/botifire/livechat/scripts/again"
	"github.com/botifire/livechat/scripts/stack"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 || os.Args[1] != "again" {
		log.Fatal("usage: erase again -stage STAGE [-from TABLE] [-table TABLE]")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var place stack.Place
	flags := flag.NewFlagSet("again", flag.ExitOnError)
	place.Flags(flags)
	from := flags.String("from", "", "the table before the restore, for erasures that were still to be done there")
	_ = flags.Parse(os.Args[2:])
	if err := erase(ctx, place, *from); err != nil {
		log.Fatal("erase: ", err)
	}
}

// erase erases again. from is the table before, "" for the one that the stage uses.
func erase(ctx context.Context, place stack.Place, from string) error {
	found, err := place.Outputs(ctx)
	if err != nil {
		return err
	}
	deployed, err := place.Deployed(ctx)
	if err != nil {
		return err
	}
	erased, err := again.Erasures(ctx, found, found["Table"], cmp.Or(from, deployed["Table"]))
	fmt.Printf("%s: %s\n", found["Table"], erased)
	return err
}
