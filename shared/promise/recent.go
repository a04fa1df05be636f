package promise

import (
	"encoding/json"
	"slices"
	"time"
)

// Recent is the latest waits of a team, oldest first. It is one small row.
type Recent struct {
	Waits []Wait `json:"waits"`
}

// Add notes a wait that ended, and forgets the oldest ones. A wait that is noted again changes nothing.
func (r *Recent) Add(w Wait) {
	w = Wait{w.From.Truncate(time.Millisecond), w.Ended.Truncate(time.Millisecond)}
	if slices.ContainsFunc(r.Waits, func(had Wait) bool { return had.From.Equal(w.From) && had.Ended.Equal(w.Ended) }) {
		return
	}
	r.Waits = append(r.Waits, w)
	slices.SortFunc(r.Waits, func(a, b Wait) int { return a.Ended.Compare(b.Ended) })
	r.Waits = r.Waits[max(0, len(r.Waits)-Kept):]
}

// MarshalJSON writes a wait as two numbers, the milliseconds from 1970 to its beginning and from there to its end: 32
// of them fit one write unit, and two that a quick agent ends in the same second stay two.
func (w Wait) MarshalJSON() ([]byte, error) {
	return json.Marshal([2]int64{w.From.UnixMilli(), w.Ended.Sub(w.From).Milliseconds()})
}

// UnmarshalJSON reads these numbers.
func (w *Wait) UnmarshalJSON(raw []byte) error {
	var at [2]int64
	err := json.Unmarshal(raw, &at)
	*w = Wait{time.UnixMilli(at[0]).UTC(), time.UnixMilli(at[0] + at[1]).UTC()}
	return err
}
