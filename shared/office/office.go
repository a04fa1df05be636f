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

	Accounts  Accounts  // where people sign in
	Portraits Portraits // the team's pictures
	Sealer    Sealer    // seals secrets
	SiteFiles SiteFiles // what widgets read first
}

// New makes an office on a store. desk writes the audit, and drops the sockets of agents whose
// place in the team changes. Each port refuses until the caller sets it.
func New(desk *chat.Desk, store Store) *Office {
	return &Office{desk: desk, store: store, Accounts: nobody{}, Portraits: nobody{}, Sealer: nobody{}, SiteFiles: nobody{}}
}

// Sealer seals a secret for one tenant, purpose and row. It opens for no other.
type Sealer interface {
	Seal(ctx context.Context, tenant chat.TenantID, purpose, row string, plain []byte) ([]byte, error)
}

// SiteFiles publishes what a widget reads about its site before anything else.
type SiteFiles interface {
	Write(ctx context.Context, site chat.Site) error
}

// Store is what the office reads and writes.
type Store interface {
	chat.Store
	APIKey(ctx context.Context, id string) (APIKey, error)
	APIKeys(ctx context.Context, tenant chat.TenantID) ([]APIKey, error)
	PutAPIKey(ctx context.Context, k APIKey) error
	DeleteAPIKey(ctx context.Context, k APIKey) error
}
