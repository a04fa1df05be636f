package promise

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The row of waits stays small enough for one write unit, whatever comes in whatever order and however often; and it
// has the latest.
func TestRecentWaitsAreTheLatestAndFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r Recent
		var all []Wait
		for range rapid.IntRange(0, 100).Draw(t, "n") {
			from := monday.Add(time.Duration(rapid.IntRange(0, 1e6).Draw(t, "from")) * time.Millisecond).UTC()
			w := Wait{from, from.Add(time.Duration(rapid.IntRange(0, 1e5).Draw(t, "long")) * time.Second)}
			r.Add(w)
			r.Add(w) // it is told again
			all = append(all, w)
		}
		raw, err := json.Marshal(r)
		if err != nil || len(raw) > 900 {
			t.Fatalf("%d bytes, %v", len(raw), err)
		}
		var again Recent
		if err := json.Unmarshal(raw, &again); err != nil || !reflect.DeepEqual(r, again) {
			t.Fatalf("%v %+v %+v", err, r, again)
		}
		slices.SortFunc(all, func(a, b Wait) int { return b.Ended.Compare(a.Ended) })
		for _, w := range all[:min(len(all), Kept)] {
			if w.Ended.After(r.Waits[0].Ended) && !slices.Contains(r.Waits, w) {
				t.Fatalf("%+v is missing", w)
			}
		}
	})
}

// Waits that a quick agent ends in the same second are all counted.
func TestWaitsOfOneSecondAreAllCounted(t *testing.T) {
	var r Recent
	for n := range 4 {
		from := monday.Add(time.Duration(n) * 100 * time.Millisecond)
		r.Add(Wait{from, from.Add(50 * time.Millisecond)})
	}
	if len(r.Waits) != 4 {
		t.Errorf("%d of 4 waits are counted", len(r.Waits))
	}
}
