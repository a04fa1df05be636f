package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// Asked is an invitation as the invited person reads it.
type Asked struct {
	chat.Invitation
	Tenant chat.TenantID `json:"-"`
	Team   string        `json:"team"` // the team's name
}

// InvitationLife is how long an invitation can be accepted, and how long its first password is valid.
const InvitationLife = 7 * 24 * time.Hour

// maxAsked bounds the invitations that one address is shown.
const maxAsked = 50

// Invite invites somebody into the team, again if they were invited before. The answer is the same
// whether or not the address has an account or other invitations, so it discloses neither.
func (o *Office) Invite(
	ctx context.Context, a chat.Agent, email, name string, role chat.Role,
) (chat.Invitation, error) {
	email, err := mailbox(email)
	if err == nil && strings.TrimSpace(name) != "" {
		name, err = chat.MemberName(name)
	}
	if err != nil {
		return chat.Invitation{}, err
	}
	roster, err := o.store.Roster(ctx, a.Tenant)
	if err != nil {
		return chat.Invitation{}, err
	}
	if slices.ContainsFunc(roster.Members, func(m chat.Member) bool { return m.Email == email && !m.Leaving }) {
		return chat.Invitation{}, chat.Errorf(chat.Conflict, "member_already", "%s is in your team already.", email)
	}
	if err := o.desk.Limit(ctx, a.Tenant, chat.InvitationsPerTenant, ""); chat.KindOf(err) == chat.TooMany {
		return chat.Invitation{}, errInvitations
	} else if err != nil {
		return chat.Invitation{}, err
	}
	now := o.desk.Now()
	in := chat.Invitation{
		ID: o.desk.NewID(now), Email: email, Name: strings.TrimSpace(name), Role: role, By: a.Name,
		Until: now.Add(InvitationLife),
	}
	err = o.desk.UpdateRoster(ctx, a.Tenant, func(r *chat.Roster) error {
		r.Invited = append(slices.DeleteFunc(r.Invited, func(had chat.Invitation) bool { return had.Email == email }), in)
		return r.Fits(chat.FullRoster)
	})
	if err != nil {
		return chat.Invitation{}, err
	}
	if err := o.store.AddInvite(ctx, email, a.Tenant, in.Until); err != nil {
		return chat.Invitation{}, err
	}
	return in, o.desk.Audited(ctx, a, o.Accounts.Invite(ctx, email), "member.invited", in.ID, string(in.Role))
}

var errInvitations = chat.Errorf(chat.TooMany, "invitations_spent",
	"Your team has sent %d invitations today. Invite the others tomorrow.", chat.InvitationsPerTenant.Limit)

// mailbox normalizes an e-mail address, so that letters that only look different, such as
// full-width ones, give the same address. It is validated like the addresses that visitors type:
// mail must be able to reach it, and none of its characters may be invisible.
func mailbox(text string) (string, error) {
	address, ok := chat.MailAddress(chat.Plain(text))
	if !ok {
		return "", chat.WrongField("email", "bad_email", fmt.Sprintf("%q is no e-mail address.", truncate.Text(text, 100)))
	}
	return strings.ToLower(address), nil
}

// Withdraw withdraws an invitation. An account that was made for it and was never used is deleted
// with it, unless another team has invited the same address.
func (o *Office) Withdraw(ctx context.Context, a chat.Agent, id string) (chat.Invitation, error) {
	roster, err := o.store.Roster(ctx, a.Tenant)
	if err != nil {
		return chat.Invitation{}, err
	}
	i := slices.IndexFunc(roster.Invited, func(in chat.Invitation) bool { return in.ID == id })
	if i < 0 {
		return chat.Invitation{}, errNoInvitation
	}
	in := roster.Invited[i]
	return in, o.desk.Audited(ctx, a, o.uninvite(ctx, a.Tenant, in), "member.invitation_withdrawn", in.ID, string(in.Role))
}

var errNoInvitation = chat.Errorf(chat.NotFound, "no_invitation",
	"This invitation does not exist any more. It was withdrawn, accepted, or is over a week old.")

// uninvite deletes an invitation. The roster's entry goes last: a retry after a failure finds the rest by it.
func (o *Office) uninvite(ctx context.Context, tenant chat.TenantID, in chat.Invitation) error {
	if err := o.store.DropInvite(ctx, in.Email, tenant); err != nil {
		return err
	}
	others, err := o.store.Invites(ctx, in.Email, 1)
	if err != nil {
		return err
	}
	if len(others) == 0 {
		if err := o.Accounts.Withdraw(ctx, in.Email); err != nil {
			return err
		}
	}
	return o.desk.UpdateRoster(ctx, tenant, func(r *chat.Roster) error {
		r.Invited = slices.DeleteFunc(r.Invited, func(had chat.Invitation) bool { return had.ID == in.ID })
		return nil
	})
}

// Invitations lists the teams that have invited the address of the caller's sign-in.
func (o *Office) Invitations(ctx context.Context, email string) ([]Asked, error) {
	email, err := mailbox(email)
	if err != nil {
		return nil, chat.Errorf(chat.Forbidden, "no_address", "Your sign-in has no confirmed e-mail address.")
	}
	tenants, err := o.store.Invites(ctx, email, maxAsked)
	if err != nil {
		return nil, err
	}
	asked := []Asked{}
	for _, id := range tenants {
		roster, err := o.store.Roster(ctx, id)
		if err != nil {
			return nil, err
		}
		tenant, err := o.desk.Tenant(ctx, id)
		if errors.Is(err, chat.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, in := range roster.Invited {
			if in.Email == email && o.desk.Now().Before(in.Until) {
				asked = append(asked, Asked{Invitation: in, Tenant: id, Team: tenant.Name})
			}
		}
	}
	return asked, nil
}

// invitation finds one of an address's invitations.
func (o *Office) invitation(ctx context.Context, email, id string) (Asked, error) {
	all, err := o.Invitations(ctx, email)
	if err != nil {
		return Asked{}, err
	}
	i := slices.IndexFunc(all, func(in Asked) bool { return in.ID == id })
	if i < 0 {
		return Asked{}, errNoInvitation
	}
	return all[i], nil
}

// Acceptance is a person's answer to an invitation.
type Acceptance struct {
	Invitation string
	Email      string // the address of their sign-in
	Name       string
	Leave      bool // leave the current team
}

// Accept puts the caller into the inviting team and removes them from their current one: an account
// has one team only. It returns the caller's new identity, which tokens issued before do not have.
// It may be retried until all steps have succeeded.
func (o *Office) Accept(ctx context.Context, a chat.Agent, as Acceptance) (chat.Agent, error) {
	in, err := o.invitation(ctx, as.Email, as.Invitation)
	if err != nil {
		return chat.Agent{}, err
	}
	name, err := chat.MemberName(as.Name)
	if err != nil {
		return chat.Agent{}, err
	}
	if err := o.departs(ctx, a, in.Tenant, as.Leave); err != nil {
		return chat.Agent{}, err
	}
	joined := chat.Agent{Tenant: in.Tenant, ID: a.ID, Name: name, Role: in.Role, Network: a.Network}
	if err := o.Accounts.Join(ctx, joined, in.Email, a.Tenant); err != nil {
		return chat.Agent{}, err
	}
	err = o.Enrol(ctx, in.Tenant, chat.Member{ID: a.ID, Email: in.Email, Name: name, Role: in.Role, Since: o.desk.Now()})
	if err != nil {
		return chat.Agent{}, err
	}
	if a.Tenant != in.Tenant {
		if err := o.gone(ctx, a); err != nil {
			return chat.Agent{}, err
		}
	}
	err = o.uninvite(ctx, in.Tenant, in.Invitation)
	err = o.desk.Audited(ctx, joined, err, "member.joined", string(joined.ID), name+", "+string(joined.Role))
	if a.Tenant != "" {
		err = o.desk.Audited(ctx, a, err, "member.left", string(a.ID), a.Name)
	}
	return joined, err
}

// departs begins to remove an agent from their current team, if they agreed and the team has
// another owner. An agent who already is in the new team stopped halfway in an earlier try.
func (o *Office) departs(ctx context.Context, a chat.Agent, to chat.TenantID, leave bool) error {
	if a.Tenant == "" {
		return nil
	}
	if a.Tenant == to {
		roster, err := o.store.Roster(ctx, to)
		if err == nil && roster.Find(a.ID) != nil {
			err = chat.Errorf(chat.Conflict, "member_already", "You are in this team already.")
		}
		return err
	}
	if !leave {
		return chat.Errorf(chat.Conflict, "in_another_team", "You are in another team. To join this one, you must leave it.")
	}
	_, err := o.leaving(ctx, a.Tenant, a.ID)
	return chat.Except(err, errNoMember)
}

// gone deletes an agent's entry, sign-ins and picture in a team that they have left.
func (o *Office) gone(ctx context.Context, a chat.Agent) error {
	if a.Tenant == "" {
		return nil
	}
	m, err := o.Self(ctx, a)
	if err != nil {
		return err
	}
	if err := o.desk.EndSignIns(ctx, a.Tenant, a.ID); err != nil {
		return err
	}
	return o.left(ctx, a.Tenant, m)
}

// Decline ends an invitation; the caller's sign-in must have the invited address.
func (o *Office) Decline(ctx context.Context, email, id string) error {
	in, err := o.invitation(ctx, email, id)
	if err != nil {
		return err
	}
	return o.uninvite(ctx, in.Tenant, in.Invitation)
}
