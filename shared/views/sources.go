package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// SourceName names something that visits come from: a website, a WhatsApp number, a bot.
type SourceName struct {
	Kind string // site, number, bot
	ID   string
	Name string
	Bot  chat.BotID // that answers there
}

// Sources names all that a team's visits come from.
func (r *Reader) Sources(ctx context.Context, a chat.Agent) ([]SourceName, error) {
	sites, err := r.store.Sites(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	numbers, err := r.store.Numbers(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	bots, err := r.store.Bots(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	all := []SourceName{}
	for _, s := range sites {
		all = append(all, SourceName{"site", s.Key, s.Name, s.Bot})
	}
	for _, n := range numbers {
		all = append(all, SourceName{"number", n.ID, n.Display, n.Bot})
	}
	for _, b := range bots {
		all = append(all, SourceName{"bot", string(b.ID), b.Name, b.ID})
	}
	return all, nil
}

// Bots is the tenant's bots.
func (r *Reader) Bots(ctx context.Context, a chat.Agent) ([]chat.Bot, error) {
	return r.store.Bots(ctx, a.Tenant)
}

// Templates is those of a number's account, by name and language.
func (r *Reader) Templates(ctx context.Context, n chat.Number) ([]chat.Template, error) {
	return r.store.Templates(ctx, n.Tenant, n.WABA)
}

// Counts is the counters from day to day (2006-01-02), both included.
func (r *Reader) Counts(ctx context.Context, a chat.Agent, from, to string) ([]chat.Counts, error) {
	return r.store.Counts(ctx, a.Tenant, from, to)
}

// PublishedScript is the version of a bot's script that is in force; its zero value for a bot
// without one.
func (r *Reader) PublishedScript(ctx context.Context, tenant chat.TenantID, id chat.BotID) (chat.Script, error) {
	b, err := r.store.Bot(ctx, tenant, id)
	if err != nil || b.Script == 0 {
		return chat.Script{}, err
	}
	return r.store.Script(ctx, tenant, id, b.Script)
}
