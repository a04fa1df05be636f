package bot

import "testing"

// A text is foreign if nothing is worded in its language. A text that does not tell its language is not.
func TestAForeignLanguage(t *testing.T) {
	knows := func(wordings ...string) *Matcher {
		entries := []Entry{}
		for _, w := range wordings {
			entries = append(entries, Entry{ID: w, Question: w})
		}
		return NewMatcher(entries)
	}
	english := knows("When do you open?", "What is the price of a room?")
	for _, c := range []struct {
		known *Matcher
		text  string
		want  bool
	}{
		{english, "what is the address of the shop", false},
		{english, "wann habt ihr am sonntag offen und was kostet das", true},
		{english, "متى تفتحون", true},
		{english, "周末营业吗", true},
		{english, "когда вы открыты", true},
		{english, "wifi", false},
		{knows("متى تفتحون", "周末营业吗"), "周末可以停车吗", false},
		{knows("متى تفتحون"), "what is the price of it", true},
		{knows(), "周末营业吗", false},
	} {
		if got := c.known.foreign(c.text); got != c.want {
			t.Errorf("%q: foreign is %v", c.text, got)
		}
	}
}
