package chat

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// call gives an agent their name in the roster.
func (r *Roster) call(a Agent) Agent {
	if m := r.Find(a.ID); m != nil && m.Name != "" {
		a.Name = m.Name
	}
	return a
}

// Invitation asks an address into a team. It tells nothing about the address and takes nothing from it: only
// somebody who signs in with the address can accept it, and until then any number of teams may ask.
type Invitation struct {
	ID    string    `json:"id"` // a ULID
	Email string    `json:"email"`
	Name  string    `json:"name,omitempty"`
	Role  Role      `json:"role"`
	By    string    `json:"by,omitempty"` // the name of the member who invites
	Until time.Time `json:"until"`
}

// UpdateRoster changes the roster, and forgets the function's copy of it, so that the change counts here at
// once.
func (d *Desk) UpdateRoster(ctx context.Context, tenant TenantID, change func(*Roster) error) error {
	defer d.rosters.forget(string(tenant))
	return d.store.UpdateRoster(ctx, tenant, change)
}

// Member is a member of a tenant's team. The account behind it is Accounts' affair; a tenant reaches no account
// but through rows of its own.
type Member struct {
	ID      AgentID   `json:"id"`
	Email   string    `json:"email"`
	Name    string    `json:"name,omitempty"`
	Picture string    `json:"picture,omitempty"` // the path under which it lies, see Portraits
	Role    Role      `json:"role"`
	Since   time.Time `json:"since"`
	Away    time.Time `json:"away,omitzero"`     // since when they are away by their own choice
	Leaving bool      `json:"leaving,omitempty"` // removed, but the account is still there

	Digest   string `json:"digest,omitempty"`   // the week whose mail they had last, by its Monday
	NoDigest bool   `json:"noDigest,omitempty"` // they want no weekly mail
}

// WantsDigest tells whether the member is to get the mail of a week.
func (m *Member) WantsDigest(week string) bool {
	return m.Role == RoleOwner && !m.Leaving && !m.NoDigest && m.Digest < week
}

// Roster is a tenant's whole team, in one row, so that the last owner cannot be lost
// between two writers.
type Roster struct {
	Edited
	Members []Member     `json:"members"`
	Invited []Invitation `json:"invited,omitempty"`
}

// A roster is one row: it takes no more members from 70 KB on, so that its members can still get longer names
// and pictures, and be marked as leaving. Most teams of 400 people have room.
const (
	FullRoster = 70 << 10
	MaxRoster  = 90 << 10
)

// Fits refuses a roster that takes more bytes than most.
func (r *Roster) Fits(most int) error {
	if raw, err := json.Marshal(r); err != nil || len(raw) > most {
		return Errorf(Invalid, "team_full", "Your team has grown as large as it can. Remove somebody first.")
	}
	return nil
}

// Find is a member to read or to change in place; nil if the agent is not in the team.
func (r *Roster) Find(id AgentID) *Member {
	i := slices.IndexFunc(r.Members, func(m Member) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Members[i]
}

// Owners counts the owners who stay: without one nobody could let others in.
func (r *Roster) Owners() int {
	n := 0
	for _, m := range r.Members {
		if m.Role == RoleOwner && !m.Leaving {
			n++
		}
	}
	return n
}
