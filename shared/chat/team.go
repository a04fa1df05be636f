package chat

import (
	"context"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Member is somebody of a tenant's team. The account behind it is Accounts' affair; a
// tenant reaches no account but through rows of its own.
type Member struct {
	ID      AgentID   `json:"id"`
	Email   string    `json:"email"`
	Name    string    `json:"name,omitempty"`
	Role    Role      `json:"role"`
	Since   time.Time `json:"since"`
	Leaving bool      `json:"leaving,omitempty"` // removed, but the account is still there
}

// Roster is a tenant's whole team, in one row, so that the last owner cannot be lost
// between two writers.
type Roster struct {
	Edited
	Members []Member `json:"members"`
}

// maxMembers keeps the roster far below the size of a row.
const maxMembers = 1000

// Accounts is where people sign in.
type Accounts interface {
	// Invite makes an account of the tenant and has it sent an invitation. One of the
	// same tenant that exists already is taken as it is. Conflict if the address has an
	// account of another tenant.
	Invite(ctx context.Context, tenant TenantID, email, name string, role Role) (AgentID, error)

	// SetRole makes this the one role of an account of the tenant; Remove ends it, and is
	// no error if there is none. Both refuse an account of another tenant: ErrNotFound.
	SetRole(ctx context.Context, tenant TenantID, email string, role Role) error
	Remove(ctx context.Context, tenant TenantID, email string) error
}

func (r *Roster) find(id AgentID) *Member {
	i := slices.IndexFunc(r.Members, func(m Member) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Members[i]
}

// owners counts who could still let others in.
func (r *Roster) owners() int {
	n := 0
	for _, m := range r.Members {
		if m.Role == RoleOwner && !m.Leaving {
			n++
		}
	}
	return n
}

var errLastOwner = Errorf(Conflict, "last_owner", "A team needs an owner. Make somebody else an owner first.")

// Team is who belongs to the tenant, by address.
func (d *Desk) Team(ctx context.Context, a Agent) ([]Member, error) {
	roster, err := d.Store.Roster(ctx, a.Tenant)
	slices.SortFunc(roster.Members, func(x, y Member) int { return strings.Compare(x.Email, y.Email) })
	return roster.Members, err
}

// Invite makes an account for somebody, and puts them on the roster.
func (d *Desk) Invite(ctx context.Context, a Agent, email, name string, role Role) (Member, error) {
	email, err := mailbox(email)
	if err != nil {
		return Member{}, err
	}
	roster, err := d.Store.Roster(ctx, a.Tenant)
	if err != nil {
		return Member{}, err
	}
	if len(roster.Members) >= maxMembers {
		return Member{}, Errorf(Invalid, "team_full", "A team has at most %d members.", maxMembers)
	}
	if slices.ContainsFunc(roster.Members, func(m Member) bool { return m.Email == email && !m.Leaving }) {
		return Member{}, Errorf(Conflict, "member_already", "%s is in your team already.", email)
	}
	if err := d.spend(ctx, a.Tenant, InvitationsPerTenant, ""); KindOf(err) == TooMany {
		return Member{}, errInvitations
	} else if err != nil {
		return Member{}, err
	}
	id, err := d.Accounts.Invite(ctx, a.Tenant, email, strings.TrimSpace(name), role)
	if err != nil {
		return Member{}, err
	}
	member := Member{ID: id, Email: email, Name: strings.TrimSpace(name), Role: role, Since: d.Now()}
	return member, d.Enrol(ctx, a.Tenant, member)
}

var errInvitations = Errorf(TooMany, "invitations_spent",
	"Your team has sent %d invitations today. Invite the others tomorrow.", InvitationsPerTenant.Limit)

// mailbox is an e-mail address in the one form in which addresses are compared: letters
// that only look different, such as full-width ones, are the same address.
func mailbox(text string) (string, error) {
	plain := strings.TrimSpace(norm.NFKC.String(text))
	address, err := mail.ParseAddress(plain)
	if err != nil || address.Name != "" {
		return "", Errorf(Invalid, "bad_email", "%q is no e-mail address.", clip(text, 100))
	}
	return strings.ToLower(address.Address), nil
}

// Enrol puts somebody who has an account on the roster, in the place of an earlier entry.
func (d *Desk) Enrol(ctx context.Context, tenant TenantID, m Member) error {
	return d.Store.UpdateRoster(ctx, tenant, func(r *Roster) error {
		r.Members = append(slices.DeleteFunc(r.Members, func(had Member) bool { return had.ID == m.ID || had.Email == m.Email }), m)
		return nil
	})
}

// ChangeRole gives a member another role. Their sign-in of before ends.
func (d *Desk) ChangeRole(ctx context.Context, a Agent, id AgentID, role Role) (Member, error) {
	var m Member
	err := d.Store.UpdateRoster(ctx, a.Tenant, func(r *Roster) error {
		found := r.find(id)
		if found == nil || found.Leaving {
			return ErrNotFound
		}
		had := r.owners()
		found.Role = role
		if m = *found; had > 0 && r.owners() == 0 {
			return errLastOwner
		}
		return nil
	})
	if err != nil {
		return Member{}, err
	}
	if err := d.Accounts.SetRole(ctx, a.Tenant, m.Email, role); err != nil {
		return Member{}, err
	}
	return m, d.signOut(ctx, a.Tenant, id)
}

// RemoveMember ends a member's account and whatever they have open. It may be called
// again until all of it has worked.
func (d *Desk) RemoveMember(ctx context.Context, a Agent, id AgentID) (Member, error) {
	var m Member
	err := d.Store.UpdateRoster(ctx, a.Tenant, func(r *Roster) error {
		found := r.find(id)
		if found == nil {
			return ErrNotFound
		}
		had := r.owners()
		found.Leaving = true
		if m = *found; had > 0 && r.owners() == 0 {
			return errLastOwner
		}
		return nil
	})
	if err != nil {
		return Member{}, err
	}
	if err := d.signOut(ctx, a.Tenant, id); err != nil {
		return m, err
	}
	if err := d.Accounts.Remove(ctx, a.Tenant, m.Email); err != nil {
		return m, err
	}
	return m, d.Store.UpdateRoster(ctx, a.Tenant, func(r *Roster) error {
		r.Members = slices.DeleteFunc(r.Members, func(had Member) bool { return had.ID == id && had.Leaving })
		return nil
	})
}

// signOut has the tokens that an agent holds now count no more, and drops their sockets.
// An ID token lives an hour; API Gateway itself would take it until then.
func (d *Desk) signOut(ctx context.Context, tenant TenantID, id AgentID) error {
	now := d.Now()
	if err := d.Store.SignOut(ctx, tenant, id, now, now.Add(tokenHours*time.Hour)); err != nil {
		return err
	}
	team, err := d.Store.Team(ctx, tenant)
	for conn, agent := range team {
		if agent.ID != id {
			continue
		}
		d.drop(ctx, conn)
		if bad := ignore(d.Store.CloseSocket(ctx, conn), ErrNotFound); bad != nil {
			err = errors.Join(err, bad)
		}
	}
	return err
}

// tokenHours is for how long an ID token counts, with some room.
const tokenHours = 2

// drop ends a socket, best effort: its next frame finds no row in any case.
func (d *Desk) drop(ctx context.Context, id ConnectionID) {
	if d.Cutter != nil {
		_ = d.Cutter.Close(ctx, id)
	}
}

// Cutter ends sockets from our side.
type Cutter interface {
	Close(ctx context.Context, id ConnectionID) error
}

// StillIn tells whether a sign-in of this time is still good: nobody removed the agent or
// changed their role since. A warm function asks once in a while.
func (d *Desk) StillIn(ctx context.Context, a Agent, signedIn time.Time) error {
	out, err := d.outs.get(string(a.Tenant)+"/"+string(a.ID), d.Now(), func() (time.Time, error) { return d.signedOut(ctx, a) })
	if err != nil {
		return err
	}
	return outSince(out, signedIn.Add(tokenTick))
}

// stillInNow is StillIn without a warm function's memory, for what outlasts a call.
func (d *Desk) stillInNow(ctx context.Context, a Agent, signedIn time.Time) error {
	out, err := d.signedOut(ctx, a)
	if err != nil {
		return err
	}
	return outSince(out, signedIn.Add(tokenTick))
}

// tokenTick is how exactly a token says when it was issued.
const tokenTick = time.Second

func (d *Desk) signedOut(ctx context.Context, a Agent) (time.Time, error) {
	at, err := d.Store.SignedOut(ctx, a.Tenant, a.ID)
	return at, ignore(err, ErrNotFound)
}

// outSince refuses what began before an agent was signed out.
func outSince(out, began time.Time) error {
	if out.IsZero() || out.Before(began) {
		return nil
	}
	return Errorf(Forbidden, "signed_out", "Your place in the team has changed. Sign in again.")
}
