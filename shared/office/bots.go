package office

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// NewBot makes a scripted bot with its first script.
func (o *Office) NewBot(ctx context.Context, a chat.Agent, name string, text json.RawMessage) (chat.Bot, error) {
	b := chat.Bot{Tenant: a.Tenant, ID: chat.BotID("b_" + strings.ToLower(o.desk.NewID(o.desk.Now()))), Name: chat.Titled(name), Kind: chat.ScriptBot, Script: 1}
	if b.Name == "" {
		return b, chat.WrongField("name", "name_needed", "Give the bot a name: visitors read it.")
	}
	script := chat.Script{Tenant: a.Tenant, Bot: b.ID, Version: 1, At: o.desk.Now(), By: a.Name, Note: "The first script", Text: text}
	if err := o.store.PutScript(ctx, script); err != nil {
		return b, err
	}
	err := o.store.PutBot(ctx, b)
	b.Version++
	return b, err
}

// BotChange is what an owner wants changed of a bot. nil leaves a part as it is.
type BotChange struct {
	Version  int64
	Name     *string
	Paused   *bool
	Endpoint *string
}

// ChangeBot saves a bot, unless somebody else has since it was read.
func (o *Office) ChangeBot(ctx context.Context, a chat.Agent, id chat.BotID, c BotChange) (chat.Bot, error) {
	b, err := o.store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return b, err
	}
	if c.Name != nil {
		if b.Name = chat.Titled(*c.Name); b.Name == "" {
			return b, chat.WrongField("name", "name_needed", "Give the bot a name: visitors read it.")
		}
	}
	if c.Paused != nil {
		b.Paused = *c.Paused
	}
	if c.Endpoint != nil {
		if b.Kind != chat.WebhookBot {
			return b, chat.WrongField("endpoint", "no_endpoint", "This bot answers from a script. Only a bot of your own has an address.")
		}
		b.Endpoint = *c.Endpoint
	}
	return o.putBot(ctx, b, c.Version)
}

func (o *Office) putBot(ctx context.Context, b chat.Bot, version int64) (chat.Bot, error) {
	b.Version = version
	if err := saved(o.store.PutBot(ctx, b)); err != nil {
		return b, err
	}
	b.Version++
	return b, nil
}
