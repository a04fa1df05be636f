package memory

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// lookup reads one document of a table.
func lookup[K comparable, V any](s *Store, t *table[K, V], k K) (V, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, _, err := t.get(k)
	return v, err
}

// store writes one document of a table.
func store[K comparable, V any](s *Store, t *table[K, V], method string, k K, v V) error {
	return s.write(method, func() error { t.put(k, v); return nil })
}

// under reads all documents whose key begins with a prefix, in key order.
func under[V any](s *Store, t *table[string, V], prefix string) []V {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []V{}
	for _, k := range slices.Sorted(maps.Keys(t.rows)) {
		if strings.HasPrefix(k, prefix) {
			v, _, _ := t.get(k)
			found = append(found, v)
		}
	}
	return found
}

func path[T, U ~string](a T, b U) string { return string(a) + "/" + string(b) }

func (s *Store) Tenant(_ context.Context, id chat.TenantID) (chat.Tenant, error) {
	return lookup(s, &s.tenants, id)
}
func (s *Store) PutTenant(_ context.Context, t chat.Tenant) error {
	return store(s, &s.tenants, "PutTenant", t.ID, t)
}
func (s *Store) Bot(_ context.Context, t chat.TenantID, id chat.BotID) (chat.Bot, error) {
	return lookup(s, &s.bots, path(t, id))
}
func (s *Store) Bots(_ context.Context, t chat.TenantID) ([]chat.Bot, error) {
	return under(s, &s.bots, path(t, "")), nil
}
func (s *Store) PutBot(_ context.Context, b chat.Bot) error {
	return store(s, &s.bots, "PutBot", path(b.Tenant, b.ID), b)
}
func (s *Store) Script(_ context.Context, t chat.TenantID, bot chat.BotID, version int) (chat.Script, error) {
	return lookup(s, &s.scripts, fmt.Sprintf("%s/%s/%d", t, bot, version))
}
func (s *Store) PutScript(_ context.Context, sc chat.Script) error {
	return store(s, &s.scripts, "PutScript", fmt.Sprintf("%s/%s/%d", sc.Tenant, sc.Bot, sc.Version), sc)
}
func (s *Store) Site(_ context.Context, key string) (chat.Site, error) {
	return lookup(s, &s.sites, key)
}
func (s *Store) PutSite(_ context.Context, site chat.Site) error {
	return store(s, &s.sites, "PutSite", site.Key, site)
}
func (s *Store) App(_ context.Context, key string) (chat.App, error) { return lookup(s, &s.apps, key) }
func (s *Store) PutApp(_ context.Context, a chat.App) error {
	return store(s, &s.apps, "PutApp", a.Key, a)
}
func (s *Store) Number(_ context.Context, app, id string) (chat.Number, error) {
	return lookup(s, &s.numbers, path("app:"+app, id))
}
func (s *Store) NumberByID(_ context.Context, t chat.TenantID, id string) (chat.Number, error) {
	return lookup(s, &s.numbers, path(t, id))
}
func (s *Store) PutNumber(_ context.Context, n chat.Number) error {
	return s.write("PutNumber", func() error {
		s.numbers.put(path("app:"+n.App, n.ID), n)
		s.numbers.put(path(n.Tenant, n.ID), n)
		return nil
	})
}
func (s *Store) CannedReplies(_ context.Context, t chat.TenantID) ([]chat.CannedReply, error) {
	return under(s, &s.canned, path(t, "")), nil
}
func (s *Store) PutCannedReply(_ context.Context, t chat.TenantID, c chat.CannedReply) error {
	return store(s, &s.canned, "PutCannedReply", path(t, c.ID), c)
}
func (s *Store) DeleteCannedReply(_ context.Context, t chat.TenantID, id string) error {
	return s.write("DeleteCannedReply", func() error { delete(s.canned.rows, path(t, id)); return nil })
}
