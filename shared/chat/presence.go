package chat

import (
	"cmp"
	"context"
	"time"
)

// State is what a visitor does now.
type State string

const (
	StateActive  State = "active"  // a page in view, and a sign of theirs within IdleAfter
	StateIdle    State = "idle"    // connected, without one
	StateTalking State = "talking" // on WhatsApp: a word within WhatsAppLive. Nobody is "here" there
	StateLeft    State = "left"
)

// Presence is what is known of a visitor now.
type Presence struct {
	State  State     `json:"state"`
	Sign   time.Time `json:"sign"`             // their last one
	Until  time.Time `json:"until,omitzero"`   // when the state ends if nothing more is heard; zero while the page would say
	Helper string    `json:"helper,omitempty"` // the person who has their conversation
}

// Visit is a visit with what its visitor does now.
type Visit struct {
	Session
	Presence Presence
}

// Signed tells the team when a sign changed what a visitor does. s is their socket as it was
// before the sign.
func (d *Desk) Signed(ctx context.Context, s Socket, sign Sign) {
	went, was := !sign.Away(d.Now()).IsZero(), !s.Away.IsZero()
	if s.Visitor != "" && sign != NoSign && went != was {
		d.hint(ctx, s.Tenant, "visitors")
	}
}

// present adds to visits what their visitors do now. It reads nothing for visits that are over.
func (d *Desk) present(ctx context.Context, tenant TenantID, sessions []Session) ([]Visit, error) {
	var tabs []ConnectionID
	var talks []ConversationID
	for _, s := range sessions {
		if s.Live() {
			tabs = append(tabs, s.Sockets...)
			talks = append(talks, ConversationOf(s.Visitor, s.Bot))
		}
	}
	sockets, err := d.Store.SocketsByID(ctx, tabs)
	if err != nil {
		return nil, err
	}
	heads, err := d.Store.HeadsByID(ctx, tenant, talks)
	if err != nil {
		return nil, err
	}
	names := d.helpers(ctx, heads)
	visits, now := make([]Visit, len(sessions)), d.Now()
	for i, s := range sessions {
		head, talks := heads[ConversationOf(s.Visitor, s.Bot)]
		if s.Live() && talks {
			s.Talk = s.talking(head)
		}
		p := s.presence(sockets, head.VisitorAt, now)
		if s.Live() && p.Sign.After(s.LastAt) {
			s.LastAt = p.Sign
		}
		p.Helper = names[head.ID]
		visits[i] = Visit{s.ForAgent(), p}
	}
	return visits, nil
}

// presence is what the visitor of a visit does. Words are signs too, wherever they came in.
func (s *Session) presence(sockets map[ConnectionID]Socket, said, now time.Time) Presence {
	switch {
	case !s.Live():
		return Presence{State: StateLeft, Sign: s.EndedAt}
	case s.Source == WhatsApp:
		return Presence{State: StateTalking, Sign: s.LastAt, Until: s.LastAt.Add(WhatsAppLive)}
	}
	p := Presence{State: StateIdle, Sign: s.LastAt}
	if said.After(p.Sign) {
		p.Sign = said
	}
	open, view, endless := 0, false, false
	for _, id := range s.Sockets {
		tab, ok := sockets[id]
		if !ok {
			continue
		}
		open++
		if at := tab.lastSignBy(now); at.After(p.Sign) {
			p.Sign = at
		}
		view = view || tab.Away.IsZero()
		here, until := tab.here(now)
		endless = endless || (here && until.IsZero())
	}
	if open == 0 && !s.ClosedAt.IsZero() {
		p.State = StateLeft
	} else if until := p.Sign.Add(IdleAfter); endless || (view && now.Before(until)) {
		if p.State = StateActive; !endless {
			p.Until = until
		}
	}
	return p
}

// helpers is who has the conversations that a person has, by name.
func (d *Desk) helpers(ctx context.Context, heads map[ConversationID]Head) map[ConversationID]string {
	names := map[ConversationID]string{}
	for id, h := range heads {
		if h.Owner == OwnerAgent && h.Status != Closed {
			names[id] = cmp.Or(d.owner(ctx, h).Name, "A colleague")
		}
	}
	return names
}
