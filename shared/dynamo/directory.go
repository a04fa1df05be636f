package dynamo

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
)

func siteKey(key_ string) key { return key{"SITE#" + key_, "SITE"} }
func appKey(app string) key   { return key{"APP#" + app, "APP"} }
func numberKey(app, id string) key {
	return key{"APP#" + app, "NUM#" + id}
}
func scriptKey(t chat.TenantID, bot chat.BotID, version int) key {
	return tenantKey(t, fmt.Sprintf("SCRIPT#%s#%06d", bot, version))
}

func (s *Store) Tenant(ctx context.Context, id chat.TenantID) (chat.Tenant, error) {
	return load[chat.Tenant](ctx, s, tenantKey(id, "TENANT"))
}

func (s *Store) PutTenant(ctx context.Context, t chat.Tenant) error {
	return s.putDoc(ctx, tenantKey(t.ID, "TENANT"), t, "")
}

func (s *Store) Bot(ctx context.Context, t chat.TenantID, id chat.BotID) (chat.Bot, error) {
	return load[chat.Bot](ctx, s, tenantKey(t, "BOT#"+string(id)))
}

func (s *Store) Bots(ctx context.Context, t chat.TenantID) ([]chat.Bot, error) {
	return queryAll[chat.Bot](ctx, s, "T#"+string(t), "BOT#", false, 100)
}

func (s *Store) PutBot(ctx context.Context, b chat.Bot) error {
	return s.putDoc(ctx, tenantKey(b.Tenant, "BOT#"+string(b.ID)), b, "")
}

func (s *Store) Script(ctx context.Context, t chat.TenantID, bot chat.BotID, version int) (chat.Script, error) {
	return load[chat.Script](ctx, s, scriptKey(t, bot, version))
}

func (s *Store) PutScript(ctx context.Context, sc chat.Script) error {
	return s.putDoc(ctx, scriptKey(sc.Tenant, sc.Bot, sc.Version), sc, "")
}

func (s *Store) Site(ctx context.Context, site string) (chat.Site, error) {
	return load[chat.Site](ctx, s, siteKey(site))
}

func (s *Store) PutSite(ctx context.Context, site chat.Site) error {
	return s.putDoc(ctx, siteKey(site.Key), site, "")
}

func (s *Store) App(ctx context.Context, app string) (chat.App, error) {
	return load[chat.App](ctx, s, appKey(app))
}

func (s *Store) PutApp(ctx context.Context, a chat.App) error {
	return s.putDoc(ctx, appKey(a.Key), a, "")
}

func (s *Store) Number(ctx context.Context, app, id string) (chat.Number, error) {
	return load[chat.Number](ctx, s, numberKey(app, id))
}

func (s *Store) NumberByID(ctx context.Context, t chat.TenantID, id string) (chat.Number, error) {
	return load[chat.Number](ctx, s, tenantKey(t, "NUM#"+id))
}

// PutNumber binds a number: under its app for the webhook, under its tenant for sends.
func (s *Store) PutNumber(ctx context.Context, n chat.Number) error {
	if err := s.putDoc(ctx, numberKey(n.App, n.ID), n, ""); err != nil {
		return err
	}
	return s.putDoc(ctx, tenantKey(n.Tenant, "NUM#"+n.ID), n, "")
}

func (s *Store) CannedReplies(ctx context.Context, t chat.TenantID) ([]chat.CannedReply, error) {
	return queryAll[chat.CannedReply](ctx, s, "T#"+string(t), "CANNED#", false, 500)
}

func (s *Store) PutCannedReply(ctx context.Context, t chat.TenantID, c chat.CannedReply) error {
	return s.putDoc(ctx, tenantKey(t, "CANNED#"+c.ID), c, "")
}

func (s *Store) DeleteCannedReply(ctx context.Context, t chat.TenantID, id string) error {
	return s.delete(ctx, tenantKey(t, "CANNED#"+id))
}
