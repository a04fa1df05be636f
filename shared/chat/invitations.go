package chat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Invitation asks an address into a team. It tells nothing about the address and takes
// nothing from it: only somebody who signs in with the address can accept it, and until then
// as many teams as like may ask.
type Invitation struct {
	ID    string    `json:"id"` // a ULID
	Email string    `json:"email"`
	Name  string    `json:"name,omitempty"`
	Role  Role      `json:"role"`
	By    string    `json:"by,omitempty"` // the name of whoever asks
	Until time.Time `json:"until"`
}

// Asked is an invitation as the one who is asked reads it.
type Asked struct {
	Invitation
	Tenant TenantID `json:"-"`
	Team   string   `json:"team"` // its name
}

// InvitationLife is for how long an invitation can be accepted. So long its password counts.
const InvitationLife = 7 * 24 * time.Hour

// maxAsked is how many teams' invitations an address is shown.
const maxAsked = 50

// Invite asks somebody into the team, anew if they were asked before. Whether the address has
// an account, or is asked by others, makes no difference to the answer.
func (d *Desk) Invite(ctx context.Context, a Agent, email, name string, role Role) (Invitation, error) {
	email, err := mailbox(email)
	if err == nil && strings.TrimSpace(name) != "" {
		name, err = memberName(name)
	}
	if err != nil {
		return Invitation{}, err
	}
	roster, err := d.Store.Roster(ctx, a.Tenant)
	if err != nil {
		return Invitation{}, err
	}
	if slices.ContainsFunc(roster.Members, func(m Member) bool { return m.Email == email && !m.Leaving }) {
		return Invitation{}, Errorf(Conflict, "member_already", "%s is in your team already.", email)
	}
	if err := d.spend(ctx, a.Tenant, InvitationsPerTenant, ""); KindOf(err) == TooMany {
		return Invitation{}, errInvitations
	} else if err != nil {
		return Invitation{}, err
	}
	now := d.Now()
	in := Invitation{ID: d.NewID(now), Email: email, Name: strings.TrimSpace(name), Role: role, By: a.Name, Until: now.Add(InvitationLife)}
	err = d.updateRoster(ctx, a.Tenant, func(r *Roster) error {
		r.Invited = append(slices.DeleteFunc(r.Invited, func(had Invitation) bool { return had.Email == email }), in)
		return r.fits(fullRoster)
	})
	if err != nil {
		return Invitation{}, err
	}
	if err := d.Store.AddInvite(ctx, email, a.Tenant, in.Until); err != nil {
		return Invitation{}, err
	}
	return in, d.Accounts.Invite(ctx, email)
}

var errInvitations = Errorf(TooMany, "invitations_spent",
	"Your team has sent %d invitations today. Invite the others tomorrow.", InvitationsPerTenant.Limit)

// mailbox is an e-mail address in the one form in which addresses are compared: letters
// that only look different, such as full-width ones, are the same address. It is judged as
// those that visitors type: mail has to reach it, and it shows what it is made of.
func mailbox(text string) (string, error) {
	address, ok := mailAddress(Plain(text))
	if !ok {
		return "", wrongField("email", "bad_email", fmt.Sprintf("%q is no e-mail address.", clip(text, 100)))
	}
	return strings.ToLower(address), nil
}

// Withdraw takes an invitation back. An account that was made for it and that nobody has
// used goes with it, unless another team asks too.
func (d *Desk) Withdraw(ctx context.Context, a Agent, id string) (Invitation, error) {
	roster, err := d.Store.Roster(ctx, a.Tenant)
	if err != nil {
		return Invitation{}, err
	}
	i := slices.IndexFunc(roster.Invited, func(in Invitation) bool { return in.ID == id })
	if i < 0 {
		return Invitation{}, errNoInvitation
	}
	return roster.Invited[i], d.uninvite(ctx, a.Tenant, roster.Invited[i])
}

var errNoInvitation = Errorf(NotFound, "no_invitation", "This invitation is not there any more. It was withdrawn, accepted, or is over a week old.")

// uninvite ends an invitation. The roster's entry goes last: it is by that that all of it can
// be done again.
func (d *Desk) uninvite(ctx context.Context, tenant TenantID, in Invitation) error {
	if err := d.Store.DropInvite(ctx, in.Email, tenant); err != nil {
		return err
	}
	others, err := d.Store.Invites(ctx, in.Email, 1)
	if err != nil {
		return err
	}
	if len(others) == 0 {
		if err := d.Accounts.Withdraw(ctx, in.Email); err != nil {
			return err
		}
	}
	return d.updateRoster(ctx, tenant, func(r *Roster) error {
		r.Invited = slices.DeleteFunc(r.Invited, func(had Invitation) bool { return had.ID == in.ID })
		return nil
	})
}

// Invitations is which teams ask whoever signed in with an address.
func (d *Desk) Invitations(ctx context.Context, email string) ([]Asked, error) {
	email, err := mailbox(email)
	if err != nil {
		return nil, Errorf(Forbidden, "no_address", "Your sign-in has no e-mail address that was confirmed.")
	}
	tenants, err := d.Store.Invites(ctx, email, maxAsked)
	if err != nil {
		return nil, err
	}
	asked := []Asked{}
	for _, id := range tenants {
		roster, err := d.Store.Roster(ctx, id)
		if err != nil {
			return nil, err
		}
		tenant, err := d.tenant(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, in := range roster.Invited {
			if in.Email == email && d.Now().Before(in.Until) {
				asked = append(asked, Asked{Invitation: in, Tenant: id, Team: tenant.Name})
			}
		}
	}
	return asked, nil
}

// invitation is one that asks an address.
func (d *Desk) invitation(ctx context.Context, email, id string) (Asked, error) {
	all, err := d.Invitations(ctx, email)
	if err != nil {
		return Asked{}, err
	}
	i := slices.IndexFunc(all, func(in Asked) bool { return in.ID == id })
	if i < 0 {
		return Asked{}, errNoInvitation
	}
	return all[i], nil
}

// Acceptance is how somebody accepts an invitation.
type Acceptance struct {
	Invitation string
	Email      string // that they signed in with
	Name       string
	Leave      bool // the team they are in
}

// Accept puts whoever signed in into the team that asks, and takes them out of the one they
// are in: an account is of one team. They come back as what they are there. Their tokens of
// before do not know of it. It may be called again until all of it has worked.
func (d *Desk) Accept(ctx context.Context, a Agent, as Acceptance) (Agent, error) {
	in, err := d.invitation(ctx, as.Email, as.Invitation)
	if err != nil {
		return Agent{}, err
	}
	name, err := memberName(as.Name)
	if err != nil {
		return Agent{}, err
	}
	if err := d.departs(ctx, a, in.Tenant, as.Leave); err != nil {
		return Agent{}, err
	}
	joined := Agent{Tenant: in.Tenant, ID: a.ID, Name: name, Role: in.Role}
	if err := d.Accounts.Join(ctx, joined, in.Email, a.Tenant); err != nil {
		return Agent{}, err
	}
	err = d.Enrol(ctx, in.Tenant, Member{ID: a.ID, Email: in.Email, Name: name, Role: in.Role, Since: d.Now()})
	if err != nil {
		return Agent{}, err
	}
	if a.Tenant != in.Tenant {
		if err := d.gone(ctx, a); err != nil {
			return Agent{}, err
		}
	}
	return joined, d.uninvite(ctx, in.Tenant, in.Invitation)
}

// departs begins to take somebody out of the team they are in, if they want that and it can
// do without them. Whoever is in the new one already stopped half way the last time.
func (d *Desk) departs(ctx context.Context, a Agent, to TenantID, leave bool) error {
	if a.Tenant == "" {
		return nil
	}
	if a.Tenant == to {
		roster, err := d.Store.Roster(ctx, to)
		if err == nil && roster.find(a.ID) != nil {
			err = Errorf(Conflict, "member_already", "You are in this team already.")
		}
		return err
	}
	if !leave {
		return Errorf(Conflict, "in_another_team", "You are in another team. To join this one you leave it.")
	}
	_, err := d.leaving(ctx, a.Tenant, a.ID)
	return Except(err, errNoMember)
}

// gone ends what somebody had in a team that they have left.
func (d *Desk) gone(ctx context.Context, a Agent) error {
	if a.Tenant == "" {
		return nil
	}
	m, err := d.Self(ctx, a)
	if err != nil {
		return err
	}
	if err := d.signOut(ctx, a.Tenant, a.ID); err != nil {
		return err
	}
	return d.left(ctx, a.Tenant, m)
}

// Decline ends an invitation for whoever signed in with the address that it asks.
func (d *Desk) Decline(ctx context.Context, email, id string) error {
	in, err := d.invitation(ctx, email, id)
	if err != nil {
		return err
	}
	return d.uninvite(ctx, in.Tenant, in.Invitation)
}
