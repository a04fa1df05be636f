package chat

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Portraits keeps the team's pictures where everybody may fetch them.
type Portraits interface {
	// Keep judges a picture, makes a small square of it and gives the path under which it
	// lies from then on. No two members share one.
	Keep(ctx context.Context, tenant TenantID, id AgentID, raw []byte) (path string, err error)

	// Drop deletes what lies under a path, and is no error if there is nothing.
	Drop(ctx context.Context, path string) error
}

// maxMemberName is how long the name of a member may be.
const maxMemberName = 60

// memberName is a name in the form in which it is kept. Visitors read it, so it shows what
// it is made of: no signs that hide, or that turn the direction of what stands beside it.
func memberName(text string) (string, error) {
	bad := func(code, text string) (string, error) {
		return "", wrongField("name", code, text)
	}
	if strings.ContainsFunc(strings.TrimSpace(text), concealed) {
		return bad("bad_name", "The name holds signs that do not show. Type it anew.")
	}
	name := strings.Join(strings.Fields(norm.NFC.String(text)), " ")
	if strings.IndexFunc(name, shows) < 0 {
		return bad("name_needed", "Give a name that people can read.")
	}
	if utf8.RuneCountInString(name) > maxMemberName {
		return bad("name_too_long", "A name has at most 60 characters.")
	}
	return name, nil
}

// joiners shape letters of several scripts, and emoji: names may hold them.
const joiners = "\u200c\u200d"

func concealed(r rune) bool {
	return !strings.ContainsRune(joiners, r) && !unicode.IsGraphic(r) || strings.ContainsRune(blanks, r)
}

// blanks are letters and signs of which nothing is seen.
const blanks = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"

func shows(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.S, unicode.P) }

// MemberChange is what is to be changed about a member; what is nil stays.
type MemberChange struct {
	Name *string
	Role *Role
}

// ChangeMember changes a member's name, their role, or both: then neither if one of them is
// refused.
func (d *Desk) ChangeMember(ctx context.Context, a Agent, id AgentID, c MemberChange) (Member, error) {
	if c.Name == nil && c.Role == nil {
		return Member{}, Errorf(Invalid, "nothing_to_change", "Give a name or a role.")
	}
	var m Member
	var err error
	if c.Name != nil {
		_, err = memberName(*c.Name)
	}
	if err == nil && c.Role != nil {
		m, err = d.ChangeRole(ctx, a, id, *c.Role)
	}
	if err == nil && c.Name != nil {
		m, err = d.RenameMember(ctx, a, id, *c.Name)
	}
	return m, err
}

// Self is the caller as their team knows them.
func (d *Desk) Self(ctx context.Context, a Agent) (Member, error) {
	roster, err := d.Store.Roster(ctx, a.Tenant)
	if err != nil {
		return Member{}, err
	}
	if m := roster.find(a.ID); m != nil {
		return *m, nil
	}
	return Member{ID: a.ID, Name: a.Name, Role: a.Role}, nil
}

// RenameMember gives a member the name that colleagues and visitors read. Their sockets drop, and
// come back with it.
func (d *Desk) RenameMember(ctx context.Context, a Agent, id AgentID, name string) (Member, error) {
	name, err := memberName(name)
	if err != nil {
		return Member{}, err
	}
	m, err := d.changeMember(ctx, a.Tenant, id, func(r *Roster, m *Member) error {
		m.Name = name
		return r.fits(maxRoster)
	})
	if err != nil {
		return Member{}, err
	}
	if err := d.Accounts.Rename(ctx, a.Tenant, m.Email, name); err != nil {
		return Member{}, err
	}
	return m, d.reconnect(ctx, a.Tenant, id)
}

// Portray gives the caller a picture, in the place of the one before; none if raw is empty.
func (d *Desk) Portray(ctx context.Context, a Agent, raw []byte) (Member, error) {
	before, err := d.Self(ctx, a)
	if err != nil {
		return Member{}, err
	}
	path := ""
	if len(raw) > 0 {
		if path, err = d.Portraits.Keep(ctx, a.Tenant, a.ID, raw); err != nil {
			return Member{}, err
		}
	}
	m, err := d.changeMember(ctx, a.Tenant, a.ID, func(r *Roster, m *Member) error {
		m.Picture = path
		return r.fits(maxRoster)
	})
	stale, shown := before.Picture, m.Picture
	if err != nil {
		stale, shown = path, before.Picture // the new one is shown by nobody, unless it is the same
	}
	if stale != "" && stale != shown {
		if bad := d.Portraits.Drop(ctx, stale); err == nil {
			err = bad
		}
	}
	return m, err
}

// ChangeRole gives a member another role. Their sign-in of before ends.
func (d *Desk) ChangeRole(ctx context.Context, a Agent, id AgentID, role Role) (Member, error) {
	m, err := d.changeMember(ctx, a.Tenant, id, func(_ *Roster, m *Member) error {
		if m.Leaving {
			return errNoMember
		}
		m.Role = role
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
	m, err := d.leaving(ctx, a.Tenant, id)
	if err != nil {
		return Member{}, err
	}
	if err := d.signOut(ctx, a.Tenant, id); err != nil {
		return m, err
	}
	if err := d.Accounts.Remove(ctx, a.Tenant, m.Email); err != nil {
		return m, err
	}
	return m, d.left(ctx, a.Tenant, m)
}

// leaving marks a member who goes. The mark stays until all that was theirs is gone.
func (d *Desk) leaving(ctx context.Context, tenant TenantID, id AgentID) (Member, error) {
	return d.changeMember(ctx, tenant, id, func(_ *Roster, m *Member) error {
		m.Leaving = true
		return nil
	})
}

// left takes a member who is leaving off the roster, with their picture.
func (d *Desk) left(ctx context.Context, tenant TenantID, m Member) error {
	if m.Picture != "" {
		if err := d.Portraits.Drop(ctx, m.Picture); err != nil {
			return err
		}
	}
	return d.updateRoster(ctx, tenant, func(r *Roster) error {
		r.Members = slices.DeleteFunc(r.Members, func(had Member) bool { return had.ID == m.ID && had.Leaving })
		return nil
	})
}

var errNoMember = Errorf(NotFound, "no_member", "There is no such person in your team.")

// changeMember changes one entry of the roster, unless the team would be left without an owner.
func (d *Desk) changeMember(ctx context.Context, tenant TenantID, id AgentID, change func(*Roster, *Member) error) (Member, error) {
	var m Member
	err := d.updateRoster(ctx, tenant, func(r *Roster) error {
		found := r.find(id)
		if found == nil {
			return errNoMember
		}
		had := r.owners()
		if err := change(r, found); err != nil {
			return err
		}
		if m = *found; had > 0 && r.owners() == 0 {
			return errLastOwner
		}
		return nil
	})
	if err != nil {
		return Member{}, err
	}
	return m, nil
}

// updateRoster has this function go by the change at once.
func (d *Desk) updateRoster(ctx context.Context, tenant TenantID, change func(*Roster) error) error {
	defer d.rosters.forget(string(tenant))
	return d.Store.UpdateRoster(ctx, tenant, change)
}
