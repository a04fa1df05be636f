package chat

import (
	"context"
	"time"
)

// Poison is a change that could not be relayed, by the key of its row.
type Poison struct {
	Partition string    `json:"partition"`
	Sort      string    `json:"sort"`
	At        time.Time `json:"at"`
	Reason    string    `json:"reason"` // the kind of failure, never the row's words
}

// Directory keeps what owners set up. Reads may be a minute old where they are made for
// visitors. A Put of what is Edited answers ErrConflict if another version than the one
// given is stored; what it stores is one version on.
type Directory interface {
	Tenant(ctx context.Context, id TenantID) (Tenant, error)
	Bot(ctx context.Context, tenant TenantID, id BotID) (Bot, error)
	Bots(ctx context.Context, tenant TenantID) ([]Bot, error)
	Script(ctx context.Context, tenant TenantID, bot BotID, version int) (Script, error)
	Scripts(ctx context.Context, tenant TenantID, bot BotID, limit int) ([]Script, error) // newest first
	Site(ctx context.Context, key string) (Site, error)
	Sites(ctx context.Context, tenant TenantID) ([]Site, error)
	App(ctx context.Context, key string) (App, error)
	Number(ctx context.Context, app, id string) (Number, error)                 // by the webhook's app
	NumberByID(ctx context.Context, tenant TenantID, id string) (Number, error) // by its tenant
	Numbers(ctx context.Context, tenant TenantID) ([]Number, error)
	CannedReplies(ctx context.Context, tenant TenantID) ([]CannedReply, error)

	PutTenant(ctx context.Context, t Tenant) error
	PutBot(ctx context.Context, b Bot) error
	PutScript(ctx context.Context, s Script) error // ErrExists: a version never changes
	PutSite(ctx context.Context, s Site) error
	PutApp(ctx context.Context, a App) error
	PutNumber(ctx context.Context, n Number) error // ErrExists if another tenant has bound it
	DropNumber(ctx context.Context, n Number) error

	// FlowKeys is the private keys of a number's Flows, sealed, the newest first; none
	// before the first is made.
	FlowKeys(ctx context.Context, tenant TenantID, number string) ([][]byte, error)
	PutFlowKeys(ctx context.Context, tenant TenantID, number string, keys [][]byte) error

	// PutTemplates replaces the templates of an account of Meta's; Templates is them all,
	// by name and language.
	PutTemplates(ctx context.Context, tenant TenantID, waba string, all []Template) error
	Templates(ctx context.Context, tenant TenantID, waba string) ([]Template, error)
	UpdateTemplate(ctx context.Context, tenant TenantID, waba, name, language string, change func(*Template) error) error

	// AddNews keeps what Meta told beside messages, once, and whom it is about, so that an
	// erasure finds it. It vanishes after RawKeep. News is the latest first.
	AddNews(ctx context.Context, tenant TenantID, n News, about []Identity) error
	News(ctx context.Context, tenant TenantID, position string, limit int) (news []News, next string, err error)

	PutCannedReply(ctx context.Context, tenant TenantID, c CannedReply) error
	DeleteCannedReply(ctx context.Context, tenant TenantID, id string) error

	// Sight notes where a site was last seen; Sightings is that of all sites.
	Sight(ctx context.Context, tenant TenantID, s Sighting) error
	Sightings(ctx context.Context, tenant TenantID) ([]Sighting, error)

	// Roster is the tenant's team, empty before the first member. UpdateRoster changes it;
	// see Conversations.
	Roster(ctx context.Context, tenant TenantID) (Roster, error)
	UpdateRoster(ctx context.Context, tenant TenantID, change func(*Roster) error) error

	// AddInvite notes that a tenant asks an address into its team; it vanishes some time
	// after until. Invites is whose notes there are, a bounded number; DropInvite takes one
	// away, and is no error if there is none. The tenant's roster is the truth about them.
	AddInvite(ctx context.Context, email string, tenant TenantID, until time.Time) error
	Invites(ctx context.Context, email string, limit int) ([]TenantID, error)
	DropInvite(ctx context.Context, email string, tenant TenantID) error

	// SignOut notes that sign-ins of an agent from before at count no more; SignedOut is
	// when that was (ErrNotFound). It vanishes some time after until.
	SignOut(ctx context.Context, tenant TenantID, id AgentID, at, until time.Time) error
	SignedOut(ctx context.Context, tenant TenantID, id AgentID) (time.Time, error)

	// AddAudit appends an entry, and nothing ever changes one. Audits is the latest first.
	AddAudit(ctx context.Context, e AuditEntry) error
	Audits(ctx context.Context, tenant TenantID, position string, limit int) (entries []AuditEntry, next string, err error)
}
