package chat

import (
	"time"
)

// State is a visitor's activity now.
type State string

const (
	StateActive  State = "active"  // a page in view, and a sign of theirs within IdleAfter
	StateIdle    State = "idle"    // connected, without one
	StateTalking State = "talking" // on WhatsApp: a word within WhatsAppLive. Nobody is "here" there
	StateLeft    State = "left"
)

// Presence is all that we know of a visitor's activity now.
type Presence struct {
	State State     `json:"state"`
	Sign  time.Time `json:"sign"` // their last one
	// when the state ends if nothing more is heard; zero while the page itself would tell its end
	Until  time.Time `json:"until,omitzero"`
	Helper string    `json:"helper,omitempty"` // the person who has their conversation
}

// PresenceAt is the presence of a visit's visitor. Words are signs too, in any tab: said is the time of the
// last ones.
func (s *Visit) PresenceAt(sockets map[ConnectionID]Socket, said, now time.Time) Presence {
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
	tabs := s.tabs(sockets)
	if at := tabs.lastSign(now); at.After(p.Sign) {
		p.Sign = at
	}
	view, endless := false, false
	for _, tab := range tabs.open() {
		view = view || tab.Away.IsZero()
		here, until := tab.here(now)
		endless = endless || (here && until.IsZero())
	}
	if !tabs.closedAt(now).IsZero() {
		p.State = StateLeft
	} else if until := p.Sign.Add(IdleAfter); endless || (view && now.Before(until)) {
		if p.State = StateActive; !endless {
			p.Until = until
		}
	}
	return p
}
