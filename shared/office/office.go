// Package office has the owners' settings: bots and their scripts, sites, goals, WhatsApp numbers,
// API keys, canned replies, the team and its invitations, and the audit log.
package office

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Office changes settings. Each change writes an entry into the audit log.
type Office struct {
	desk  *chat.Desk
	store Store

	Accounts   Accounts   // the service that people sign in with
	Portraits  Portraits  // the team's pictures
	Sealer     Sealer     // seals secrets
	SiteFiles  SiteFiles  // publishes the sites' settings for widgets
	Enclosures Enclosures // the files of canned replies
	Workers    Workers    // the sites' files for notifications
	Models     []string   // the ids of the models that bots may ask
	Local      bool       // the stage is one machine, whose own addresses are taken as webhooks too
}

// New makes an office on a store. desk writes the audit log, and drops the sockets of agents whose
// role, name or membership changes. Each port refuses until the caller sets it.
func New(desk *chat.Desk, store Store) *Office {
	return &Office{
		desk: desk, store: store, Accounts: nobody{}, Portraits: nobody{}, Sealer: nobody{}, SiteFiles: nobody{},
		Enclosures: nobody{}, Workers: nobody{},
	}
}

// Sealer encrypts a secret for one tenant, purpose and row. It cannot be decrypted for another.
type Sealer interface {
	Seal(ctx context.Context, tenant chat.TenantID, purpose, row string, plain []byte) ([]byte, error)
}

// SiteFiles publishes the file that a site's widget reads before anything else.
type SiteFiles interface {
	Write(ctx context.Context, site chat.Site) error
}

// Enclosures keeps the files of canned replies: those of a person, or of the whole team if owner is "". Both methods
// are idempotent.
type Enclosures interface {
	// KeepFile judges an upload of the caller's as one that is sent in a conversation, and keeps it. A file that is kept
	// already is returned.
	KeepFile(ctx context.Context, a chat.Agent, owner chat.AgentID, upload, name string) (chat.CannedFile, error)
	DropFile(ctx context.Context, tenant chat.TenantID, owner chat.AgentID, upload string) error
}

// Store is the office's storage. A Put of an Edited value is an optimistic write: it returns
// ErrConflict unless the stored version equals the given one, and increments it.
type Store interface {
	// The promises of chat.Store hold for these methods too.
	Bot(ctx context.Context, tenant chat.TenantID, id chat.BotID) (chat.Bot, error)
	NumberByID(ctx context.Context, tenant chat.TenantID, id string) (chat.Number, error) // by its tenant
	Roster(ctx context.Context, tenant chat.TenantID) (chat.Roster, error)
	Site(ctx context.Context, key string) (chat.Site, error)
	Tenant(ctx context.Context, id chat.TenantID) (chat.Tenant, error)

	Script(ctx context.Context, tenant chat.TenantID, bot chat.BotID, version int) (chat.Script, error)
	Scripts(ctx context.Context, tenant chat.TenantID, bot chat.BotID, limit int) ([]chat.Script, error) // newest first
	Sites(ctx context.Context, tenant chat.TenantID) ([]chat.Site, error)
	App(ctx context.Context, key string) (chat.App, error)
	Numbers(ctx context.Context, tenant chat.TenantID) ([]chat.Number, error)

	// CannedReplies are those of a person, or of the whole team if owner is "".
	CannedReplies(ctx context.Context, tenant chat.TenantID, owner chat.AgentID) ([]chat.CannedReply, error)

	PutTenant(ctx context.Context, t chat.Tenant) error
	PutBot(ctx context.Context, b chat.Bot) error

	// AddPastHours keeps hours that are about to be replaced.
	AddPastHours(ctx context.Context, tenant chat.TenantID, p chat.PastHours) error

	PutScript(ctx context.Context, s chat.Script) error // ErrExists: a version never changes
	PutSite(ctx context.Context, s chat.Site) error
	PutApp(ctx context.Context, a chat.App) error
	PutNumber(ctx context.Context, n chat.Number) error // ErrExists if another tenant has bound it
	DropNumber(ctx context.Context, n chat.Number) error

	PutCannedReply(ctx context.Context, tenant chat.TenantID, c chat.CannedReply) error
	DeleteCannedReply(ctx context.Context, tenant chat.TenantID, owner chat.AgentID, id string) error

	// Views are those of a person, or of the whole team if owner is "": none before the first are put.
	Views(ctx context.Context, tenant chat.TenantID, owner chat.AgentID) (Views, error)
	PutViews(ctx context.Context, tenant chat.TenantID, owner chat.AgentID, v Views) error
	DeleteViews(ctx context.Context, tenant chat.TenantID, owner chat.AgentID) error

	// DropDevices forgets the devices on which a person is told while they are not there.
	DropDevices(ctx context.Context, tenant chat.TenantID, agent chat.AgentID) error

	// LastSeen returns where each site was last seen.
	LastSeen(ctx context.Context, tenant chat.TenantID) ([]chat.LastSeen, error)

	// AddInvite notes that a tenant has invited an address into its team; the note expires some
	// time after until. Invites lists the tenants with such notes, up to limit; DropInvite deletes
	// a note, and is no error if there is none. The tenant's roster is authoritative.
	AddInvite(ctx context.Context, email string, tenant chat.TenantID, until time.Time) error
	Invites(ctx context.Context, email string, limit int) ([]chat.TenantID, error)
	DropInvite(ctx context.Context, email string, tenant chat.TenantID) error

	// Audits lists entries, newest first.
	Audits(
		ctx context.Context, tenant chat.TenantID, position string, limit int,
	) (entries []chat.AuditEntry, next string, err error)

	APIKey(ctx context.Context, id string) (APIKey, error)
	APIKeys(ctx context.Context, tenant chat.TenantID) ([]APIKey, error)
	PutAPIKey(ctx context.Context, k APIKey) error
	DeleteAPIKey(ctx context.Context, k APIKey) error
}
