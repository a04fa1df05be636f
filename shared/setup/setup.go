// Package setup creates tenants: for customers through `scripts/tenant`, and for the demo
// through `scripts/seed`.
package setup

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/privacy"
	"github.com/botifire/livechat/shared/seal"
	"github.com/botifire/livechat/shared/sitefile"
	"github.com/botifire/livechat/shared/whatsapp"
)

// Provisioner sets up tenants in one deployed stack. Existing rows stay unchanged:
// owners may have edited them since.
type Provisioner struct {
	Store    Store
	Sealer   *seal.Sealer
	Accounts *accounts.Accounts
	Files    *sitefile.Files
}

// Store is the part of the table that a new tenant is written to.
type Store interface {
	chat.Store
	office.Store
	lifecycle.Store
	chat.LineStore
	PutFlowKeys(ctx context.Context, tenant chat.TenantID, number string, keys [][]byte) error
	Tenants(ctx context.Context, position string, limit int) ([]chat.Tenant, string, error)
}

// there turns the error of an existing row into success.
func there(err error) error {
	if errors.Is(err, chat.ErrConflict) || errors.Is(err, chat.ErrExists) {
		return nil
	}
	return err
}

// Site stores a site, and publishes the file that its widget reads first.
func (p *Provisioner) Site(ctx context.Context, site chat.Site) error {
	if err := there(p.Store.PutSite(ctx, site)); err != nil {
		return err
	}
	now, err := p.Store.Site(ctx, site.Key)
	if err != nil {
		return err
	}
	return p.Files.Write(ctx, now)
}

// Tenant creates a tenant with a key of its own. An existing tenant keeps its key: everything
// derived from it would be lost with it.
func (p *Provisioner) Tenant(ctx context.Context, id chat.TenantID, name string) (chat.Tenant, error) {
	had, err := p.Store.Tenant(ctx, id)
	if err == nil {
		_, err = p.Store.Job(ctx, lifecycle.JobKey{Tenant: id, ID: "retention"})
		if errors.Is(err, chat.ErrNotFound) {
			err = p.schedule(ctx, id) // the call before was cut off
		}
		return had, err
	}
	if !errors.Is(err, chat.ErrNotFound) {
		return had, err
	}
	sealed, err := p.Sealer.Seal(ctx, id, chat.TenantSecret, string(id), privacy.NewKey())
	if err != nil {
		return chat.Tenant{}, err
	}
	t := chat.Tenant{ID: id, Name: name, Sealed: sealed, Goals: chat.StandardGoals()}
	if err := p.Store.PutTenant(ctx, t); err != nil {
		return t, err
	}
	return t, p.schedule(ctx, id)
}

// schedule begins the tenant's retention run.
func (p *Provisioner) schedule(ctx context.Context, id chat.TenantID) error {
	return lifecycle.NewRequests(chat.New(p.Store), p.Store).ScheduleRetention(ctx, id)
}

// Bot creates a scripted bot after checking its script.
func (p *Provisioner) Bot(ctx context.Context, b chat.Bot, script chat.Script) error {
	if _, err := bot.Parse(script.Text); err != nil {
		return err
	}
	script.Tenant, script.Bot, script.Text = b.Tenant, b.ID, chat.Written(string(script.Text))
	if err := there(p.Store.PutScript(ctx, script)); err != nil {
		return err
	}
	b.Kind, b.Script = chat.ScriptBot, script.Version
	return there(p.Store.PutBot(ctx, b))
}

// WebhookBot creates a bot that runs behind the tenant's own address, and returns the secret
// that signs our calls to it. It is shown once: "" for a bot that is there already.
func (p *Provisioner) WebhookBot(ctx context.Context, b chat.Bot, endpoint string) (string, error) {
	if _, err := p.Store.Bot(ctx, b.Tenant, b.ID); !errors.Is(err, chat.ErrNotFound) {
		return "", err
	}
	secret := privacy.NewToken()
	var err error
	if b.Sealed, err = p.Sealer.Seal(ctx, b.Tenant, chat.BotSecret, string(b.ID), []byte(secret)); err != nil {
		return "", err
	}
	b.Kind, b.Endpoint = chat.WebhookBot, endpoint
	return secret, p.Store.PutBot(ctx, b)
}

// Member creates an account of a tenant's team with a role, and puts it on the roster. With a
// password the account can be used at once; without one, Cognito mails one. If the same tenant
// has the account already, its id comes back.
func (p *Provisioner) Member(
	ctx context.Context, tenant chat.TenantID, email, name string, role chat.Role, password string,
) (chat.AgentID, error) {
	email = accounts.Address(email)
	id, err := p.Accounts.Make(ctx, chat.Agent{Tenant: tenant, Name: name, Role: role}, email, password)
	if err != nil {
		return "", err
	}
	desk := chat.New(p.Store)
	return id, office.New(desk, p.Store).Enrol(ctx, tenant, chat.Member{
		ID: id, Email: email, Name: name, Role: role, Since: desk.Now(),
	})
}

// WhatsApp connects a number of a Meta app to a bot.
func (p *Provisioner) WhatsApp(ctx context.Context, n chat.Number, secret, verify, token string) error {
	app := chat.App{Key: n.App, Tenant: n.Tenant}
	var err error
	if app.Secret, err = p.Sealer.Seal(ctx, n.Tenant, chat.AppSecret, n.App, []byte(secret)); err != nil {
		return err
	}
	if app.Verify, err = p.Sealer.Seal(ctx, n.Tenant, chat.VerifyToken, n.App, []byte(verify)); err != nil {
		return err
	}
	if n.Token, err = p.Sealer.Seal(ctx, n.Tenant, chat.GraphToken, n.ID, []byte(token)); err != nil {
		return err
	}
	if err := there(p.Store.PutApp(ctx, app)); err != nil {
		return err
	}
	return there(p.Store.PutNumber(ctx, n))
}

// FlowKey makes a key for the Flows of a number, and gives Meta its public half. The previous
// key stays valid, because Meta may still encrypt with it. The new key is stored before Meta
// learns of it, so that we can decrypt everything that Meta encrypts.
func (p *Provisioner) FlowKey(ctx context.Context, tenant chat.TenantID, number, graph string) error {
	n, err := p.Store.NumberByID(ctx, tenant, number)
	if err != nil {
		return err
	}
	token, err := p.Sealer.Open(ctx, tenant, chat.GraphToken, n.ID, n.Token)
	if err != nil {
		return err
	}
	private, public, err := whatsapp.NewFlowKey()
	if err != nil {
		return err
	}
	sealed, err := p.Sealer.Seal(ctx, tenant, chat.FlowKey, n.ID, private)
	if err != nil {
		return err
	}
	had, err := p.Store.FlowKeys(ctx, tenant, n.ID)
	if err != nil {
		return err
	}
	keys := append([][]byte{sealed}, had[:min(len(had), 1)]...)
	if err := p.Store.PutFlowKeys(ctx, tenant, n.ID, keys); err != nil {
		return err
	}
	return whatsapp.PutFlowKey(ctx, graph, string(token), n.ID, public)
}
