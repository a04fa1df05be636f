package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// Scripts returns a bot and the latest versions of its script, newest first.
func (o *Office) Scripts(ctx context.Context, a chat.Agent, id chat.BotID) (chat.Bot, []chat.Script, error) {
	b, err := o.store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return b, nil, err
	}
	scripts, err := o.store.Scripts(ctx, a.Tenant, id, chat.PageSize)
	return b, scripts, err
}

// Script returns a bot and one version of its script.
func (o *Office) Script(ctx context.Context, a chat.Agent, id chat.BotID, version int) (chat.Bot, chat.Script, error) {
	b, err := o.store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return b, chat.Script{}, err
	}
	s, err := o.store.Script(ctx, a.Tenant, id, version)
	return b, s, err
}

// SaveScript stores a script as the bot's next version, to be tried and then published. base is the
// version that the author edited: if there is a newer one, the save is refused. The caller has
// already checked the script's consistency.
func (o *Office) SaveScript(
	ctx context.Context, a chat.Agent, id chat.BotID, base int, note string, text json.RawMessage,
) (chat.Script, error) {
	if _, err := o.store.Bot(ctx, a.Tenant, id); err != nil {
		return chat.Script{}, err
	}
	latest, err := o.store.Scripts(ctx, a.Tenant, id, 1)
	if err != nil {
		return chat.Script{}, err
	}
	if len(latest) > 0 && latest[0].Version != base {
		return chat.Script{}, errStale
	}
	s := chat.Script{
		Tenant: a.Tenant, Bot: id, Version: base + 1, At: o.desk.Now(), By: a.Name, Note: strings.TrimSpace(note), Text: text,
	}
	err = saved(o.store.PutScript(ctx, s))
	return s, o.desk.Audited(ctx, a, err, "script.saved", string(id), fmt.Sprintf("version %d", s.Version))
}

// Publish makes a version of a bot's script the active one, newer or older than the current one.
func (o *Office) Publish(
	ctx context.Context, a chat.Agent, id chat.BotID, script int, version int64,
) (chat.Bot, error) {
	b, err := o.store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return b, err
	}
	if b.Kind != chat.ScriptBot {
		return b, chat.Errorf(chat.Invalid, "no_script", "This bot is your own: it has no script here.")
	}
	if _, err := o.store.Script(ctx, a.Tenant, id, script); err != nil {
		return b, err
	}
	b.Script = script
	b, err = o.putBot(ctx, b, version)
	return b, o.desk.Audited(ctx, a, err, "script.published", string(b.ID), fmt.Sprintf("version %d", script))
}
