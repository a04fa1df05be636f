package office

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

// NewBot makes a scripted bot with its first script.
func (o *Office) NewBot(ctx context.Context, a chat.Agent, name string, text json.RawMessage) (chat.Bot, error) {
	b := chat.Bot{
		Tenant: a.Tenant, ID: chat.BotID("b_" + strings.ToLower(o.desk.NewID(o.desk.Now()))), Name: chat.Titled(name),
		Kind: chat.ScriptBot, Script: 1,
	}
	if b.Name == "" {
		return b, chat.WrongField("name", "name_needed", "Give the bot a name: visitors read it.")
	}
	script := chat.Script{
		Tenant: a.Tenant, Bot: b.ID, Version: 1, At: o.desk.Now(), By: a.Name, Note: "The first script", Text: text,
	}
	if err := o.store.PutScript(ctx, script); err != nil {
		return b, err
	}
	err := o.store.PutBot(ctx, b)
	b.Version++
	return b, o.desk.Audited(ctx, a, err, "bot.made", string(b.ID), b.Name)
}

// BotChange is an owner's change of a bot. A nil field stays as it is.
type BotChange struct {
	Version  int64
	Name     *string
	Paused   *bool
	Endpoint *string
	Model    *chat.BotModel
	NoModel  bool // it asks none any more
	Hold     *chat.Hold
}

// action is the change's name in the audit.
func (c *BotChange) action() string {
	switch {
	case c.Model != nil:
		return "bot.model_set"
	case c.NoModel:
		return "bot.model_removed"
	case c.Hold != nil && *c.Hold != "":
		return "bot.hold_set"
	case c.Hold != nil:
		return "bot.hold_removed"
	case c.Paused == nil:
		return "bot.changed"
	case *c.Paused:
		return "bot.paused"
	}
	return "bot.resumed"
}

// RotateBotSecret replaces the secret that signs our calls to a tenant's own bot. It is shown only this once.
func (o *Office) RotateBotSecret(ctx context.Context, a chat.Agent, id chat.BotID) (string, error) {
	b, err := o.store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return "", err
	}
	if b.Kind != chat.WebhookBot {
		return "", chat.Errorf(chat.Invalid, "no_secret", "This bot answers from a script: no calls are signed.")
	}
	secret := privacy.NewToken()
	if b.Sealed, err = o.Sealer.Seal(ctx, b.Tenant, chat.BotSecret, string(b.ID), []byte(secret)); err == nil {
		err = saved(o.store.PutBot(ctx, b))
	}
	return secret, o.desk.Audited(ctx, a, err, "bot.secret_rotated", string(b.ID), b.Name)
}

// Bot returns one of the tenant's bots.
func (o *Office) Bot(ctx context.Context, a chat.Agent, id chat.BotID) (chat.Bot, error) {
	return o.store.Bot(ctx, a.Tenant, id)
}

// ChangeBot saves a bot, unless somebody else has saved it since it was read.
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
			return b, chat.WrongField("endpoint", "no_endpoint",
				"This bot answers from a script. Only a bot of your own has an address.")
		}
		b.Endpoint = *c.Endpoint
	}
	if c.Hold != nil {
		b.Hold = *c.Hold
	}
	if err := o.changeModel(&b, c); err != nil {
		return b, err
	}
	details := b.Name
	if c.Model != nil {
		details += ", " + b.Model.Summary()
	}
	b, err = o.putBot(ctx, b, c.Version)
	return b, o.desk.Audited(ctx, a, err, c.action(), string(b.ID), details)
}

// changeModel has the bot ask a model, or none.
func (o *Office) changeModel(b *chat.Bot, c BotChange) error {
	if c.NoModel {
		b.Model = nil
	}
	if c.Model == nil {
		return nil
	}
	if b.Kind != chat.ScriptBot {
		return chat.WrongField("model", "no_model",
			"Only a scripted bot asks a model. A bot of your own does so by itself.")
	}
	if !slices.Contains(o.Models, c.Model.ID) {
		return chat.WrongField("model", "unknown_model",
			"This installation does not have that model. Choose one of the list.")
	}
	model := *c.Model
	model.Powers = slices.Compact(slices.Sorted(slices.Values(model.Powers)))
	b.Model = &model
	return nil
}

func (o *Office) putBot(ctx context.Context, b chat.Bot, version int64) (chat.Bot, error) {
	b.Version = version
	if err := saved(o.store.PutBot(ctx, b)); err != nil {
		return b, err
	}
	b.Version++
	return b, nil
}
