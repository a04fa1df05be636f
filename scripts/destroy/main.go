// Command destroy takes a stage away: its stack, and with -data also all that the stack leaves behind so that
// no data is lost by mistake, which is the table, the buckets, the keys and the user pool.
//
//	go run ./scripts/destroy -stage sandbox -data
//	go run ./scripts/destroy -stage prod -production
//
// A stage named prod is refused without -production. It asks for the stage's name, unless YES=1.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
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
	flag.BoolVar(&o.production, "production", os.Getenv("PRODUCTION") == "1", "the stage prod is really meant")
	flag.BoolVar(&o.yes, "yes", os.Getenv("YES") == "1", "do not ask")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := destroy(ctx, o); err != nil {
		log.Fatal("destroy: ", err)
	}
}

// destroy may be run again: a file remembers what was left, since a stack that is gone names nothing.
func destroy(ctx context.Context, o options) error {
	name, err := o.check(os.Stdin, os.Stdout)
	if err != nil {
		return err
	}
	file := filepath.Join(".local", "left-of-"+name+".json")
	left, err := remembered(file)
	if err != nil {
		return err
	}
	found, missing := o.place.Outputs(ctx)
	if missing != nil && len(left) == 0 {
		return missing
	}
	c := newCloud()
	if missing == nil && c.exists(ctx, name) {
		left = append(left, kept{table, found["Table"]}) // a restored one is no resource of the stack
		if left, err = c.deleteStack(ctx, name, file, left); err != nil {
			return err
		}
	}
	return c.finish(ctx, o, file, left)
}

// finish deletes the data, or says what stays.
func (c cloud) finish(ctx context.Context, o options, file string, left []kept) error {
	for _, one := range left {
		if !o.data {
			fmt.Printf("stays: %s %s\n", one.Kind, one.ID)
		} else if err := c.remove(ctx, one); err != nil {
			return fmt.Errorf("%s %s: %w", one.Kind, one.ID, err)
		}
	}
	if !o.data {
		fmt.Println("the same command with DATA=1 deletes these as well")
		return nil
	}
	return os.Remove(file)
}

// remembered is what earlier runs left.
func remembered(file string) (left []kept, err error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	err = json.Unmarshal(raw, &left)
	return left, err
}

func remember(file string, left []kept) error {
	raw, err := json.MarshalIndent(left, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, raw, 0o600)
}

// check refuses what is not meant, and returns the name of the stack.
func (o options) check(in io.Reader, out io.Writer) (string, error) {
	s := stage.Settings{Name: o.place.Stage}
	if o.place.Run != "" {
		s.Name = stage.Local
	}
	if s.Name == "prod" && !o.production {
		return "", errors.New("prod is the stage of customers. To take it away, say so: PRODUCTION=1 make destroy STAGE=prod")
	}
	if o.yes {
		return s.Called("stack"), nil
	}
	what := "the stack, and leaves its data"
	if o.data {
		what = "the stack and ALL OF ITS DATA, for ever"
	}
	fmt.Fprintf(out, "This deletes %s. Type the name of the stage, %s: ", what, s.Name)
	answer, _ := bufio.NewReader(in).ReadString('\n')
	if strings.TrimSpace(answer) != s.Name {
		return "", errors.New("nothing was deleted")
	}
	return s.Called("stack"), nil
}
