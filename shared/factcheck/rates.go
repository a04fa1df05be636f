package factcheck

import (
	"slices"
	"sync"
	"unicode/utf8"
)

// A price is for something: a day, a person, a room. Such a denominator belongs to its figure.

// rates finds a denominator, or one of a unit, that the other text does not have or has for another figure.
func rates(a, b []token) *Fault {
	for _, pair := range [][2][]token{{a, b}, {b, a}} {
		for i := range pair[0] {
			t := &pair[0][i]
			name, of := rated(pair[0], i), figuresAround(pair[0], i)
			if name == "" || !t.one() && len(of) == 0 {
				continue
			}
			if !slices.ContainsFunc(indices(pair[1]), func(j int) bool {
				return rated(pair[1], j) == name && (len(of) == 0 || beside(pair[1], j, of))
			}) {
				return &Fault{Figure, t.raw}
			}
		}
	}
	return nil
}

// beside tells whether one of these figures stands in the clause of the token at j.
func beside(all []token, j int, figures []token) bool {
	return slices.ContainsFunc(all, func(o token) bool {
		return o.clause == all[j].clause && slices.ContainsFunc(figures, func(f token) bool {
			return f.number == o.number && f.unit == o.unit
		})
	})
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

// figuresAround are the figure shortly before a token in its clause and the one behind it, none if none is before.
func figuresAround(all []token, i int) (found []token) {
	for j := i - 1; j >= max(0, i-3) && all[j].clause == all[i].clause && len(found) == 0; j-- {
		if all[j].figure() {
			found = append(found, all[j])
		}
	}
	for j := i + 1; len(found) == 1 && j < min(len(all), i+3) && all[j].clause == all[i].clause; j++ {
		if all[j].figure() {
			found = append(found, all[j])
		}
	}
	return found
}

func indices(all []token) (numbers []int) {
	for i := range all {
		numbers = append(numbers, i)
	}
	return numbers
}
