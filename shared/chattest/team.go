package chattest

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/office"
)

// Wall stores the team's pictures by path.
type Wall map[string][]byte

func (w Wall) Keep(_ context.Context, t chat.TenantID, id chat.AgentID, raw []byte) (string, error) {
	if bytes.HasPrefix(raw, []byte("no picture")) {
		return "", chat.Errorf(chat.Invalid, "bad_picture", "bad")
	}
	path := fmt.Sprintf("/faces/%s/%s/%s", t, id, raw)
	w[path] = raw
	return path, nil
}

func (w Wall) Drop(_ context.Context, path string) error {
	delete(w, path)
	return nil
}

// Pool is the sign-in service: addresses with their role and tenant, "" for none.
type Pool struct {
	mu    sync.Mutex
	There map[string]chat.TenantID
	Roles map[string]chat.Role
	Names map[string]string
	Used  map[string]bool
	Mails int
	Fail  bool
}

func (p *Pool) Invite(_ context.Context, email string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.There[email]; !ok {
		p.There[email] = ""
	}
	if !p.Used[email] {
		p.Mails++
	}
	return nil
}

func (p *Pool) Withdraw(_ context.Context, email string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.There[email] == "" && !p.Used[email] {
		delete(p.There, email)
	}
	return nil
}

func (p *Pool) Join(_ context.Context, to chat.Agent, email string, from chat.TenantID) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if is, ok := p.There[email]; !ok || (is != from && is != to.Tenant) || to.ID != chat.AgentID("a_"+email) {
		return chat.ErrNotFound
	}
	if p.Fail {
		return chat.Errorf(chat.Unavailable, "busy", "busy")
	}
	p.There[email], p.Roles[email], p.Names[email], p.Used[email] = to.Tenant, to.Role, to.Name, true
	return nil
}

// Employs takes agents into the team: of others the product takes it that they left.
func (w *World) Employs(agents ...chat.Agent) {
	w.T.Helper()
	for _, a := range agents {
		w.Must(w.Enrol(w.Ctx(), a.Tenant, chat.Member{ID: a.ID, Name: a.Name, Email: a.Name, Role: a.Role}))
	}
}

// Visiting returns an agent who has signed in with an address without a team.
func Visiting(email string) chat.Agent {
	return chat.Agent{ID: chat.AgentID("a_" + email), Name: email, Role: chat.RoleGuest}
}

// Joins invites somebody, who accepts.
func (w *World) Joins(email, name string, role chat.Role) chat.Member {
	w.T.Helper()
	in, err := w.Invite(w.Ctx(), Olu, email, name, role)
	w.Must(err)
	if name == "" {
		name = "Somebody"
	}
	a, err := w.Accept(w.Ctx(), Visiting(in.Email), office.Acceptance{Invitation: in.ID, Email: email, Name: name})
	w.Must(err)
	m, err := w.Self(w.Ctx(), a)
	w.Must(err)
	return m
}

func (p *Pool) SetRole(_ context.Context, t chat.TenantID, email string, role chat.Role) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.There[email] != t {
		return chat.ErrNotFound
	}
	p.Roles[email] = role
	return nil
}

func (p *Pool) Rename(_ context.Context, t chat.TenantID, email, name string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.There[email] == t {
		p.Names[email] = name
	}
	return nil
}

func (p *Pool) Remove(_ context.Context, t chat.TenantID, email string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Fail {
		return chat.Errorf(chat.Unavailable, "busy", "busy")
	}
	if p.There[email] == t {
		delete(p.There, email)
	}
	return nil
}

// NewTeam makes a world whose team can be changed, and the pool of its accounts.
func NewTeam(t *testing.T) (*World, *Pool) {
	w := New(t)
	p := &Pool{
		There: map[string]chat.TenantID{"stranger@mail.test": "t_other"}, Roles: map[string]chat.Role{},
		Names: map[string]string{}, Used: map[string]bool{"stranger@mail.test": true},
	}
	w.Accounts = p
	return w, p
}

// sealer only writes the purpose before the secret.
type sealer struct{}

func (sealer) Seal(_ context.Context, _ chat.TenantID, purpose, row string, plain []byte) ([]byte, error) {
	return []byte(purpose + " of " + row + ": " + string(plain)), nil
}

// SiteFiles has the published files of sites, by site key.
type SiteFiles map[string]chat.Site

// Write publishes a site.
func (f SiteFiles) Write(_ context.Context, s chat.Site) error {
	f[s.Key] = s
	return nil
}

// StillIn returns nil while a sign-in from that time is valid.
func (w *World) StillIn(a chat.Agent, signedIn time.Time) error {
	_, err := w.Known(w.Ctx(), a, signedIn)
	return err
}
