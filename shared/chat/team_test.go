package chat_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// pool is where people sign in: addresses with their tenant and role.
type pool struct {
	mu    sync.Mutex
	there map[string]chat.TenantID
	roles map[string]chat.Role
	names map[string]string
	fail  bool
}

func (p *pool) Invite(_ context.Context, t chat.TenantID, email, _ string, role chat.Role) (chat.AgentID, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if had, ok := p.there[email]; ok && had != t {
		return "", chat.Errorf(chat.Conflict, "email_taken", "taken")
	}
	p.there[email], p.roles[email] = t, role
	return chat.AgentID("a_" + email), nil
}

func (p *pool) SetRole(_ context.Context, t chat.TenantID, email string, role chat.Role) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.there[email] != t {
		return chat.ErrNotFound
	}
	p.roles[email] = role
	return nil
}

func (p *pool) Rename(_ context.Context, t chat.TenantID, email, name string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.there[email] == t {
		p.names[email] = name
	}
	return nil
}

func (p *pool) Remove(_ context.Context, t chat.TenantID, email string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail {
		return chat.Errorf(chat.Unavailable, "busy", "busy")
	}
	if p.there[email] == t {
		delete(p.there, email)
	}
	return nil
}

func newTeam(t *testing.T) (*office, *pool) {
	o := newOffice(t)
	p := &pool{there: map[string]chat.TenantID{"stranger@mail.test": "t_other"}, roles: map[string]chat.Role{}, names: map[string]string{}}
	o.Accounts = p
	return o, p
}

func TestTheTeam(t *testing.T) {
	o, p := newTeam(t)
	first, err := o.Invite(o.ctx(), olu, " Olu@Mail.test ", "Olu", chat.RoleOwner)
	o.must(err)
	if first.Email != "olu@mail.test" {
		t.Errorf("the address is %q", first.Email)
	}
	for address, code := range map[string]string{"nonsense": "bad_email", "Ana <ana@mail.test>": "bad_email", "olu@mail.test": "member_already",
		"ｏlu＠ｍail.test": "member_already", "stranger@mail.test": "email_taken"} {
		if _, err := o.Invite(o.ctx(), olu, address, "", chat.RoleAgent); chat.CodeOf(err) != code {
			t.Errorf("inviting %q: %v, want %s", address, err, code)
		}
	}
	ana, err := o.Invite(o.ctx(), olu, "ana@mail.test", "Ana", chat.RoleAgent)
	o.must(err)
	for name, do := range map[string]func() error{
		"taking the role": func() error { _, err := o.ChangeRole(o.ctx(), olu, first.ID, chat.RoleViewer); return err },
		"removing":        func() error { _, err := o.RemoveMember(o.ctx(), olu, first.ID); return err },
	} {
		if err := do(); chat.CodeOf(err) != "last_owner" {
			t.Errorf("%s from the last owner: %v", name, err)
		}
	}
	if _, err := o.RemoveMember(o.ctx(), chat.Agent{Tenant: "t_other", ID: "x"}, ana.ID); chat.KindOf(err) != chat.NotFound {
		t.Errorf("another tenant removes Ana: %v", err)
	}

	as := chat.Agent{Tenant: tenant, ID: ana.ID, Name: "Ana", Role: chat.RoleAgent}
	socket := chat.Socket{ID: "a.1", Tenant: tenant, Agent: &as, Opened: o.Now()}
	o.must(o.Store.OpenSocket(o.ctx(), socket))
	o.must(o.View(o.ctx(), socket, ""))
	signedIn := o.Now()
	o.must(o.StillIn(o.ctx(), as, signedIn))
	o.pass(2 * time.Minute)
	p.fail = true
	if _, err := o.RemoveMember(o.ctx(), olu, ana.ID); err == nil {
		t.Error("a removal that failed says that it worked")
	}
	p.fail = false
	_, err = o.RemoveMember(o.ctx(), olu, ana.ID)
	o.must(err)
	if _, err := o.Store.Socket(o.ctx(), "a.1"); err == nil {
		t.Error("the socket of who was removed is still there")
	}
	if err := o.StillIn(o.ctx(), as, signedIn); chat.CodeOf(err) != "signed_out" {
		t.Errorf("the sign-in of who was removed: %v", err)
	}
	o.pass(time.Minute)
	if err := o.StillIn(o.ctx(), as, o.Now()); err != nil {
		t.Errorf("who signs in after that: %v", err)
	}
	if _, still := p.there["ana@mail.test"]; still {
		t.Error("the account is still there")
	}
	left, err := o.Team(o.ctx(), olu)
	o.must(err)
	if len(left) != 1 {
		t.Errorf("the team is %+v", left)
	}
}

// Two owners who remove each other at the same time: one stays.
func TestTwoOwnersRemoveEachOther(t *testing.T) {
	for range 50 {
		o, _ := newTeam(t)
		a, err := o.Invite(o.ctx(), olu, "a@mail.test", "", chat.RoleOwner)
		o.must(err)
		b, err := o.Invite(o.ctx(), olu, "b@mail.test", "", chat.RoleOwner)
		o.must(err)
		var wait sync.WaitGroup
		for _, id := range []chat.AgentID{a.ID, b.ID} {
			wait.Go(func() { _, _ = o.RemoveMember(o.ctx(), olu, id) })
		}
		wait.Wait()
		if left, _ := o.Team(o.ctx(), olu); len(left) != 1 {
			t.Fatalf("left are %+v", left)
		}
	}
}

// Asking for one address after the other ends for the day, also with addresses that are taken.
func TestInvitationsEnd(t *testing.T) {
	o, _ := newTeam(t)
	for range chat.InvitationsPerTenant.Limit {
		if _, err := o.Invite(o.ctx(), olu, "stranger@mail.test", "", chat.RoleAgent); chat.CodeOf(err) != "email_taken" {
			t.Fatalf("inviting a stranger: %v", err)
		}
	}
	_, err := o.Invite(o.ctx(), olu, "free@mail.test", "", chat.RoleAgent)
	if chat.KindOf(err) != chat.TooMany || chat.CodeOf(err) != "invitations_spent" {
		t.Errorf("one more than a day's invitations: %v", err)
	}
	o.pass(chat.InvitationsPerTenant.Window)
	if _, err := o.Invite(o.ctx(), olu, "free@mail.test", "", chat.RoleAgent); err != nil {
		t.Errorf("the next day: %v", err)
	}
}
