package office

import (
	"context"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Portraits stores the team's pictures at public addresses.
type Portraits interface {
	// Keep validates a picture, makes a small square of it and returns the path at which it is
	// stored. No two members share a path.
	Keep(ctx context.Context, tenant chat.TenantID, id chat.AgentID, raw []byte) (path string, err error)

	// Drop deletes the picture at a path, and is no error if there is none.
	Drop(ctx context.Context, path string) error
}

// MemberChange is a change of a member. A nil field stays as it is.
type MemberChange struct {
	Name *string
	Role *chat.Role
}

// ChangeMember changes a member's name, their role, or both. If one of the two is refused, neither changes.
func (o *Office) ChangeMember(ctx context.Context, a chat.Agent, id chat.AgentID, c MemberChange) (chat.Member, error) {
	if c.Name == nil && c.Role == nil {
		return chat.Member{}, chat.Errorf(chat.Invalid, "nothing_to_change", "Give a name or a role.")
	}
	var m chat.Member
	var err error
	if c.Name != nil {
		_, err = chat.MemberName(*c.Name)
	}
	if err == nil && c.Role != nil {
		m, err = o.changeRole(ctx, a, id, *c.Role)
	}
	if err == nil && c.Name != nil {
		m, err = o.rename(ctx, a, id, *c.Name)
	}
	return m, o.desk.Audited(ctx, a, err, "member.changed", string(m.ID), m.Name+", "+string(m.Role))
}

// Self returns the caller's entry in the roster.
func (o *Office) Self(ctx context.Context, a chat.Agent) (chat.Member, error) {
	roster, err := o.store.Roster(ctx, a.Tenant)
	if err != nil {
		return chat.Member{}, err
	}
	if m := roster.Find(a.ID); m != nil {
		return *m, nil
	}
	return chat.Member{ID: a.ID, Name: a.Name, Role: a.Role}, nil
}

// RenameMember changes the name that colleagues and visitors read. The member's sockets are
// dropped, and reconnect with the new name.
func (o *Office) RenameMember(ctx context.Context, a chat.Agent, id chat.AgentID, name string) (chat.Member, error) {
	m, err := o.rename(ctx, a, id, name)
	return m, o.desk.Audited(ctx, a, err, "member.renamed", string(m.ID), m.Name)
}

// ChooseDigest notes whether the caller wants the weekly mail to owners.
func (o *Office) ChooseDigest(ctx context.Context, a chat.Agent, wants bool) (chat.Member, error) {
	m, err := o.changeMember(ctx, a.Tenant, a.ID, func(_ *chat.Roster, m *chat.Member) error {
		m.NoDigest = !wants
		return nil
	})
	action := "member.digest_on"
	if !wants {
		action = "member.digest_off"
	}
	return m, o.desk.Audited(ctx, a, err, action, string(m.ID), "")
}

// rename changes the name that colleagues and visitors read. The member's sockets are dropped, and
// reconnect with the new name.
func (o *Office) rename(ctx context.Context, a chat.Agent, id chat.AgentID, name string) (chat.Member, error) {
	name, err := chat.MemberName(name)
	if err != nil {
		return chat.Member{}, err
	}
	m, err := o.changeMember(ctx, a.Tenant, id, func(r *chat.Roster, m *chat.Member) error {
		m.Name = name
		return r.Fits(chat.MaxRoster)
	})
	if err != nil {
		return chat.Member{}, err
	}
	if err := o.Accounts.Rename(ctx, a.Tenant, m.Email, name); err != nil {
		return chat.Member{}, err
	}
	return m, o.desk.DisconnectAgent(ctx, a.Tenant, id)
}

// Portray replaces the caller's picture, or removes it if raw is empty.
func (o *Office) Portray(ctx context.Context, a chat.Agent, raw []byte) (chat.Member, error) {
	before, err := o.Self(ctx, a)
	if err != nil {
		return chat.Member{}, err
	}
	path := ""
	if len(raw) > 0 {
		if path, err = o.Portraits.Keep(ctx, a.Tenant, a.ID, raw); err != nil {
			return chat.Member{}, err
		}
	}
	m, err := o.changeMember(ctx, a.Tenant, a.ID, func(r *chat.Roster, m *chat.Member) error {
		m.Picture = path
		return r.Fits(chat.MaxRoster)
	})
	stale, shown := before.Picture, m.Picture
	if err != nil {
		stale, shown = path, before.Picture // the new picture is unused, unless it is the same
	}
	if stale != "" && stale != shown {
		if bad := o.Portraits.Drop(ctx, stale); err == nil {
			err = bad
		}
	}
	action := "member.portrayed"
	if len(raw) == 0 {
		action = "member.picture_removed"
	}
	return m, o.desk.Audited(ctx, a, err, action, string(m.ID), "")
}

// changeRole gives a member another role. Their earlier sign-ins end, and in a role that does not write they keep no
// conversations.
func (o *Office) changeRole(ctx context.Context, a chat.Agent, id chat.AgentID, role chat.Role) (chat.Member, error) {
	m, err := o.changeMember(ctx, a.Tenant, id, func(_ *chat.Roster, m *chat.Member) error {
		if m.Leaving {
			return errNoMember
		}
		m.Role = role
		return nil
	})
	if err != nil {
		return chat.Member{}, err
	}
	if err := o.Accounts.SetRole(ctx, a.Tenant, m.Email, role); err != nil {
		return chat.Member{}, err
	}
	if err := o.desk.EndSignIns(ctx, a.Tenant, id); err != nil || role.Includes(chat.RoleAgent) {
		return m, err
	}
	return m, chat.AgentLeft(ctx, o.desk, a.Tenant, id)
}

// RemoveMember deletes a member's account and closes their sockets. It may be retried until all
// steps have succeeded.
func (o *Office) RemoveMember(ctx context.Context, a chat.Agent, id chat.AgentID) (chat.Member, error) {
	m, err := o.leaving(ctx, a.Tenant, id)
	if err != nil {
		return chat.Member{}, err
	}
	if err := o.desk.EndSignIns(ctx, a.Tenant, id); err != nil {
		return m, err
	}
	if err := o.Accounts.Remove(ctx, a.Tenant, m.Email); err != nil {
		return m, err
	}
	if err := chat.AgentLeft(ctx, o.desk, a.Tenant, id); err != nil {
		return m, err
	}
	return m, o.desk.Audited(ctx, a, o.left(ctx, a.Tenant, m), "member.removed", string(m.ID), "")
}

// leaving marks a member whose removal has begun. The mark stays until all steps are done.
func (o *Office) leaving(ctx context.Context, tenant chat.TenantID, id chat.AgentID) (chat.Member, error) {
	return o.changeMember(ctx, tenant, id, func(_ *chat.Roster, m *chat.Member) error {
		m.Leaving = true
		return nil
	})
}

// left deletes a leaving member from the roster, their picture, and all that they had for themselves.
func (o *Office) left(ctx context.Context, tenant chat.TenantID, m chat.Member) error {
	if m.Picture != "" {
		if err := o.Portraits.Drop(ctx, m.Picture); err != nil {
			return err
		}
	}
	if err := o.forgetOwn(ctx, tenant, m.ID); err != nil {
		return err
	}
	return o.desk.UpdateRoster(ctx, tenant, func(r *chat.Roster) error {
		r.Members = slices.DeleteFunc(r.Members, func(had chat.Member) bool { return had.ID == m.ID && had.Leaving })
		return nil
	})
}

var errNoMember = chat.Errorf(chat.NotFound, "no_member", "There is no such person in your team.")

// changeMember changes one entry of the roster, and refuses to leave the team without an owner.
func (o *Office) changeMember(
	ctx context.Context, tenant chat.TenantID, id chat.AgentID, change func(*chat.Roster, *chat.Member) error,
) (chat.Member, error) {
	var m chat.Member
	err := o.desk.UpdateRoster(ctx, tenant, func(r *chat.Roster) error {
		found := r.Find(id)
		if found == nil {
			return errNoMember
		}
		had := r.Owners()
		if err := change(r, found); err != nil {
			return err
		}
		if m = *found; had > 0 && r.Owners() == 0 {
			return errLastOwner
		}
		return nil
	})
	if err != nil {
		return chat.Member{}, err
	}
	return m, nil
}
