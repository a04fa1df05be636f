package dynamo

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

func siteKey(key_ string) key { return key{"SITE#" + key_, "SITE"} }

func appKey(app string) key { return key{"APP#" + app, "APP"} }

func numberKey(app, id string) key {
	return key{"APP#" + app, "NUM#" + id}
}

func scriptKey(t chat.TenantID, bot chat.BotID, version int) key {
	return tenantKey(t, fmt.Sprintf("SCRIPT#%s#%06d", bot, version))
}

func apiKeyKey(id string) key { return key{"APIKEY#" + id, "KEY"} }

func (s *Store) Tenant(ctx context.Context, id chat.TenantID) (chat.Tenant, error) {
	return load[chat.Tenant](ctx, s, tenantKey(id, "TENANT"))
}

func (s *Store) PutTenant(ctx context.Context, t chat.Tenant) error {
	return putEdited(ctx, s, tenantKey(t.ID, "TENANT"), t)
}

// Tenants is a page of all tenants, by id.
func (s *Store) Tenants(ctx context.Context, position string, limit int) ([]chat.Tenant, string, error) {
	tenants, _, next, err := indexed[chat.Tenant](ctx, s, queryIn{
		index: ListIndex, pk: ListPartition, sk: ListSort, partition: allTenants, position: position, limit: limit,
	})
	return tenants, next, err
}

func (s *Store) Bot(ctx context.Context, t chat.TenantID, id chat.BotID) (chat.Bot, error) {
	return load[chat.Bot](ctx, s, tenantKey(t, "BOT#"+string(id)))
}

func (s *Store) Bots(ctx context.Context, t chat.TenantID) ([]chat.Bot, error) {
	return queryAll[chat.Bot](ctx, s, "T#"+string(t), "BOT#", false, 100)
}

func (s *Store) PutBot(ctx context.Context, b chat.Bot) error {
	return putEdited(ctx, s, tenantKey(b.Tenant, "BOT#"+string(b.ID)), b)
}

func (s *Store) Script(ctx context.Context, t chat.TenantID, bot chat.BotID, version int) (chat.Script, error) {
	return load[chat.Script](ctx, s, scriptKey(t, bot, version))
}

func (s *Store) Scripts(ctx context.Context, t chat.TenantID, bot chat.BotID, limit int) ([]chat.Script, error) {
	return queryAll[chat.Script](ctx, s, "T#"+string(t), "SCRIPT#"+string(bot)+"#", true, limit)
}

func (s *Store) PutScript(ctx context.Context, sc chat.Script) error {
	it, err := row(scriptKey(sc.Tenant, sc.Bot, sc.Version), sc)
	if err != nil {
		return err
	}
	return s.putNew(ctx, it)
}

func (s *Store) Site(ctx context.Context, site string) (chat.Site, error) {
	it, err := s.get(ctx, siteKey(site), false) // every page of a website asks
	if errors.Is(err, chat.ErrNotFound) {
		return load[chat.Site](ctx, s, siteKey(site))
	}
	if err != nil {
		return chat.Site{}, err
	}
	return read[chat.Site](it)
}

// PutSite puts the tenant's pointer first: lists leave out a pointer without a site.
func (s *Store) PutSite(ctx context.Context, site chat.Site) error {
	if site.Version == 0 {
		if err := s.putDoc(ctx, tenantKey(site.Tenant, "SITE#"+site.Key), site.Key); err != nil {
			return err
		}
	}
	return putEdited(ctx, s, siteKey(site.Key), site)
}

func (s *Store) Sites(ctx context.Context, t chat.TenantID) ([]chat.Site, error) {
	return pointed[chat.Site](ctx, s, t, "SITE#", siteKey)
}

// pointed returns the documents to which a tenant's pointers lead.
func pointed[T any](ctx context.Context, s *Store, t chat.TenantID, prefix string, at func(string) key) ([]T, error) {
	names, err := queryAll[string](ctx, s, "T#"+string(t), prefix, false, 200)
	if err != nil {
		return nil, err
	}
	docs := []T{}
	for _, name := range names {
		doc, err := load[T](ctx, s, at(name))
		if errors.Is(err, chat.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

func (s *Store) RecordSeen(ctx context.Context, t chat.TenantID, seen chat.LastSeen) error {
	return s.putDoc(ctx, tenantKey(t, "SEEN#"+seen.Site), seen)
}

func (s *Store) LastSeen(ctx context.Context, t chat.TenantID) ([]chat.LastSeen, error) {
	return queryAll[chat.LastSeen](ctx, s, "T#"+string(t), "SEEN#", false, 200)
}

func (s *Store) App(ctx context.Context, app string) (chat.App, error) {
	return load[chat.App](ctx, s, appKey(app))
}

func (s *Store) PutApp(ctx context.Context, a chat.App) error {
	return putEdited(ctx, s, appKey(a.Key), a)
}

func (s *Store) Number(ctx context.Context, app, id string) (chat.Number, error) {
	return load[chat.Number](ctx, s, numberKey(app, id))
}

func (s *Store) NumberByID(ctx context.Context, t chat.TenantID, id string) (chat.Number, error) {
	return load[chat.Number](ctx, s, tenantKey(t, "NUM#"+id))
}

func (s *Store) Numbers(ctx context.Context, t chat.TenantID) ([]chat.Number, error) {
	return queryAll[chat.Number](ctx, s, "T#"+string(t), "NUM#", false, 100)
}

func ownerKey(number string) key { return key{"NUMBER#" + number, "OWNER"} }

// PutNumber binds a number: under its app for webhooks, under its tenant for sends, and under its
// own id, so that no other tenant can bind it.
func (s *Store) PutNumber(ctx context.Context, n chat.Number) error {
	condition, values := version(n.Version)
	n.Version++
	rows := []types.TransactWriteItem{}
	owner, err := row(ownerKey(n.ID), n.Tenant)
	if err != nil {
		return err
	}
	rows = append(rows, s.putting(owner, absent+" OR d = :owner", item{":owner": owner["d"]}))
	for _, k := range []key{tenantKey(n.Tenant, "NUM#"+n.ID), numberKey(n.App, n.ID)} {
		it, err := row(k, n)
		if err != nil {
			return err
		}
		it["v"] = num(n.Version)
		rows = append(rows, s.putting(it, condition, values))
	}
	failed, err := s.transact(ctx, rows)
	if failed > 0 {
		return lost(err)
	}
	return err
}

func (s *Store) DropNumber(ctx context.Context, n chat.Number) error {
	return s.deleteAll(ctx, []key{
		numberKey(n.App, n.ID), tenantKey(n.Tenant, "NUM#"+n.ID), flowKeysKey(n.Tenant, n.ID), ownerKey(n.ID),
	})
}

func flowKeysKey(t chat.TenantID, number string) key { return tenantKey(t, "FLOWKEYS#"+number) }

func (s *Store) FlowKeys(ctx context.Context, t chat.TenantID, number string) ([][]byte, error) {
	keys, err := load[[][]byte](ctx, s, flowKeysKey(t, number))
	if errors.Is(err, chat.ErrNotFound) {
		return nil, nil
	}
	return keys, err
}

func (s *Store) PutFlowKeys(ctx context.Context, t chat.TenantID, number string, keys [][]byte) error {
	return s.putDoc(ctx, flowKeysKey(t, number), keys)
}
