package dynamo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/office"
)

func rosterKey(t chat.TenantID) key { return tenantKey(t, "ROSTER") }

func outKey(t chat.TenantID, id chat.AgentID) key {
	return tenantKey(t, "OUT#"+string(id))
}

func (s *Store) Roster(ctx context.Context, t chat.TenantID) (chat.Roster, error) {
	r, err := load[chat.Roster](ctx, s, rosterKey(t))
	if errors.Is(err, chat.ErrNotFound) {
		return chat.Roster{}, nil
	}
	return r, err
}

func (s *Store) UpdateRoster(ctx context.Context, t chat.TenantID, change func(*chat.Roster) error) error {
	return retry(ctx, func() error {
		r, err := s.Roster(ctx, t)
		if err != nil {
			return err
		}
		if err := change(&r); err != nil {
			return err
		}
		return again(putEditedOnce(ctx, s, rosterKey(t), r))
	})
}

// inviteKey hashes the address: a reader of keys in a log must not learn it.
func inviteKey(email string, t chat.TenantID) key {
	sum := sha256.Sum256([]byte(email))
	return key{"INVITE#" + hex.EncodeToString(sum[:]), string(t)}
}

func (s *Store) AddInvite(ctx context.Context, email string, t chat.TenantID, until time.Time) error {
	return s.putExpiring(ctx, inviteKey(email, t), t, until)
}

func (s *Store) Invites(ctx context.Context, email string, limit int) ([]chat.TenantID, error) {
	return queryAll[chat.TenantID](ctx, s, inviteKey(email, "").pk, "t_", false, limit)
}

func (s *Store) DropInvite(ctx context.Context, email string, t chat.TenantID) error {
	return s.delete(ctx, inviteKey(email, t))
}

func (s *Store) SignOut(ctx context.Context, t chat.TenantID, id chat.AgentID, at, until time.Time) error {
	return s.putExpiring(ctx, outKey(t, id), at, until)
}

func (s *Store) SignedOut(ctx context.Context, t chat.TenantID, id chat.AgentID) (time.Time, error) {
	return load[time.Time](ctx, s, outKey(t, id))
}

func (s *Store) APIKey(ctx context.Context, id string) (office.APIKey, error) {
	return load[office.APIKey](ctx, s, apiKeyKey(id))
}

func (s *Store) APIKeys(ctx context.Context, t chat.TenantID) ([]office.APIKey, error) {
	return pointed[office.APIKey](ctx, s, t, "KEY#", apiKeyKey)
}

func (s *Store) PutAPIKey(ctx context.Context, k office.APIKey) error {
	if k.Version == 0 {
		if err := s.putDoc(ctx, tenantKey(k.Tenant, "KEY#"+k.ID), k.ID); err != nil {
			return err
		}
	}
	return putEdited(ctx, s, apiKeyKey(k.ID), k)
}

func (s *Store) DeleteAPIKey(ctx context.Context, k office.APIKey) error {
	return s.deleteAll(ctx, []key{apiKeyKey(k.ID), tenantKey(k.Tenant, "KEY#"+k.ID)})
}

// AuditPattern matches the partitions of audit logs: the stack denies every function to change rows in them.
const AuditPattern = "T#*#A#log"

func audits(t chat.TenantID) string { return of(t, "A", "log") }

func (s *Store) AddAudit(ctx context.Context, e chat.AuditEntry) error {
	it, err := row(key{audits(e.Tenant), e.ID}, e)
	if err != nil {
		return err
	}
	it[TTL] = num(e.At.Add(chat.AuditKeep).Unix())
	return s.putNew(ctx, it)
}

func (s *Store) Audits(
	ctx context.Context, t chat.TenantID, position string, limit int,
) ([]chat.AuditEntry, string, error) {
	items, next, err := s.query(ctx, queryIn{partition: audits(t), backwards: true, position: position, limit: limit})
	if err != nil {
		return nil, "", err
	}
	entries := []chat.AuditEntry{}
	for _, it := range items {
		e, err := read[chat.AuditEntry](it)
		if err != nil {
			return nil, "", err
		}
		entries = append(entries, e)
	}
	return entries, next, nil
}
