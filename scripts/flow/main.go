// Command flow prepares WhatsApp Flows.
//
//	# makes, seals and uploads the key of a number's Flows
//	go run ./scripts/flow key -stage prod -tenant t_… -number 100200300
//
//	# prints the Flow that asks a form of a script
//	go run ./scripts/flow json -stage prod -tenant t_… -bot b_… -form contact
//
// It works on the AWS account that is signed in, and with -run on a local cloud.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/whatsapp"
)

type options struct {
	place                     stack.Place
	tenant, number, bot, form string
	graph                     string
}

func main() {
	log.SetFlags(0)
	verbs := map[string]func(context.Context, options) error{"key": key, "json": flow}
	if len(os.Args) < 2 || verbs[os.Args[1]] == nil {
		log.Fatal("usage: flow key -stage STAGE -tenant t_… -number ID, " +
			"or flow json -stage STAGE -tenant t_… -bot b_… -form ID")
	}
	var o options
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	o.place.Flags(flags)
	flags.StringVar(&o.tenant, "tenant", "", "the tenant's id")
	flags.StringVar(&o.number, "number", "", "Meta's phone number id")
	flags.StringVar(&o.bot, "bot", "", "the bot in whose script the form is")
	flags.StringVar(&o.form, "form", "", "the form's id")
	flags.StringVar(&o.graph, "graph", "https://graph.facebook.com/v25.0", "Meta's Graph API")
	_ = flags.Parse(os.Args[2:])
	if err := verbs[os.Args[1]](context.Background(), o); err != nil {
		log.Fatal("flow: ", err)
	}
}

// key makes a key for a number. The previous key stays valid for requests that Meta still encrypts
// with it.
func key(ctx context.Context, o options) error {
	found, err := o.place.Outputs(ctx)
	if err != nil {
		return err
	}
	cfg := stack.AWS()
	office := &setup.Provisioner{
		Store:  dynamo.New(dynamodb.NewFromConfig(cfg), found["Table"]),
		Sealer: seal.New(cfg, found["SealKey"]),
	}
	if err := office.FlowKey(ctx, chat.TenantID(o.tenant), o.number, o.graph); err != nil {
		return fmt.Errorf("the key of %s: %w", o.number, err)
	}
	fmt.Println("The key is made, sealed and uploaded. " +
		"Give Meta the address of the endpoint: Settings, WhatsApp shows it.")
	return nil
}

// flow prints the Flow of a form.
func flow(ctx context.Context, o options) error {
	found, err := o.place.Outputs(ctx)
	if err != nil {
		return err
	}
	store := dynamo.New(dynamodb.NewFromConfig(stack.AWS()), found["Table"])
	b, err := store.Bot(ctx, chat.TenantID(o.tenant), chat.BotID(o.bot))
	if err != nil {
		return fmt.Errorf("the bot %s: %w", o.bot, err)
	}
	stored, err := store.Script(ctx, b.Tenant, b.ID, b.Script)
	if err != nil {
		return fmt.Errorf("the script of %s: %w", o.bot, err)
	}
	script, err := bot.Parse(stored.Text)
	if err != nil {
		return err
	}
	form, ok := script.Form(o.form)
	if !ok {
		return errors.New("the script has no form of this id")
	}
	raw, err := whatsapp.FlowJSON(form.Form)
	if err == nil {
		fmt.Println(string(raw))
	}
	return err
}
