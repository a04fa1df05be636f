package memory

import (
	"context"
	"errors"
	"fmt"
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

// edited is a document with a version, which owners edit.
type edited[V any] interface {
	*V
	EditedVersion() int64
	SetVersion(int64)
}

// edit is an optimistic write: it stores the next version if the stored version is the given one.
func edit[K comparable, V any, P edited[V]](t *table[K, V], k K, v V) error {
	had, _, err := t.get(k)
	if err == nil && P(&had).EditedVersion() != P(&v).EditedVersion() || err != nil && P(&v).EditedVersion() != 0 {
		return chat.ErrConflict
	}
	P(&v).SetVersion(P(&v).EditedVersion() + 1)
	t.put(k, v)
	return nil
}

// storeEdited is edit with the faults of Inject.
func storeEdited[K comparable, V any, P edited[V]](s *Store, t *table[K, V], method string, k K, v V) error {
	return s.write(method, func() error { return edit[K, V, P](t, k, v) })
}

// under reads all documents whose key begins with a prefix, in key order.
func under[V any](s *Store, t *table[string, V], prefix string) []V {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := []string{}
	for k := range t.rows {
		if strings.HasPrefix(k, prefix) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	found := make([]V, 0, len(keys))
	for _, k := range keys {
		v, _, _ := t.get(k)
		found = append(found, v)
	}
	return found
}

func path[T, U ~string](a T, b U) string { return string(a) + "/" + string(b) }

func (s *Store) Tenant(_ context.Context, id chat.TenantID) (chat.Tenant, error) {
	return lookup(s, &s.tenants, id)
}

// Tenants is a page of all tenants, by id.
func (s *Store) Tenants(_ context.Context, position string, limit int) ([]chat.Tenant, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []chat.Tenant{}
	for id := range s.tenants.rows {
		t, _, _ := s.tenants.get(id)
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b chat.Tenant) int { return strings.Compare(string(a.ID), string(b.ID)) })
	rows, next := page(all, func(t chat.Tenant) string { return string(t.ID) }, position, limit)
	return rows, next, nil
}

func (s *Store) PutTenant(_ context.Context, t chat.Tenant) error {
	return storeEdited(s, &s.tenants, "PutTenant", t.ID, t)
}

func (s *Store) Bot(_ context.Context, t chat.TenantID, id chat.BotID) (chat.Bot, error) {
	return lookup(s, &s.bots, path(t, id))
}

func (s *Store) Bots(_ context.Context, t chat.TenantID) ([]chat.Bot, error) {
	return under(s, &s.bots, path(t, "")), nil
}

func (s *Store) PutBot(_ context.Context, b chat.Bot) error {
	return storeEdited(s, &s.bots, "PutBot", path(b.Tenant, b.ID), b)
}

func (s *Store) Script(_ context.Context, t chat.TenantID, bot chat.BotID, version int) (chat.Script, error) {
	return lookup(s, &s.scripts, fmt.Sprintf("%s/%s/%d", t, bot, version))
}

func (s *Store) PutScript(_ context.Context, sc chat.Script) error {
	return s.write("PutScript", func() error {
		k := fmt.Sprintf("%s/%s/%d", sc.Tenant, sc.Bot, sc.Version)
		if had, _, err := s.scripts.get(k); err == nil && encode(had) != encode(sc) {
			return chat.ErrExists
		}
		s.scripts.put(k, sc)
		return nil
	})
}

func (s *Store) Site(_ context.Context, key string) (chat.Site, error) {
	return lookup(s, &s.sites, key)
}

func (s *Store) PutSite(_ context.Context, site chat.Site) error {
	return storeEdited(s, &s.sites, "PutSite", site.Key, site)
}

func (s *Store) App(_ context.Context, key string) (chat.App, error) { return lookup(s, &s.apps, key) }

func (s *Store) PutApp(_ context.Context, a chat.App) error {
	return storeEdited(s, &s.apps, "PutApp", a.Key, a)
}

func (s *Store) Number(_ context.Context, app, id string) (chat.Number, error) {
	return lookup(s, &s.numbers, path("app:"+app, id))
}

func (s *Store) NumberByID(_ context.Context, t chat.TenantID, id string) (chat.Number, error) {
	return lookup(s, &s.numbers, path(t, id))
}

func (s *Store) PutNumber(_ context.Context, n chat.Number) error {
	return s.write("PutNumber", func() error {
		for k := range s.numbers.rows {
			if had, _, _ := s.numbers.get(k); had.ID == n.ID && had.Tenant != n.Tenant {
				return chat.ErrExists
			}
		}
		if err := edit(&s.numbers, path(n.Tenant, n.ID), n); err != nil {
			return err
		}
		n.Version++
		s.numbers.put(path("app:"+n.App, n.ID), n)
		return nil
	})
}

func (s *Store) DropNumber(_ context.Context, n chat.Number) error {
	return s.write("DropNumber", func() error {
		delete(s.numbers.rows, path(n.Tenant, n.ID))
		delete(s.numbers.rows, path("app:"+n.App, n.ID))
		delete(s.flowKeys.rows, path(n.Tenant, n.ID))
		return nil
	})
}

func (s *Store) FlowKeys(_ context.Context, t chat.TenantID, number string) ([][]byte, error) {
	keys, err := lookup(s, &s.flowKeys, path(t, number))
	if errors.Is(err, chat.ErrNotFound) {
		return nil, nil
	}
	return keys, err
}

func (s *Store) PutFlowKeys(_ context.Context, t chat.TenantID, number string, keys [][]byte) error {
	return store(s, &s.flowKeys, "PutFlowKeys", path(t, number), keys)
}

func (s *Store) Numbers(_ context.Context, t chat.TenantID) ([]chat.Number, error) {
	return under(s, &s.numbers, path(t, "")), nil
}

func (s *Store) CannedReplies(
	_ context.Context, t chat.TenantID, owner chat.AgentID,
) ([]chat.CannedReply, error) {
	return under(s, &s.canned, path(t, path(owner, ""))), nil
}

func (s *Store) PutCannedReply(_ context.Context, t chat.TenantID, c chat.CannedReply) error {
	return storeEdited(s, &s.canned, "PutCannedReply", path(t, path(c.Owner, c.ID)), c)
}

func (s *Store) DeleteCannedReply(_ context.Context, t chat.TenantID, owner chat.AgentID, id string) error {
	return s.write("DeleteCannedReply", func() error { delete(s.canned.rows, path(t, path(owner, id))); return nil })
}
