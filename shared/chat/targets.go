package chat

import "time"

// Targets are a tenant's goals for the first word of a person in a case: the minutes within opening hours in which a
// customer who waits gets it, by the queue in which they wait. 0 is no goal.
type Targets struct {
	Team   int `json:"team,omitempty"`   // for nobody in particular
	Person int `json:"person,omitempty"` // for the person who has the conversation
}

// MaxTarget is the longest target, in minutes: a week of days of eight hours, and a bit.
const MaxTarget = 48 * 60

// Check refuses targets outside their bounds, at the field.
func (g Targets) Check() error {
	f := Faults{}
	for field, minutes := range map[string]int{"targets/team": g.Team, "targets/person": g.Person} {
		f.Wrong(minutes < 0 || minutes > MaxTarget, field, "bad_target", "Choose from 0 to %d minutes.", MaxTarget)
	}
	return f.Err()
}

// of is the target of the queue in which a conversation's customer waits.
func (g Targets) of(h *Head) time.Duration {
	if h.Owner == OwnerAgent {
		return time.Duration(g.Person) * time.Minute
	}
	return time.Duration(g.Team) * time.Minute
}

// TargetOf is by when the customer of a conversation is to get a person's first word in the case, zero if they have had
// it, do not wait, or there is no target. It follows the settings and the owner as they are now, so nothing is stored.
func (t *Tenant) TargetOf(b Bot, h *Head) time.Time {
	since, within := h.Waits(), t.Targets.of(h)
	if since.IsZero() || within == 0 || !h.Answered.Before(h.CaseBegan) {
		return time.Time{}
	}
	hours := t.HoursOf(b)
	due, known := hours.After(since, within)
	if !known {
		return time.Time{}
	}
	return due
}
