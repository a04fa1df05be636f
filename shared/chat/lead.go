package chat

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Lead is a visit that may win a customer. A visit makes one at most: its id is the lead's key. The row holds nothing
// of the person's profile, so that an erasure finds all of it by the visits.
type Lead struct {
	Edited
	Visit        VisitID        `json:"visit"`
	Visitor      VisitorID      `json:"visitor"`
	Conversation ConversationID `json:"conversation"`
	At           time.Time      `json:"at"` // when it became one
	Source       Source         `json:"source"`
	Bot          BotID          `json:"bot"`
	Goal         string         `json:"goal,omitempty"` // that made it; "" if somebody did
	By           AgentID        `json:"by,omitempty"`   // the person who made it
	Verified     bool           `json:"verified,omitempty"`
	Set          bool           `json:"set,omitempty"` // a person set the value
	Value        float64        `json:"value,omitempty"`
	Currency     string         `json:"currency,omitempty"`
	State        LeadState      `json:"state"`
	Owner        AgentID        `json:"owner,omitempty"`
	Note         string         `json:"note,omitempty"`
}

// LeadState is how far a lead came.
type LeadState string

const (
	NewLead       LeadState = "new"
	ContactedLead LeadState = "contacted"
	QualifiedLead LeadState = "qualified"
	JunkLead      LeadState = "junk"
)

// LeadStates are all of them.
var LeadStates = []LeadState{NewLead, ContactedLead, QualifiedLead, JunkLead}

// LeadTomb is how long nothing comes in the place of a lead that was erased: longer than a call that was under way.
const LeadTomb = 3 * 24 * time.Hour

// maxLeadNote is the most bytes of a note, so that a lead's row stays within one write unit.
const maxLeadNote = 500

// LeadOf is the lead of a visit, of a goal or by hand.
func LeadOf(s *Visit) Lead {
	return Lead{
		Visit: s.ID, Visitor: s.Visitor, Conversation: s.ConversationKey().ID, Source: s.Source, Bot: s.Bot, State: NewLead,
	}
}

// With is a lead with the worth that a goal has now, nil for none any more. A lead that a person made, or whose
// value one set, stays.
func (l Lead) With(goal *VisitGoal) Lead {
	if l.By != "" || l.Set {
		return l
	}
	l.Verified, l.Value, l.Currency = false, 0, ""
	if goal != nil {
		l.Goal, l.Verified, l.Value, l.Currency = goal.Name, goal.Sure(), goal.Value, goal.Currency
	}
	return l
}

// Sure tells whether the worth is more than the claim of a page: a server or the chat told it, or one of the team.
func (l *Lead) Sure() bool { return l.Verified || l.By != "" || l.Set }

// LeadGoal is the first goal of a visit that makes a lead, by the goals of its tenant; nil if there is none.
func (t *Tenant) LeadGoal(s *Visit) *VisitGoal {
	for i, g := range s.Goals {
		if known, ok := t.goal(g.Name); ok && known.Lead {
			return &s.Goals[i]
		}
	}
	return nil
}

// Check trims what a person typed, and returns all faults, each at its field.
func (l *Lead) Check() error {
	all := Faults{}
	l.Note, l.Currency = strings.TrimSpace(l.Note), strings.ToUpper(strings.TrimSpace(l.Currency))
	all.Wrong(!slices.Contains(LeadStates, l.State), "state", "bad_state", "A lead is new, contacted, qualified or junk.")
	all.Wrong(len(l.Note) > maxLeadNote || !utf8.ValidString(l.Note), "note", "note_long",
		"This note is too long. It may have some 500 letters; fewer in other scripts.")
	worth := l.Value >= 0 && l.Value <= 1e9 && !math.IsNaN(l.Value)
	all.Wrong(!worth, "value", "bad_value", "A value is a number from 0 to a thousand million.")
	all.Wrong(l.Value > 0 && len(l.Currency) != 3, "currency", "bad_currency",
		"Choose the currency of the value, as three letters: EUR.")
	return all.Err()
}
