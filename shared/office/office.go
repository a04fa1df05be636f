// Package office is what owners set up, and who they are: bots and their scripts, sites, goals,
// WhatsApp numbers, API keys, canned replies, the team and its invitations, and the audit.
package office

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Office changes what owners set up. Each act writes its entry into the audit.
type Office struct {
	desk  *chat.Desk
	store Store

	Accounts  Accounts
	Portraits Portraits
}

// New makes an office on a store. desk records what is done here, and drops the sockets of
// those whose place in the team changes.
func New(desk *chat.Desk, store Store) *Office { return &Office{desk: desk, store: store} }

// Store is what the office reads and writes.
type Store interface {
	chat.Store
	APIKey(ctx context.Context, id string) (APIKey, error)
	APIKeys(ctx context.Context, tenant chat.TenantID) ([]APIKey, error)
	PutAPIKey(ctx context.Context, k APIKey) error
	DeleteAPIKey(ctx context.Context, k APIKey) error
}
