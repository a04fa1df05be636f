package chat_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// pool is where people sign in: addresses with their tenant, "" for none, and role.
type pool struct {
	mu    sync.Mutex
	there map[string]chat.TenantID
	roles map[string]chat.Role
	names map[string]string
	used  map[string]bool
	mails int
	fail  bool
}

func (p *pool) Invite(_ context.Context, email string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.there[email]; !ok {
		p.there[email] = ""
	}
	if !p.used[email] {
		p.mails++
	}
	return nil
}

func (p *pool) Withdraw(_ context.Context, email string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.there[email] == "" && !p.used[email] {
		delete(p.there, email)
	}
	return nil
}

func (p *pool) Join(_ context.Context, to chat.Agent, email string, from chat.TenantID) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if is, ok := p.there[email]; !ok || (is != from && is != to.Tenant) || to.ID != chat.AgentID("a_"+email) {
		return chat.ErrNotFound
	}
	if p.fail {
		return chat.Errorf(chat.Unavailable, "busy", "busy")
	}
	p.there[email], p.roles[email], p.names[email], p.used[email] = to.Tenant, to.Role, to.Name, true
	return nil
}

// visiting is whoever has signed in with an address that is in no team.
func visiting(email string) chat.Agent {
	return chat.Agent{ID: chat.AgentID("a_" + email), Name: email, Role: chat.RoleGuest}
}

// joins has somebody invited, who accepts.
func (o *office) joins(email, name string, role chat.Role) chat.Member {
	o.t.Helper()
	in, err := o.Invite(o.ctx(), olu, email, name, role)
	o.must(err)
	if name == "" {
		name = "Somebody"
	}
	a, err := o.Accept(o.ctx(), visiting(in.Email), chat.Acceptance{Invitation: in.ID, Email: email, Name: name})
	o.must(err)
	m, err := o.Self(o.ctx(), a)
	o.must(err)
	return m
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
	p := &pool{there: map[string]chat.TenantID{"stranger@mail.test": "t_other"}, roles: map[string]chat.Role{}, names: map[string]string{}, used: map[string]bool{"stranger@mail.test": true}}
	o.Accounts = p
	return o, p
}

func TestTheTeam(t *testing.T) {
	o, p := newTeam(t)
	first := o.joins(" Olu@Mail.test ", "Olu", chat.RoleOwner)
	if first.Email != "olu@mail.test" {
		t.Errorf("the address is %q", first.Email)
	}
	for address, code := range map[string]string{"nonsense": "bad_email", "Ana <ana@mail.test>": "bad_email", "olu@mail.test": "member_already",
		"ｏlu＠ｍail.test": "member_already", "\u202eolu@mail.test": "member_already", `"a b"@mail.test`: "bad_email", "a@mail": "bad_email", "a@[127.0.0.1]": "bad_email", "<a@mail.test>": "bad_email",
		"a\u200b@mail.test": "bad_email", "a@mail.test\r\nBcc: b@mail.test": "bad_email"} {
		if _, err := o.Invite(o.ctx(), olu, address, "", chat.RoleAgent); chat.CodeOf(err) != code {
			t.Errorf("inviting %q: %v, want %s", address, err, code)
		}
	}
	ana := o.joins("ana@mail.test", "Ana", chat.RoleAgent)
	for name, do := range map[string]func() error{
		"taking the role": func() error { _, err := o.ChangeRole(o.ctx(), olu, first.ID, chat.RoleViewer); return err },
		"removing":        func() error { _, err := o.RemoveMember(o.ctx(), olu, first.ID); return err },
	} {
		if err := do(); chat.CodeOf(err) != "last_owner" {
			t.Errorf("%s from the last owner: %v", name, err)
		}
	}
	name, hidden, role := "Half Done", "\u202eAna", chat.RoleViewer
	if _, err := o.ChangeMember(o.ctx(), olu, first.ID, chat.MemberChange{Name: &name, Role: &role}); chat.CodeOf(err) != "last_owner" || p.names[first.Email] == name {
		t.Errorf("the last owner, who may not be a viewer, is called %q now: %v", p.names[first.Email], err)
	}
	if _, err := o.ChangeMember(o.ctx(), olu, ana.ID, chat.MemberChange{Name: &hidden, Role: &role}); chat.CodeOf(err) != "bad_name" || p.roles[ana.Email] == role {
		t.Errorf("Ana, whose new name is refused, is %s now: %v", p.roles[ana.Email], err)
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
	_, err := o.RemoveMember(o.ctx(), olu, ana.ID)
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
	if len(left.Members) != 1 || len(left.Invited) != 0 {
		t.Errorf("the team is %+v", left)
	}
}

// Two owners who remove each other at the same time: one stays.
func TestTwoOwnersRemoveEachOther(t *testing.T) {
	for range 50 {
		o, _ := newTeam(t)
		a, b := o.joins("a@mail.test", "", chat.RoleOwner), o.joins("b@mail.test", "", chat.RoleOwner)
		var wait sync.WaitGroup
		for _, id := range []chat.AgentID{a.ID, b.ID} {
			wait.Go(func() { _, _ = o.RemoveMember(o.ctx(), olu, id) })
		}
		wait.Wait()
		if left, _ := o.Team(o.ctx(), olu); len(left.Members) != 1 {
			t.Fatalf("left are %+v", left)
		}
	}
}
