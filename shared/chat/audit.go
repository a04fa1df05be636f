package chat

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/truncate"
)

// AuditEntry records one change of the tenant's settings or of people's data, with its author. It names a
// visitor only by an alias, which means nothing once the visitor is erased: nobody can change an entry, not
// even an erasure.
type AuditEntry struct {
	ID      string    `json:"id"` // a ULID
	Tenant  TenantID  `json:"tenant"`
	At      time.Time `json:"at"`
	By      AgentID   `json:"by"`
	Name    string    `json:"name,omitempty"`
	Action  string    `json:"action"`            // noun.verb, as in bot.paused
	Object  string    `json:"object,omitempty"`  // the id of the changed thing, or a visitor's alias
	Details string    `json:"details,omitempty"` // the change, never with a secret and never with a visitor's words
	From    string    `json:"from,omitempty"`    // the caller's network, cut as a visitor's is
}

// AuditKeep is how long entries are kept.
const AuditKeep = 2 * 365 * 24 * time.Hour

// Audited adds an agent's act to the audit if it was done. err is the outcome of the act, and Audited returns
// it.
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
