package bot

import (
	"encoding/json"
	"os"
	"testing"
	"time"
)

type asking struct {
	Text, Lang, Want string
	Held             bool
}

// The matcher is tested with a hundred questions that were written before it: sixty have an answer,
// in other words than the entries'; forty have none. The held-out half was not used to choose the
// threshold.
func TestTheThresholdHoldsForAHundredQuestions(t *testing.T) {
	var entries []Entry
	var questions []asking
	for name, into := range map[string]any{"testdata/knowledge.json": &entries, "testdata/questions.json": &questions} {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatal(err)
		}
	}
	m := NewMatcher(entries)
	for _, half := range []struct {
		name string
		in   func(asking) bool
	}{
		{"all", func(asking) bool { return true }},
		{"tuned", func(q asking) bool { return !q.Held }},
		{"held", func(q asking) bool { return q.Held }},
	} {
		var asked, answerable, right, wrong int
		for _, q := range questions {
			if !half.in(q) {
				continue
			}
			asked++
			if q.Want != "" {
				answerable++
			}
			found := m.Match(q.Text, time.Time{})
			entry, score := found.Entry, found.Score
			switch {
			case entry != nil && entry.ID == q.Want:
				right++
			case entry != nil:
				wrong++
			}
			if half.name == os.Getenv("SHOW") && (entry == nil) != (q.Want == "") ||
				(half.name == os.Getenv("SHOW") && entry != nil && entry.ID != q.Want) {
				id := ""
				if entry != nil {
					id = entry.ID
				}
				t.Logf("%.2f got %q want %q: %s %v", score, id, q.Want, q.Text, stems(q.Text))
			}
		}
		t.Logf("%s: %d of %d answerable right, %d of %d answered wrong", half.name, right, answerable, wrong, asked)
		if right*100 < 80*answerable || wrong*100 > 5*asked {
			t.Errorf("%s: too few right or too many wrong", half.name)
		}
	}
}
