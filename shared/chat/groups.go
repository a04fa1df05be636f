package chat

import (
	"context"
	"slices"
)

// Group is a part of the team whose members get the conversations that fall to it before everybody else does.
type Group struct {
	ID        GroupID   `json:"id,omitempty"` // "" for one that is not stored yet
	Name      string    `json:"name"`
	Members   []AgentID `json:"members"`             // one who has left the team is none any more
	At        []string  `json:"at,omitempty"`        // keys of websites, ids of numbers and of bots; none for any
	Languages []string  `json:"languages,omitempty"` // of customers; none for any
}

// GroupID is two characters, so that a head with one stays small. It is never given twice in a team.
type GroupID string

const (
	maxGroups = 20 // of a team
	maxAt     = 40 // places of a group
)

var ownGroups = ownList[GroupID, Group]{
	called: "group", most: maxGroups, parts: func(g *Group) (*GroupID, *string) { return &g.ID, &g.Name },
}

// Regroup makes these the groups of the tenant, in their order: those with an id are changed, those without are new,
// the others are deleted. It returns all faults, each at its field.
func (t *Tenant) Regroup(groups []Group) error {
	made, err := ownGroups.renewed(groups, t.Groups, t.GroupsMade)
	if err == nil {
		t.Groups, t.GroupsMade = groups, made
	}
	return err
}

// GroupOf is the group to which a conversation falls, with an empty id for none: the one that a colleague gave it to,
// as long as people have this case, else the first in their order that is for its place and for its customer's
// language. Only a colleague's choice is stored, so the others follow the settings as they are now.
func (t *Tenant) GroupOf(h *Head) Group {
	i := t.groupAt(h.Group)
	if i < 0 {
		i = slices.IndexFunc(t.Groups, func(g Group) bool { return g.isFor(h) })
	}
	if i < 0 {
		return Group{}
	}
	return t.Groups[i]
}

func (t *Tenant) groupAt(id GroupID) int {
	return slices.IndexFunc(t.Groups, func(g Group) bool { return g.ID == id })
}

// isFor tells whether a conversation falls to the group by itself. One that is for nothing named gets what it is given
// by hand.
func (g *Group) isFor(h *Head) bool {
	return len(g.At)+len(g.Languages) > 0 &&
		(len(g.At) == 0 || slices.ContainsFunc(g.At, h.IsAt)) &&
		(len(g.Languages) == 0 || slices.Contains(g.Languages, h.Speaks()))
}

// SiteMoved has the groups that are for a website stay so under its next key, and tells whether there are any. Pages
// have the previous key for a while, and conversations for ever, so a group without a place for both refuses it.
func (t *Tenant) SiteMoved(was, is string) (moved bool, err error) {
	for i := range t.Groups {
		g := &t.Groups[i]
		if !slices.Contains(g.At, was) {
			continue
		}
		if len(g.At) >= maxAt {
			return false, Errorf(Conflict, "group_full",
				"The group %s is for %d places already. Take one out of it first, for the new key.", g.Name, maxAt)
		}
		g.At, moved = append(slices.Clone(g.At), is), true
	}
	return moved, nil
}

// IsAt tells whether the conversation is at a place: a website by its key, a number or a bot by its id.
func (h *Head) IsAt(place string) bool {
	return place == h.Site || place == h.Number || place == string(h.Bot)
}

// groupOf is Tenant.GroupOf by settings that are at most SettingsLife old.
func (d *Desk) groupOf(ctx context.Context, h *Head) (Group, error) {
	t, err := d.Tenant(ctx, h.Tenant)
	return t.GroupOf(h), Except(err, ErrNotFound)
}

// groupFor is the group to which a conversation is given by hand, none for another receiver.
func (d *Desk) groupFor(ctx context.Context, tenant TenantID, g Giving) (Group, error) {
	if g.Group == "" {
		return Group{}, nil
	}
	if g.To != "" {
		return Group{}, WrongField("group", "two_receivers", "Choose a person or a group.")
	}
	t, err := d.store.Tenant(ctx, tenant)
	if err != nil {
		return Group{}, err
	}
	if i := t.groupAt(g.Group); i >= 0 {
		return t.Groups[i], nil
	}
	return Group{}, WrongField("group", "no_such_group", "This group was deleted meanwhile. Choose another.")
}
