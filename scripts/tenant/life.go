package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/accounts"
	"github.com/botifire/livechat/shared/chat"
)

// listed is one tenant of the list.
type listed struct {
	Tenant    chat.TenantID `json:"tenant"`
	Name      string        `json:"name"`
	Owners    []string      `json:"owners"`
	Suspended *time.Time    `json:"suspended,omitempty"`
}

// list shows every tenant of the stage.
func list(ctx context.Context, o options) (any, error) {
	p, err := open(ctx, o.place)
	if err != nil {
		return nil, err
	}
	all := []listed{}
	err = p.each(ctx, func(t chat.Tenant) error {
		one, err := p.show(ctx, t)
		all = append(all, one)
		return err
	})
	return all, err
}

// each calls do for every tenant of the stage.
func (p parts) each(ctx context.Context, do func(chat.Tenant) error) error {
	for position := ""; ; {
		page, next, err := p.store.Tenants(ctx, position, 50)
		if err != nil {
			return err
		}
		for _, t := range page {
			if err := do(t); err != nil {
				return err
			}
		}
		if position = next; next == "" {
			return nil
		}
	}
}

func (p parts) show(ctx context.Context, t chat.Tenant) (listed, error) {
	one := listed{Tenant: t.ID, Name: t.Name, Owners: []string{}}
	if !t.Suspended.IsZero() {
		one.Suspended = &t.Suspended
	}
	roster, err := p.store.Roster(ctx, t.ID)
	for _, m := range roster.Members {
		if m.Role == chat.RoleOwner {
			one.Owners = append(one.Owners, m.Email)
		}
	}
	return one, err
}

// suspend stops a tenant at every door, or resumes it.
func suspend(ctx context.Context, o options, stop bool) (any, error) {
	p, t, err := of(ctx, o)
	if err != nil {
		return nil, err
	}
	if t, err = p.office.Suspend(ctx, operator(t.ID), stop); err != nil {
		return nil, err
	}
	return p.show(ctx, t)
}

// invited is the outcome of an invitation.
type invited struct {
	Tenant chat.TenantID `json:"tenant"`
	Owner  string        `json:"owner"`
	Mailed bool          `json:"mailed"`
	Note   string        `json:"note,omitempty"`
	SignIn string        `json:"signIn"`
}

// notMailed explains an invitation without a mail.
const notMailed = "No mail was sent, because this person has chosen a password already. Those who forgot theirs get " +
	"a code by mail from the sign-in page."

// invite lets an owner in: it mails a new one-time password to an address that has not used its first,
// and makes an owner of one that is not in the team. So a team whose owners are lost can be entered
// again. A chosen password stays as it is.
func invite(ctx context.Context, o options) (any, error) {
	if err := o.checkEmail(); err != nil {
		return nil, err
	}
	p, t, err := of(ctx, o)
	if err != nil {
		return nil, err
	}
	return p.letIn(ctx, t.ID, accounts.Address(o.email))
}

// letIn mails first, since an account that exists is put into a team without a mail. The audit gets only events: of an
// owner who has a password there is none.
func (p parts) letIn(ctx context.Context, tenant chat.TenantID, owner string) (made invited, err error) {
	if err := p.free(ctx, tenant, owner); err != nil {
		return made, err
	}
	roster, err := p.store.Roster(ctx, tenant)
	if err != nil {
		return made, err
	}
	made = invited{Tenant: tenant, Owner: owner, SignIn: p.outputs[stack.Address] + "/admin/"}
	if made.Mailed, err = p.accounts.Mail(ctx, owner); err != nil {
		return made, err
	}
	if !made.Mailed {
		made.Note = notMailed
	}
	in := slices.ContainsFunc(roster.Members, func(m chat.Member) bool {
		return m.Email == owner && m.Role == chat.RoleOwner && !m.Leaving
	})
	if !in {
		if _, err := p.make.Member(ctx, tenant, owner, "", chat.RoleOwner, ""); err != nil {
			return made, err
		}
	}
	if in && !made.Mailed {
		return made, nil
	}
	return made, p.desk.Audited(ctx, operator(tenant), nil, "member.invited", "", string(chat.RoleOwner))
}

// free refuses an address that is in another team.
func (p parts) free(ctx context.Context, tenant chat.TenantID, email string) error {
	has, err := p.accounts.TenantOf(ctx, email)
	if err == nil && has != "" && has != tenant {
		err = fmt.Errorf("%s is in the team %s already: choose another address", email, has)
	}
	return err
}
