// Command seed fills a local stack with a demo tenant: two bots, a team with one
// member of each role, and a few hundred visits that look real. It adds missing rows and
// leaves existing ones alone.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/sitefile"
	"github.com/botifire/livechat/shared/whatsapp"
)

//go:embed shop.json
var script json.RawMessage

func main() {
	log.SetFlags(0)
	run := flag.String("run", ".local/state/run.json", "facts of the running local cloud")
	visits := flag.Int("visits", 300, "how many visits to make up")
	flag.Parse()
	if err := seed(context.Background(), *run, *visits); err != nil {
		log.Fatal("seed: ", err)
	}
}

type facts struct {
	Door, Graph string
	Stack       map[string]string
}

func seed(ctx context.Context, run string, visits int) error {
	raw, err := os.ReadFile(run)
	if err != nil {
		return err
	}
	var f facts
	if err := json.Unmarshal(raw, &f); err != nil {
		return err
	}
	aws := stack.AWS()
	store := dynamo.New(dynamodb.NewFromConfig(aws), f.Stack["Table"])
	sealer := seal.New(aws, f.Stack["SealKey"])
	office := &setup.Provisioner{
		Store: store, Sealer: sealer, Accounts: accounts.New(aws, f.Stack["Pool"]),
		Files: sitefile.New(s3.NewFromConfig(aws, media.PathStyle), f.Stack["Web"]),
	}
	_, err = store.Tenant(ctx, setup.DemoTenant)
	fresh := errors.Is(err, chat.ErrNotFound)
	if err := tenant(ctx, office, f.Door); err != nil {
		return err
	}
	if err := atMeta(ctx, office, f.Graph+"/v25.0"); err != nil {
		return err
	}
	agents, err := members(ctx, office)
	if err != nil || !fresh {
		return err
	}
	return history(ctx, store, sealer, agents, visits)
}

// writesMail gives the demo a mailbox, so that its visitors may leave an e-mail address.
func writesMail(ctx context.Context, store setup.Store) error {
	t, err := store.Tenant(ctx, setup.DemoTenant)
	if err != nil || t.Mailbox != "" {
		return err
	}
	t.Mailbox = "team@kettle.test"
	return store.PutTenant(ctx, t)
}

// site makes the shop's site, which says who is signed in.
func site(ctx context.Context, o *setup.Provisioner, door, shop string) error {
	sealed, err := o.Sealer.Seal(ctx, setup.DemoTenant, chat.SiteSecret, setup.DemoSite, []byte(setup.DemoLoginSecret))
	if err != nil {
		return err
	}
	return o.Site(ctx, chat.Site{
		Key: setup.DemoSite, Tenant: setup.DemoTenant, Bot: setup.DemoBot, Name: "Kettle & Co.",
		Origins: []string{door, shop},
		Look: chat.Look{
			Title: "Kettle & Co.", Subtitle: "Tea is a serious matter. Ask us anything.", Accent: "#0f766e",
			Privacy: shop + "/privacy",
		},
		Login: &chat.SiteLogin{
			Since: time.Now().UTC(), Secret: chat.SealedSecret{Row: setup.DemoSite, Sealed: sealed},
		},
	})
}

func tenant(ctx context.Context, o *setup.Provisioner, door string) error {
	if _, err := o.Tenant(ctx, setup.DemoTenant, "Kettle & Co."); err != nil {
		return err
	}
	if err := writesMail(ctx, o.Store); err != nil {
		return err
	}
	shop, err := nextPort(door, 4)
	if err != nil {
		return err
	}
	here := bytes.ReplaceAll(script, []byte("https://shop.demo.test"), []byte(shop)) // the address of its pictures
	said := chat.Script{Version: 1, At: time.Now().UTC(), By: "seed", Text: here}
	for id, name := range map[chat.BotID]string{
		setup.DemoBot:      "Kettle & Co.",
		setup.DemoPhoneBot: "Kettle & Co. on WhatsApp",
	} {
		if err := o.Bot(ctx, chat.Bot{Tenant: setup.DemoTenant, ID: id, Name: name}, said); err != nil {
			return err
		}
	}
	if err := moveHere(ctx, o, door, shop); err != nil {
		return err
	}
	if err := site(ctx, o, door, shop); err != nil {
		return err
	}
	number := chat.Number{
		App: setup.DemoApp, ID: setup.DemoNumber, WABA: setup.DemoWABA, Display: setup.DemoDisplay,
		Tenant: setup.DemoTenant, Bot: setup.DemoPhoneBot,
	}
	if err := o.WhatsApp(ctx, number, setup.DemoAppSecret, setup.DemoVerify, setup.DemoGraphToken); err != nil {
		return err
	}
	for i, reply := range []chat.CannedReply{
		{
			Title: "Greeting", Text: "Hello, this is a person now. How can I help?", Language: "en",
			Texts: map[string]string{"pt": "Olá, agora é uma pessoa. Como posso ajudar?"},
		},
		{Title: "Introduction", Text: "Hello {{visitor.first_name|there}}, {{agent.first_name}} from {{bot.name}} here."},
		{Title: "Confirm the address", Text: "Shall I write to you at {{visitor.email}}?"},
		{Title: "Order number", Text: "Could you tell me your order number, please? It begins with KC."},
		{Title: "Goodbye", Text: "You are welcome. Enjoy your tea!"},
	} {
		reply.ID = fmt.Sprintf("demo-%d", i+1)
		err := o.Store.PutCannedReply(ctx, setup.DemoTenant, reply)
		if err := chat.Except(err, chat.ErrConflict); err != nil { // it is there, and may have been edited
			return err
		}
	}
	return nil
}

// atMeta gives the key of the number's Flows to the stand-in for Meta, which starts empty each
// time, and fetches its templates.
func atMeta(ctx context.Context, o *setup.Provisioner, graph string) error {
	if err := o.FlowKey(ctx, setup.DemoTenant, setup.DemoNumber, graph); err != nil {
		return err
	}
	token := func(context.Context, chat.Number) ([]byte, error) { return []byte(setup.DemoGraphToken), nil }
	all, err := whatsapp.New(graph, token).Templates(ctx, chat.Number{WABA: setup.DemoWABA},
		time.Now().UTC().Truncate(time.Second))
	if err != nil {
		return err
	}
	return o.Store.PutTemplates(ctx, setup.DemoTenant, setup.DemoWABA, all)
}

// nextPort is the origin some ports after another on the same host.
func nextPort(origin string, by int) (string, error) {
	u, err := url.Parse(origin)
	if err != nil {
		return "", err
	}
	port, err := strconv.Atoi(u.Port())
	return fmt.Sprintf("%s://%s:%d", u.Scheme, u.Hostname(), port+by), err
}

// members makes a member of each role.
func members(ctx context.Context, o *setup.Provisioner) ([]chat.Agent, error) {
	var agents []chat.Agent
	names := map[chat.Role]string{
		chat.RoleOwner: "Olu Adeyemi", chat.RoleLead: "Lea Brandt", chat.RoleAgent: "Ana Souza",
		chat.RoleViewer: "Vik Rao",
	}
	for _, role := range chat.Roles {
		id, err := o.Member(ctx, setup.DemoTenant, string(role)+"@demo.test", names[role], role, setup.DemoPassword)
		if err != nil {
			return nil, err
		}
		agents = append(agents, chat.Agent{Tenant: setup.DemoTenant, ID: id, Name: names[role], Role: role})
	}
	return agents, nil
}
