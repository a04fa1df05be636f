// Package seal encrypts secrets with a KMS key. A secret that was sealed for one tenant, purpose and
// row can be opened for no other.
package seal

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

// Sealer seals and opens with one KMS key.
type Sealer struct {
	kms *kms.Client
	key string

	mu     sync.Mutex
	opened map[string]entry
}

type entry struct {
	plain []byte
	until time.Time
}

// keep is how long a warm function caches opened secrets.
const keep = 5 * time.Minute

// New makes a sealer for a KMS key's id or alias.
func New(cfg aws.Config, key string) *Sealer {
	return &Sealer{kms: kms.NewFromConfig(cfg), key: key, opened: map[string]entry{}}
}

func scope(tenant chat.TenantID, purpose, row string) map[string]string {
	return map[string]string{"tenant": string(tenant), "purpose": purpose, "row": row}
}

// Seal encrypts a secret for its tenant, purpose and row.
func (s *Sealer) Seal(ctx context.Context, tenant chat.TenantID, purpose, row string, plain []byte) ([]byte, error) {
	out, err := s.kms.Encrypt(ctx, &kms.EncryptInput{
		KeyId: &s.key, Plaintext: plain, EncryptionContext: scope(tenant, purpose, row),
	})
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return out.CiphertextBlob, nil
}

// Open decrypts a secret that was sealed for the same tenant, purpose and row.
func (s *Sealer) Open(ctx context.Context, tenant chat.TenantID, purpose, row string, sealed []byte) ([]byte, error) {
	id := string(sealed) + "\x00" + string(tenant) + "\x00" + purpose + "\x00" + row
	s.mu.Lock()
	had, ok := s.opened[id]
	s.mu.Unlock()
	if ok && time.Now().Before(had.until) {
		return had.plain, nil
	}
	out, err := s.kms.Decrypt(ctx, &kms.DecryptInput{
		KeyId: &s.key, CiphertextBlob: sealed, EncryptionContext: scope(tenant, purpose, row),
	})
	if err != nil {
		return nil, fmt.Errorf("seal: open %s: %w", purpose, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.opened) > 1000 {
		clear(s.opened)
	}
	s.opened[id] = entry{out.Plaintext, time.Now().Add(keep)}
	return out.Plaintext, nil
}

// GraphToken opens the token with which a number's calls to Graph are made.
func (s *Sealer) GraphToken(ctx context.Context, n chat.Number) ([]byte, error) {
	return s.Open(ctx, n.Tenant, chat.GraphToken, n.ID, n.Token)
}

// TenantKey opens a tenant's secret.
func (s *Sealer) TenantKey(ctx context.Context, t chat.Tenant) (privacy.Key, error) {
	return s.Open(ctx, t.ID, chat.TenantSecret, string(t.ID), t.Sealed)
}
