package main

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
)

// created is the output: everything that the tenant's owner needs.
type created struct {
	Tenant  chat.TenantID `json:"tenant"`
	Bot     chat.BotID    `json:"bot"`
	SiteKey string        `json:"siteKey"`
	Owner   string        `json:"owner"`
	Secret  string        `json:"botSecret,omitempty"` // signs the calls to the tenant's own bot; shown once
	Snippet string        `json:"snippet"`
	SignIn  string        `json:"signIn"`
}

// named makes the ids of a tenant from its name and its owner: the same input is the same tenant.
func named(o options) created {
	owner := accounts.Address(o.email)
	id := func(kind string, length int) string {
		sum := sha256.Sum256([]byte(kind + "\x00" + strings.TrimSpace(o.name) + "\x00" + owner))
		return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:length]
	}
	return created{
		Tenant: chat.TenantID("t_" + id("tenant", 16)), Bot: chat.BotID("b_" + id("tenant", 16)), SiteKey: id("site", 20),
		Owner: owner,
	}
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
	if err := o.checkEmail(); err != nil {
		return err
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

func (o options) checkEmail() error {
	if _, err := mail.ParseAddress(o.email); err != nil {
		return errors.New("-email must be the owner's address")
	}
	return nil
}

// create makes a tenant, or the parts that an earlier call did not come to. The address is looked at first, so
// that one which is taken leaves nothing behind.
func create(ctx context.Context, o options) (any, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	p, err := open(ctx, o.place)
	if err != nil {
		return nil, err
	}
	made := named(o)
	if err := p.free(ctx, made.Tenant, made.Owner); err != nil {
		return nil, err
	}
	if _, err := p.make.Tenant(ctx, made.Tenant, strings.TrimSpace(o.name)); err != nil {
		return nil, err
	}
	if made.Secret, err = p.bot(ctx, o, made); err != nil {
		return nil, err
	}
	site := chat.Site{Key: made.SiteKey, Tenant: made.Tenant, Bot: made.Bot, Name: o.name, Origins: o.origins}
	if err := p.make.Site(ctx, site); err != nil {
		return nil, err
	}
	if _, err := p.make.Member(ctx, made.Tenant, made.Owner, "", chat.RoleOwner, o.password); err != nil {
		return nil, err
	}
	made.reach(p.outputs[stack.Address])
	return made, nil
}

func (p parts) bot(ctx context.Context, o options, made created) (secret string, err error) {
	first := chat.Bot{Tenant: made.Tenant, ID: made.Bot, Name: o.name}
	if o.endpoint != "" {
		return p.make.WebhookBot(ctx, first, o.endpoint)
	}
	script := chat.Script{Version: 1, At: time.Now().UTC(), By: "tenant create", Text: bot.Starter()}
	return "", p.make.Bot(ctx, first, script)
}
