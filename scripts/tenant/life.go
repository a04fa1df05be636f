package main

import (
	"context"
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

// invited says what became of an invitation.
type invited struct {
	Tenant chat.TenantID `json:"tenant"`
	Owner  string        `json:"owner"`
	SignIn string        `json:"signIn"`
}

// invite lets an owner in: it mails a new one-time password to an address that has not used its first,
// and makes an owner of one that is not in the team. So a team whose owners are lost can be entered
// again. A chosen password stays as it is: the sign-in page mails a code to those who forgot theirs.
func invite(ctx context.Context, o options) (any, error) {
	if err := o.checkEmail(); err != nil {
		return nil, err
	}
	p, t, err := of(ctx, o)
	if err != nil {
		return nil, err
	}
	owner := accounts.Address(o.email)
	roster, err := p.store.Roster(ctx, t.ID)
	if err != nil {
		return nil, err
	}
	in := slices.ContainsFunc(roster.Members, func(m chat.Member) bool {
		return m.Email == owner && m.Role == chat.RoleOwner && !m.Leaving
	})
	if !in {
		if _, err := p.make.Member(ctx, t.ID, owner, "", chat.RoleOwner, ""); err != nil {
			return nil, err
		}
	}
	if err := p.accounts.Invite(ctx, owner); err != nil {
		return nil, err
	}
	made := invited{t.ID, owner, p.outputs[stack.Address] + "/admin/"}
	return made, p.desk.Audited(ctx, operator(t.ID), nil, "member.invited", "", string(chat.RoleOwner))
}
