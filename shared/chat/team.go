package chat

import (
	"context"
	"encoding/json"
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
	Picture string    `json:"picture,omitempty"` // the path under which it lies, see Portraits
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

// A roster is one row: it takes no more members from 70 KB on, so that those who are there
// can still have longer names and pictures, and be marked as leaving. Most teams of 400
// people have room.
const (
	fullRoster = 70 << 10
	maxRoster  = 90 << 10
)

// fits tells whether the roster is at most so large.
func (r *Roster) fits(most int) error {
	if raw, err := json.Marshal(r); err != nil || len(raw) > most {
		return Errorf(Invalid, "team_full", "Your team has grown as large as it can. Remove somebody first.")
	}
	return nil
}

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

	// Rename keeps the account's name in step with the roster's, and is no error if there
	// is none.
	Rename(ctx context.Context, tenant TenantID, email, name string) error
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
	if err := roster.fits(fullRoster); err != nil {
		return Member{}, err
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
	return d.updateRoster(ctx, tenant, func(r *Roster) error {
		r.Members = append(slices.DeleteFunc(r.Members, func(had Member) bool { return had.ID == m.ID || had.Email == m.Email }), m)
		return r.fits(fullRoster)
	})
}
