package chat

import (
	"context"
	"slices"
	"time"
)

// Known refuses a sign-in that counts no more, as stillIn does, and returns the agent under the name in the
// roster: the name in a token is as old as the token.
func (d *Desk) Known(ctx context.Context, a Agent, signedIn time.Time) (Agent, error) {
	if a.Role == RoleGuest {
		return a, nil // a guest is on no roster, so nobody could have removed them
	}
	if err := d.stillIn(ctx, a, signedIn); err != nil {
		return a, err
	}
	if err := d.Active(ctx, a.Tenant); err != nil {
		return a, err
	}
	roster, err := d.roster(ctx, a.Tenant)
	return roster.call(a), err
}

// roster is the team as a warm function remembers it.
func (d *Desk) roster(ctx context.Context, tenant TenantID) (Roster, error) {
	return d.rosters.get(string(tenant), d.Now(), func() (Roster, error) { return d.store.Roster(ctx, tenant) })
}

// Face is the name and picture of a member of the team, for the visitors they talk with.
type Face struct {
	Name    string `json:"name"`
	Picture string `json:"picture,omitempty"`
}

// face is an agent's present name and picture. An agent who is not on the roster, or no longer, keeps the name
// that was stored.
func (d *Desk) face(ctx context.Context, tenant TenantID, id AgentID, name string) Face {
	roster, err := d.roster(ctx, tenant)
	if err != nil {
		return Face{Name: name} // their words matter more than how they look
	}
	f := Face{Name: roster.call(Agent{ID: id, Name: name}).Name}
	if m := roster.Find(id); m != nil {
		f.Picture = m.Picture
	}
	return f
}

// OwnerOf is the face of the person who has a conversation, if one has.
func (d *Desk) OwnerOf(ctx context.Context, h Head) *Face {
	if h.Owner != OwnerAgent {
		return nil
	}
	f := d.face(ctx, h.Tenant, h.Assignee, h.AssigneeName)
	return &f
}

// tellOwner tells a visitor's open chats which side answers from now on.
func (d *Desk) tellOwner(ctx context.Context, h Head) {
	p := Push{Action: PushOwner, Conversation: h.ID, Owner: h.Owner, Promise: d.promiseOf(ctx, h)}
	if f := d.OwnerOf(ctx, h); f != nil {
		p.By, p.Picture = f.Name, f.Picture
	}
	d.push(ctx, p, d.visitorSockets(ctx, h, "", "")...)
}

// forVisitor is a message as its visitor may see it, with its author as they look now.
func (d *Desk) forVisitor(ctx context.Context, tenant TenantID, m Message) (Message, bool) {
	seen, ok := m.ForVisitor()
	if !ok || (m.Author.Kind != ByAgent && m.Author.Kind != BySystem) || m.Author.ID == "" {
		return seen, ok
	}
	f := d.face(ctx, tenant, AgentID(m.Author.ID), m.Author.Name)
	seen.Author.Name, seen.Author.Picture = f.Name, f.Picture
	if e := seen.Body().Event; e != nil {
		shown := *e
		shown.By = f.Name
		seen.Bubbles = slices.Clone(seen.Bubbles) // the stored message keeps its own
		seen.Bubbles[0].Event = &shown
	}
	return seen, true
}
