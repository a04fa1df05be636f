package office

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

// APIKey lets a tenant's own server call us. Only a hash of the key is stored: the key has 256
// random bits, so nobody can guess it from the hash.
type APIKey struct {
	chat.Edited
	ID       string        `json:"id"`
	Tenant   chat.TenantID `json:"tenant"`
	Name     string        `json:"name"`
	Hash     []byte        `json:"hash"`
	Made     time.Time     `json:"made"`
	Rotated  time.Time     `json:"rotated,omitzero"`
	Previous []byte        `json:"previous,omitempty"` // hash of the previous key, while it is rotated
	Until    time.Time     `json:"until,omitzero"`     // when the previous key expires
	Used     time.Time     `json:"used,omitzero"`      // to the hour
}

const (
	maxKeys     = 20
	keyPrefix   = "bk_"
	keyOverlap  = 24 * time.Hour // how long the previous key works beside the new one
	siteOverlap = 7 * 24 * time.Hour
)

func hashKey(key string) []byte {
	sum := sha256.Sum256([]byte("api-key\x00" + key))
	return sum[:]
}

// mintKey makes a key that contains the id of its row, so that one read finds it.
func mintKey(id string) string { return keyPrefix + id + "_" + privacy.NewToken() }

// APIKeys lists the tenant's keys. None of them can be read: only hashes are stored.
func (o *Office) APIKeys(ctx context.Context, a chat.Agent) ([]APIKey, error) {
	return o.store.APIKeys(ctx, a.Tenant)
}

// NewAPIKey makes a key. The key itself is shown only this once.
func (o *Office) NewAPIKey(ctx context.Context, a chat.Agent, name string) (APIKey, string, error) {
	if name = chat.Titled(name); name == "" {
		return APIKey{}, "", chat.WrongField("name", "name_needed", "Give the key a name: where is it used?")
	}
	had, err := o.store.APIKeys(ctx, a.Tenant)
	if err != nil {
		return APIKey{}, "", err
	}
	if len(had) >= maxKeys {
		return APIKey{}, "", chat.Errorf(chat.Invalid, "too_many_keys",
			"A team has at most %d keys. Delete one that is not used.", maxKeys)
	}
	id := strings.ToLower(o.desk.NewID(o.desk.Now()))
	secret := mintKey(id)
	k := APIKey{ID: id, Tenant: a.Tenant, Name: name, Hash: hashKey(secret), Made: o.desk.Now()}
	return k, secret, o.desk.Audited(ctx, a, o.store.PutAPIKey(ctx, k), "key.made", k.ID, k.Name)
}

// RotateAPIKey replaces a key. The previous one keeps working for a day.
func (o *Office) RotateAPIKey(ctx context.Context, a chat.Agent, id string) (APIKey, string, error) {
	k, err := o.ownKey(ctx, a, id)
	if err != nil {
		return APIKey{}, "", err
	}
	secret := mintKey(id)
	now := o.desk.Now()
	k.Previous, k.Until, k.Hash, k.Rotated = k.Hash, now.Add(keyOverlap), hashKey(secret), now
	return k, secret, o.desk.Audited(ctx, a, o.store.PutAPIKey(ctx, k), "key.rotated", k.ID, k.Name)
}

// DeleteAPIKey revokes a key at once.
func (o *Office) DeleteAPIKey(ctx context.Context, a chat.Agent, id string) (APIKey, error) {
	k, err := o.ownKey(ctx, a, id)
	if err != nil {
		return APIKey{}, err
	}
	return k, o.desk.Audited(ctx, a, o.store.DeleteAPIKey(ctx, k), "key.deleted", k.ID, k.Name)
}

func (o *Office) ownKey(ctx context.Context, a chat.Agent, id string) (APIKey, error) {
	k, err := o.store.APIKey(ctx, id)
	if err == nil && k.Tenant != a.Tenant {
		err = chat.ErrNotFound
	}
	return k, err
}

// ByKey authenticates a server by its API key.
func (o *Office) ByKey(ctx context.Context, key string) (chat.Agent, error) {
	refused := chat.Errorf(chat.Unproved, "bad_key", "This API key is not known. Keys are made under Settings.")
	id, _, ok := strings.Cut(strings.TrimPrefix(key, keyPrefix), "_")
	if !ok || !strings.HasPrefix(key, keyPrefix) || len(key) > 200 {
		return chat.Agent{}, refused
	}
	k, err := o.store.APIKey(ctx, id)
	if chat.KindOf(err) == chat.NotFound {
		return chat.Agent{}, refused
	}
	if err != nil {
		return chat.Agent{}, err
	}
	now, given := o.desk.Now(), hashKey(key)
	current := subtle.ConstantTimeCompare(given, k.Hash) == 1
	before := subtle.ConstantTimeCompare(given, k.Previous) == 1 && now.Before(k.Until)
	if !current && !before {
		return chat.Agent{}, refused
	}
	if err := o.desk.Active(ctx, k.Tenant); err != nil {
		return chat.Agent{}, err
	}
	if hour := now.Truncate(time.Hour); hour.After(k.Used) {
		k.Used = hour
		if err := chat.Except(o.store.PutAPIKey(ctx, k), chat.ErrConflict); err != nil { // another call noted it
			return chat.Agent{}, err
		}
	}
	return chat.Agent{Tenant: k.Tenant, ID: chat.AgentID("key:" + k.ID), Name: k.Name, Role: chat.RoleServer}, nil
}
