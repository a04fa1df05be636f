// Command tenant is the life of a tenant, from the first login to the receipt of its end.
//
//	go run ./scripts/tenant create -stage prod -name "Kettle & Co." \
//	  -email owner@kettle.example -origin https://kettle.example
//	go run ./scripts/tenant list -stage prod
//	go run ./scripts/tenant invite -stage prod -tenant t_… -email owner@kettle.example
//	go run ./scripts/tenant suspend -stage prod -tenant t_…        (and resume)
//	go run ./scripts/tenant usage -stage prod -month 2026-11
//	go run ./scripts/tenant delete -stage prod -tenant t_… -confirm "Kettle & Co."
//
// It works on the AWS account that is signed in, and with -run on a local cloud. Every command may be
// repeated: the same input makes the same tenant, and goes on where a call before was cut off.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/scripts/stack"
)

// options are the flags of all commands.
type options struct {
	place                           stack.Place
	name, email, password, endpoint string
	asks                            bool // for the password
	origins                         []string
	tenant, confirm, month          string
}

// commands by their names.
var commands = map[string]func(context.Context, options) (any, error){
	"create": create, "list": list, "invite": invite, "delete": remove, "usage": usage,
	"suspend": func(ctx context.Context, o options) (any, error) { return suspend(ctx, o, true) },
	"resume":  func(ctx context.Context, o options) (any, error) { return suspend(ctx, o, false) },
}

func main() {
	log.SetFlags(0)
	name := ""
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	command := commands[name]
	if command == nil {
		all := strings.Join(slices.Sorted(maps.Keys(commands)), "|")
		log.Fatal("usage: tenant ", all, " -stage STAGE …; -h lists the flags")
	}
	o, err := parse(name, os.Args[2:], os.Stdin)
	if err != nil {
		log.Fatal("tenant: ", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	made, err := command(ctx, o)
	if err == nil {
		err = printJSON(os.Stdout, made)
	}
	if err != nil {
		log.Fatal("tenant: ", err)
	}
}

// parse reads the flags, and the password if one is to be asked for.
func parse(command string, args []string, in *os.File) (o options, err error) {
	flags := o.flags(command)
	_ = flags.Parse(args)
	if flags.NArg() > 0 {
		return o, fmt.Errorf("%d words belong to no flag; -h lists the flags", flags.NArg()) // perhaps one is a password
	}
	if o.asks {
		o.password, err = readPassword(in, os.Stderr)
	}
	return o, err
}

func (o *options) flags(command string) *flag.FlagSet {
	flags := flag.NewFlagSet(command, flag.ExitOnError)
	o.place.Flags(flags)
	flags.StringVar(&o.tenant, "tenant", "", "the tenant's id, as list shows it")
	flags.StringVar(&o.confirm, "confirm", "", "the tenant's name, written out, to delete it")
	flags.StringVar(&o.month, "month", time.Now().UTC().Format("2006-01"), "the month of usage, UTC")
	flags.StringVar(&o.name, "name", "", "the name of a new tenant")
	flags.StringVar(&o.email, "email", "", "the owner's e-mail address")
	flags.BoolVar(&o.asks, "ask-password", false, "ask for the owner's password, or read it from standard input; "+
		"without it Cognito sends an invitation")
	flags.StringVar(&o.endpoint, "endpoint", "", "address of the tenant's own bot; without it the bot is scripted")
	usage := "an origin on which the widget may run, as https://shop.example or https://*.shop.example (may be repeated)"
	flags.Func("origin", usage, func(s string) error {
		o.origins = append(o.origins, s)
		return nil
	})
	return flags
}

// printJSON writes JSON without HTML escapes, so that the snippet can be copied as it is.
func printJSON(to io.Writer, what any) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(what)
}
