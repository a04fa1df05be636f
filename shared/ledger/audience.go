package ledger

import "github.com/botifire/livechat/shared/chat"

// Reached is how many of a team's audience were reached, and how many others. Values that are unknown are in neither.
type Reached struct {
	Inside  Sums `json:"inside"`
	Outside Sums `json:"outside"`
	Unknown Sums `json:"unknown"`
}

// reached parts the sums of a dimension by the audience; nil if that says nothing about it. Values that a day does not
// tell apart are unknown.
func reached(audience *chat.Audience, by string, values map[string]Sums) *Reached {
	if !audience.Bounds(by) {
		return nil
	}
	r := &Reached{Sums{}, Sums{}, Sums{}}
	for value, sums := range values {
		to := r.Outside
		switch {
		case value == "" || value == Others:
			to = r.Unknown
		case audience.Has(by, value):
			to = r.Inside
		}
		to.Add(sums)
	}
	return r
}
