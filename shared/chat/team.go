package chat

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
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
	Members []Member     `json:"members"`
	Invited []Invitation `json:"invited,omitempty"`
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
	// Invite sees to it that somebody can sign in with an address: without an account one
	// of no team is made, and its first password is mailed. The mail is sent anew while
	// nobody has used it.
	Invite(ctx context.Context, email string) error

	// Withdraw ends an account of no team that nobody has used; others stay as they are.
	Withdraw(ctx context.Context, email string) error

	// Join makes an account that is in no team, or in the one they leave, one of the agent's
	// team, with their name and role. ErrNotFound if the address has no such account.
	Join(ctx context.Context, to Agent, email string, from TenantID) error

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

// Team is who belongs to the tenant, by address, and who is asked.
func (d *Desk) Team(ctx context.Context, a Agent) (Roster, error) {
	roster, err := d.Store.Roster(ctx, a.Tenant)
	slices.SortFunc(roster.Members, func(x, y Member) int { return strings.Compare(x.Email, y.Email) })
	return roster, err
}

// Enrol puts somebody who has an account on the roster, in the place of an earlier entry.
func (d *Desk) Enrol(ctx context.Context, tenant TenantID, m Member) error {
	return d.updateRoster(ctx, tenant, func(r *Roster) error {
		r.Members = append(slices.DeleteFunc(r.Members, func(had Member) bool { return had.ID == m.ID || had.Email == m.Email }), m)
		return r.fits(maxRoster)
	})
}
