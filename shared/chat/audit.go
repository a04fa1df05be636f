package chat

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/truncate"
)

// AuditEntry says who did what to the tenant's settings or to people's data. It names no
// visitor but by an alias, which means nothing once the visitor is erased: entries cannot
// be changed, by nobody.
type AuditEntry struct {
	ID      string    `json:"id"` // a ULID
	Tenant  TenantID  `json:"tenant"`
	At      time.Time `json:"at"`
	By      AgentID   `json:"by"`
	Name    string    `json:"name,omitempty"`
	Action  string    `json:"action"`            // noun.verb, as in bot.paused
	Object  string    `json:"object,omitempty"`  // the id of what it was done to, or a visitor's alias
	Details string    `json:"details,omitempty"` // what changed, never a secret and never a visitor's words
	From    string    `json:"from,omitempty"`    // the caller's network, cut as a visitor's is
}

// AuditKeep is how long entries are kept.
const AuditKeep = 2 * 365 * 24 * time.Hour

// Audited writes what an agent did into the audit, if it was done: err is how it went, and what
// comes back.
func (d *Desk) Audited(ctx context.Context, a Agent, err error, action, object, details string) error {
	if err != nil {
		return err
	}
	now := d.Now()
	return d.store.AddAudit(ctx, AuditEntry{
		ID: d.NewID(now), Tenant: a.Tenant, At: now, By: a.ID, Name: a.Name, Action: action, Object: object,
		Details: truncate.Text(details, 300), From: a.Network,
	})
}
