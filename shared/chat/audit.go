package chat

import (
	"context"
	"slices"
	"strings"
	"time"
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

// Audit writes down what an agent did. from is their address; it is kept cut.
func (d *Desk) Audit(ctx context.Context, a Agent, from, action, object, details string) error {
	now := d.Now()
	return d.Store.AddAudit(ctx, AuditEntry{
		ID: d.NewID(now), Tenant: a.Tenant, At: now, By: a.ID, Name: a.Name, Action: action, Object: object,
		Details: clip(details, 300), From: from,
	})
}

// AuditQuery picks entries.
type AuditQuery struct {
	From, To time.Time // zero for no bound
	By       AgentID
	Action   string // the beginning of it: bot, or bot.paused
	Cursor   string
	Limit    int
}

// Audits lists entries, the latest first.
func (d *Desk) Audits(ctx context.Context, a Agent, q AuditQuery) (Listed[AuditEntry], error) {
	pass := func(e AuditEntry) bool {
		return (q.By == "" || e.By == q.By) && (q.Action == "" || e.Action == q.Action || strings.HasPrefix(e.Action, q.Action+".")) &&
			(q.From.IsZero() || !e.At.Before(q.From)) && (q.To.IsZero() || e.At.Before(q.To))
	}
	return ListPage(ctx, d, a.Tenant, "audit", q.Cursor, q.Limit, func(position string, limit int) ([]AuditEntry, string, error) {
		rows, next, err := d.Store.Audits(ctx, a.Tenant, position, limit)
		if n := len(rows); n > 0 && rows[n-1].At.Before(q.From) {
			next = ""
		}
		return rows, next, err
	}, pass)
}

// AllAudits is what a query finds, up to the size of a sheet.
func (d *Desk) AllAudits(ctx context.Context, a Agent, q AuditQuery) ([]AuditEntry, error) {
	all := []AuditEntry{}
	q.Cursor, q.Limit = "", MaxPageSize
	for len(all) < MaxSheet {
		found, err := d.Audits(ctx, a, q)
		if err != nil {
			return nil, err
		}
		if all = append(all, found.Rows...); found.Next == "" {
			break
		}
		q.Cursor = found.Next
	}
	return slices.Clip(all), nil
}

// AliasOf is the name by which the audit knows a visitor. It is made when it is first
// needed, at random, and goes with the profile.
func (d *Desk) AliasOf(ctx context.Context, key VisitorKey) (string, error) {
	v, err := d.Store.UpdateVisitor(ctx, key, func(v *Visitor) error {
		if v.Alias == "" {
			v.Alias = "p_" + strings.ToLower(d.NewID(d.Now())[10:])
		}
		return nil
	})
	return v.Alias, err
}
