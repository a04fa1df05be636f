package views

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// SourceName names a source of visits: a website, a WhatsApp number, a bot.
type SourceName struct {
	Kind string // site, number, bot
	ID   string
	Name string
	Bot  chat.BotID // the bot that answers there
}

// Sources lists the names of all sources of a team's visits.
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

// Bots lists the tenant's bots.
func (r *Reader) Bots(ctx context.Context, a chat.Agent) ([]chat.Bot, error) {
	return r.store.Bots(ctx, a.Tenant)
}

// Templates lists the templates of a number's account, by name and language.
func (r *Reader) Templates(ctx context.Context, n chat.Number) ([]chat.Template, error) {
	return r.store.Templates(ctx, n.Tenant, n.WABA)
}

// Counts returns the counters from day to day (2006-01-02), both included.
func (r *Reader) Counts(ctx context.Context, a chat.Agent, from, to string) ([]chat.Counts, error) {
	return r.store.Counts(ctx, a.Tenant, from, to)
}

// PublishedScript returns the active version of a bot's script; the zero value for a bot without a script.
func (r *Reader) PublishedScript(ctx context.Context, tenant chat.TenantID, id chat.BotID) (chat.Script, error) {
	b, err := r.store.Bot(ctx, tenant, id)
	if err != nil || b.Script == 0 {
		return chat.Script{}, err
	}
	return r.store.Script(ctx, tenant, id, b.Script)
}
