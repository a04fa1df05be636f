package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// Scripts is the latest versions of a bot's script, the newest first, and its bot.
func (o *Office) Scripts(ctx context.Context, a chat.Agent, id chat.BotID) (chat.Bot, []chat.Script, error) {
	b, err := o.store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return b, nil, err
	}
	scripts, err := o.store.Scripts(ctx, a.Tenant, id, chat.PageSize)
	return b, scripts, err
}

// Script is a version of a bot's script, and its bot.
func (o *Office) Script(ctx context.Context, a chat.Agent, id chat.BotID, version int) (chat.Bot, chat.Script, error) {
	b, err := o.store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return b, chat.Script{}, err
	}
	s, err := o.store.Script(ctx, a.Tenant, id, version)
	return b, s, err
}

// SaveScript stores a script as the next version of its bot's, for people to try and to
// publish. base is the version it was made from: if there is a newer one, somebody else
// was faster. Whether it holds together, the caller has judged.
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

// Publish puts a version of a bot's script in force: a newer one, or an older one again.
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
