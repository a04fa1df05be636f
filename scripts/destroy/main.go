// Command destroy takes a stage away: its stack, and with -data also all that the stack leaves behind so that
// no data is lost by mistake, which is the table, the buckets, the keys and the user pool.
//
//	go run ./scripts/destroy -stage sandbox -data
//	go run ./scripts/destroy -stage prod -production
//
// The stage prod, and one that has the setting production, is refused without -production. It asks for the stage's
// name, unless YES=1.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"

	"github.com/botifire/livechat/infra/stage"
	"github.com/botifire/livechat/scripts/stack"
)

type options struct {
	place            stack.Place
	data, production bool
	yes              bool
}

func main() {
	log.SetFlags(0)
	var o options
	o.place.Flags(flag.CommandLine)
	flag.BoolVar(&o.data, "data", os.Getenv("DATA") == "1", "delete the data as well, for ever")
	flag.BoolVar(&o.production, "production", os.Getenv("PRODUCTION") == "1", "a stage of production is really meant")
	flag.BoolVar(&o.yes, "yes", os.Getenv("YES") == "1", "do not ask")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := destroy(ctx, o, os.Stdin, os.Stdout); err != nil {
		log.Fatal("destroy: ", err)
	}
}

// destroy may be run again: a file remembers the data that is left, since a deleted stack names nothing, and AWS finds
// it by its tags.
func destroy(ctx context.Context, o options, in io.Reader, out io.Writer) error {
	name, err := o.enter(ctx)
	if err != nil {
		return err
	}
	c := newCloud()
	found, err := stack.Find(ctx, c.stacks, name)
	if err != nil {
		return err
	}
	var left []stack.Left
	switch found.State {
	case stack.Busy:
		return found.AtRest(o.place.Stage)
	case stack.Absent:
		if left, err = c.leftOf(ctx, o, name); err != nil {
			return err
		}
		if len(left) == 0 {
			return fmt.Errorf("there is no %s in this account and region, this machine remembers no data of it, and nothing "+
				"has the tags app=botifire and stage=%s", name, o.place.Stage)
		}
	}
	if err := o.agree(in, out); err != nil {
		return err
	}
	if found.State != stack.Absent {
		if left, err = c.deleteStack(ctx, found); err != nil {
			return err
		}
	}
	return c.finish(ctx, o, name, left)
}

// enter finds the place, in the account of the stage and no other, and returns the name of the stack.
func (o options) enter(ctx context.Context) (string, error) {
	if o.place.Run != "" {
		_, err := o.place.Outputs(ctx)
		return stage.Settings{Name: stage.Local}.Called("stack"), err
	}
	s, err := stack.Enter(ctx, o.place.Stage)
	if err == nil && s.Guarded() && !o.production {
		err = fmt.Errorf("%[1]s is a stage of customers. To take it away, say so: PRODUCTION=1 make destroy STAGE=%[1]s",
			s.Name)
	}
	return s.Called("stack"), err
}

// finish deletes the data, or lists it.
func (c cloud) finish(ctx context.Context, o options, name string, left []stack.Left) error {
	for _, one := range left {
		if !o.data {
			fmt.Printf("stays: %s %s\n", one.Kind, one.ID)
		} else if err := c.remove(ctx, one); err != nil {
			return fmt.Errorf("%s %s: %w", one.Kind, one.ID, err)
		}
	}
	if !o.data && len(left) > 0 {
		fmt.Println("the same command with DATA=1 deletes these as well")
		return nil
	}
	return os.RemoveAll(stack.Memory(name))
}

// agree asks the person at the terminal to type the name of the stage.
func (o options) agree(in io.Reader, out io.Writer) error {
	if o.yes {
		return nil
	}
	what, name := "the stack, and leaves its data", o.place.Stage
	if o.data {
		what = "the stack and ALL OF ITS DATA, for ever"
	}
	if o.place.Run != "" {
		name = stage.Local
	}
	fmt.Fprintf(out, "This deletes %s. Type the name of the stage, %s: ", what, name)
	answer, _ := bufio.NewReader(in).ReadString('\n')
	if strings.TrimSpace(answer) != name {
		return errors.New("nothing was deleted")
	}
	return nil
}
