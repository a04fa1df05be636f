// Command tenant makes a real tenant: the owner's account, a bot, a site key.
//
//	go run ./scripts/tenant create -stage prod -name "Kettle & Co." \
//	  -email owner@kettle.example -origin https://kettle.example
//
// It works on the AWS account that is signed in, and with -run on a local cloud. The
// bot is scripted, unless -endpoint names the tenant's own bot.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/mail"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/sitefile"
)

type options struct {
	place                           stack.Place
	name, email, password, endpoint string
	origins                         []string
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 || os.Args[1] != "create" {
		log.Fatal("usage: tenant create -stage STAGE -name NAME -email OWNER -origin https://… [-endpoint https://…]")
	}
	var o options
	flags := flag.NewFlagSet("create", flag.ExitOnError)
	o.place.Flags(flags)
	flags.StringVar(&o.name, "name", "", "the tenant's name")
	flags.StringVar(&o.email, "email", "", "the owner's e-mail address")
	flags.StringVar(&o.password, "password", "", "the owner's password; without it Cognito sends an invitation")
	flags.StringVar(&o.endpoint, "endpoint", "", "address of the tenant's own bot")
	usage := "an origin on which the widget may run, as https://shop.example or https://*.shop.example (may be repeated)"
	flags.Func("origin", usage, func(s string) error {
		o.origins = append(o.origins, s)
		return nil
	})
	_ = flags.Parse(os.Args[2:])
	made, err := create(context.Background(), o)
	if err != nil {
		log.Fatal("tenant: ", err)
	}
	if err := made.print(os.Stdout); err != nil {
		log.Fatal("tenant: ", err)
	}
}

// created is the output: everything that the tenant's owner needs.
type created struct {
	Tenant  chat.TenantID `json:"tenant"`
	Bot     chat.BotID    `json:"bot"`
	SiteKey string        `json:"siteKey"`
	Owner   string        `json:"owner"`
	Secret  string        `json:"botSecret,omitempty"` // signs the calls to the tenant's own bot
	Snippet string        `json:"snippet"`
	SignIn  string        `json:"signIn"`
}

// print writes it as JSON without HTML escapes, so that the snippet can be copied as it is.
func (c created) print(to io.Writer) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(c)
}

// reach fills in the address of the widget, and the page where the team signs in.
func (c *created) reach(address string) {
	c.Snippet = fmt.Sprintf(`<script async src="%s/widget.js" data-site="%s"></script>`, address, c.SiteKey)
	c.SignIn = address + "/admin/"
}

func (o options) check() error {
	if strings.TrimSpace(o.name) == "" {
		return errors.New("-name is needed")
	}
	if _, err := mail.ParseAddress(o.email); err != nil {
		return errors.New("-email must be the owner's address")
	}
	if len(o.origins) == 0 {
		return errors.New("-origin is needed: where will the widget run?")
	}
	for _, origin := range o.origins {
		if !chat.IsOrigin(origin) {
			return fmt.Errorf("%q is not a valid origin: "+
				"write scheme and host, as in https://shop.example or https://*.shop.example", origin)
		}
	}
	return nil
}

func create(ctx context.Context, o options) (created, error) {
	if err := o.check(); err != nil {
		return created{}, err
	}
	found, err := o.place.Outputs(ctx)
	if err != nil {
		return created{}, err
	}
	cfg := config.AWS()
	office := &setup.Provisioner{
		Store:    dynamo.New(dynamodb.NewFromConfig(cfg), found["Table"]),
		Sealer:   seal.New(cfg, found["SealKey"]),
		Accounts: accounts.New(cfg, found["Pool"]),
		Files:    sitefile.New(s3.NewFromConfig(cfg, media.PathStyle), found["Web"]),
	}
	id := strings.ToLower(rand.Text()[:16])
	made := created{
		Tenant: chat.TenantID("t_" + id), Bot: chat.BotID("b_" + id),
		SiteKey: strings.ToLower(rand.Text()[:20]), Owner: o.email,
	}
	if _, err := office.Tenant(ctx, made.Tenant, o.name); err != nil {
		return created{}, err
	}
	first := chat.Bot{Tenant: made.Tenant, ID: made.Bot, Name: o.name}
	if o.endpoint == "" {
		err = office.Bot(ctx, first, chat.Script{Version: 1, At: time.Now().UTC(), By: "tenant create", Text: bot.Starter()})
	} else {
		made.Secret, err = office.WebhookBot(ctx, first, o.endpoint)
	}
	if err != nil {
		return created{}, err
	}
	site := chat.Site{Key: made.SiteKey, Tenant: made.Tenant, Bot: made.Bot, Name: o.name, Origins: o.origins}
	if err := office.Site(ctx, site); err != nil {
		return created{}, err
	}
	if _, err := office.Member(ctx, made.Tenant, o.email, "", chat.RoleOwner, o.password); err != nil {
		return created{}, err
	}
	made.reach(found[stack.Address])
	return made, nil
}
