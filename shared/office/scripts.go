package office

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// SaveScript stores a script as the next version of its bot's, for people to try and to
// publish. base is the version it was made from: if there is a newer one, somebody else
// was faster. Whether it holds together, the caller has judged.
func (o *Office) SaveScript(ctx context.Context, a chat.Agent, id chat.BotID, base int, note string, text json.RawMessage) (chat.Script, error) {
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
	s := chat.Script{Tenant: a.Tenant, Bot: id, Version: base + 1, At: o.desk.Now(), By: a.Name, Note: strings.TrimSpace(note), Text: text}
	return s, saved(o.store.PutScript(ctx, s))
}

// Publish puts a version of a bot's script in force: a newer one, or an older one again.
func (o *Office) Publish(ctx context.Context, a chat.Agent, id chat.BotID, script int, version int64) (chat.Bot, error) {
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
	return o.putBot(ctx, b, version)
}
