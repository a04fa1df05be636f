package chat

import (
	"context"
	"slices"
	"time"
)

// Known tells whether a sign-in still counts, as stillIn, and who it is by the name that
// their team knows: the one in a token is as old as the token.
func (d *Desk) Known(ctx context.Context, a Agent, signedIn time.Time) (Agent, error) {
	if a.Role == RoleGuest {
		return a, nil // there is no team whose list one could be off
	}
	if err := d.stillIn(ctx, a, signedIn); err != nil {
		return a, err
	}
	roster, err := d.roster(ctx, a.Tenant)
	return roster.call(a), err
}

// roster is the team as a warm function remembers it.
func (d *Desk) roster(ctx context.Context, tenant TenantID) (Roster, error) {
	return d.rosters.get(string(tenant), d.Now(), func() (Roster, error) { return d.store.Roster(ctx, tenant) })
}

// Face is how somebody of the team looks to those they talk with.
type Face struct {
	Name    string `json:"name"`
	Picture string `json:"picture,omitempty"`
}

// face is an agent's name and picture of now. An agent who is on no roster, or on none any more,
// keeps their name of then.
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

// tellOwner has a visitor's open chats say who answers from now on.
func (d *Desk) tellOwner(ctx context.Context, h Head) {
	p := Push{Action: PushOwner, Conversation: h.ID, Owner: h.Owner}
	if f := d.OwnerOf(ctx, h); f != nil {
		p.By, p.Picture = f.Name, f.Picture
	}
	d.push(ctx, p, d.visitorSockets(ctx, h, "")...)
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
