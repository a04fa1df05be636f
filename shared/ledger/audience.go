package ledger

import "github.com/botifire/livechat/shared/chat"

// Reached is how many of a team's audience were reached, and how many others. Values that are unknown are in neither.
type Reached struct {
	Inside  Sums `json:"inside"`
	Outside Sums `json:"outside"`
	Unknown Sums `json:"unknown"`
	Few     bool `json:"few,omitempty"` // so few are inside or outside that neither is told: it would point at somebody
}

// aims parts the figures by the audience, in the dimensions for which there is one.
func (f *Figures) aims(audience *chat.Audience, targets []string, by map[string]map[string]Sums) {
	f.Audience = map[string]*Reached{}
	for _, name := range targets {
		f.Audience[name] = reached(audience, name, by[name])
	}
}

// reached parts the sums of a dimension by the audience. Whoever takes the table's rows from a side of places knows its
// part of those without a row: neither side is told if that is few visits, or the whole.
func reached(audience *chat.Audience, by string, values map[string]Sums) *Reached {
	r := parted(audience, by, values)
	if r.Few = isPlace(by) && (r.tellsFew() || parted(audience, by, withoutRow(values)).tellsFew()); r.Few {
		r.Inside, r.Outside = Sums{}, Sums{}
	}
	return r
}

// parted parts the sums of a dimension by the audience. Values that a day does not tell apart are unknown.
func parted(audience *chat.Audience, by string, values map[string]Sums) *Reached {
	r := &Reached{Inside: Sums{}, Outside: Sums{}, Unknown: Sums{}}
	for value, sums := range values {
		to := r.Outside
		switch {
		case value == Erased:
			continue
		case value == "" || value == Others:
			to = r.Unknown
		case audience.Has(by, value):
			to = r.Inside
		}
		to.Add(sums)
	}
	return r
}

// tellsFew tells whether there are few on either side.
func (r *Reached) tellsFew() bool { return isFew(r.Inside) || isFew(r.Outside) }

// isFew tells whether sums are those of so few visits that they would point at somebody.
func isFew(s Sums) bool { return len(s) > 0 && s["visits"] < Few }
