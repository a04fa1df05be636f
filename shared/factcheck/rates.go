package factcheck

import (
	"slices"
	"sync"
	"unicode/utf8"
)

// A price is for something: a day, a person, a room. Such a denominator belongs to its figure.

// rates finds a denominator, or one of a unit, that one text has and the other does not speak of.
func rates(a, b []token) *Fault {
	for _, pair := range [][2][]token{{a, b}, {b, a}} {
		for i := range pair[0] {
			t := &pair[0][i]
			name := rated(pair[0], i)
			if name == "" || !t.one() && !behindFigure(pair[0], i) {
				continue
			}
			if !slices.ContainsFunc(indices(pair[1]), func(j int) bool { return rated(pair[1], j) == name }) {
				return &Fault{Figure, t.raw}
			}
		}
	}
	return nil
}

// one tells whether a token is a figure that may be said without its number: a day.
func (t *token) one() bool { return t.number == "1" && dimension(t.unit) == "duration" }

var adverbs = map[string]string{"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}

var per = sync.OnceValue(func() []string { return words("per pro je por par لكل प्रति") })

// rated is the unit, or the thing behind a per, for which a figure may be.
func rated(all []token, i int) string {
	t := &all[i]
	if t.one() {
		return t.unit
	}
	for _, m := range t.means {
		switch {
		case m.class == "unit" && !t.taken && !t.figure() && utf8.RuneCountInString(t.text) > 1:
			return m.name
		case m.class == "noun" && adverbs[m.name] != "":
			return adverbs[m.name]
		case m.class == "noun" && i > 0 && slices.Contains(per(), all[i-1].text):
			return m.name
		}
	}
	return ""
}

// behindFigure tells whether a figure stands shortly before a token.
func behindFigure(all []token, i int) bool {
	return slices.ContainsFunc(all[max(0, i-3):i], func(t token) bool { return t.figure() && t.clause == all[i].clause })
}

func indices(all []token) (numbers []int) {
	for i := range all {
		numbers = append(numbers, i)
	}
	return numbers
}
