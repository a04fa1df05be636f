package factcheck

import (
	"slices"
	"strings"
)

// dimension is the kind of a unit: figures of one kind can be taken for each other.
func dimension(unit string) string {
	switch unit {
	case "second", "minute", "hour", "day", "workday", "night", "week", "month", "year":
		return "duration"
	case "mm", "cm", "m", "km", "mile", "inch", "foot", "yard":
		return "length"
	case "mg", "g", "kg", "pound", "ounce", "tonne":
		return "weight"
	case "ml", "l", "gallon":
		return "volume"
	}
	if len(unit) == 3 || unit == "cent" || signUnit(unit) != "" {
		return "money"
	}
	return unit
}

// rivals tells whether two figures can be taken for each other.
func rivals(a, b *token) bool {
	return a.figure() && b.figure() && dimension(a.unit) == dimension(b.unit) && a.number != b.number
}

// figures finds a figure that two texts do not have at the same place among those of its kind.
func figures(a, b []token) *Fault {
	ours, theirs, come := counted(a), map[string][]token{}, map[string]int{}
	for _, t := range counted(b) {
		theirs[dimension(t.unit)] = append(theirs[dimension(t.unit)], t)
	}
	for _, t := range ours {
		kind := dimension(t.unit)
		at := come[kind]
		if at >= len(theirs[kind]) || theirs[kind][at].number != t.number || theirs[kind][at].unit != t.unit {
			return &Fault{Figure, strings.TrimSpace(t.raw + " " + t.unit)}
		}
		come[kind]++
	}
	for kind, all := range theirs {
		if come[kind] < len(all) {
			return &Fault{Limit, all[come[kind]].raw}
		}
	}
	return nil
}

// counted are the figures of a text but for one of a unit, which may be said without its number.
func counted(all []token) (kept []token) {
	for i := range all {
		if all[i].figure() && !all[i].repeats(all, i) && !all[i].one() {
			kept = append(kept, all[i].aged(all))
		}
	}
	return kept
}

// aged is a figure; one without a unit beside children is their age in years.
func (t token) aged(all []token) token {
	if t.unit == "" && slices.ContainsFunc(all, func(o token) bool {
		return o.clause == t.clause && o.says("guard", "child", false)
	}) {
		t.unit = "year"
	}
	return t
}

// repeats tells whether a figure in brackets says the one before it again.
func (t *token) repeats(all []token, i int) bool {
	return t.brackets && slices.ContainsFunc(all[max(0, i-3):i], func(o token) bool { return o.number == t.number })
}

// links finds an address that one text has and the other has not.
func links(a, b []token) *Fault { return bothWays(a, b, Link, func(t *token) string { return t.link }) }

// signs finds a sign.
func signs(a, b []token) *Fault {
	return bothWays(a, b, Language, func(t *token) string {
		if isSign(t.text) {
			return t.text
		}
		return ""
	})
}

func bothWays(a, b []token, kind Kind, of func(*token) string) *Fault {
	for _, pair := range [][2][]token{{a, b}, {b, a}} {
		for i := range pair[0] {
			key := of(&pair[0][i])
			if key != "" && !slices.ContainsFunc(pair[1], func(o token) bool { return of(&o) == key }) {
				return &Fault{kind, key}
			}
		}
	}
	return nil
}

func (t *token) denies() bool { return t.says("neg", "", false) || t.says("no", "", false) }

func denied(all []token) bool {
	return slices.ContainsFunc(all, func(t token) bool { return t.denies() })
}

// denials finds a text that is denied and one that is not, or a clause of things that the other text denies.
func denials(a, b []token) *Fault {
	if denied(a) != denied(b) {
		return &Fault{Denial, a[0].raw}
	}
	if !denied(a) {
		return nil
	}
	for _, c := range split(a, byClause) {
		most, agrees := 0, true
		for _, o := range split(b, byClause) {
			switch n := shared(c, o); {
			case n > most:
				most, agrees = n, denied(c) == denied(o)
			case n == most:
				agrees = agrees || denied(c) == denied(o)
			}
		}
		if !agrees {
			return &Fault{Denial, c[0].raw}
		}
	}
	return nil
}

// shared is how many facts and things two sentences have in common.
func shared(a, b []token) (n int) {
	for i := range a {
		if slices.ContainsFunc(b, func(o token) bool { return joint(&a[i], &o) }) {
			n++
		}
	}
	return n
}

// joint tells whether two tokens of different languages speak of the same.
func joint(a, b *token) bool {
	if a.figure() || b.figure() {
		return a.number == b.number && a.unit == b.unit
	}
	if a.link != "" || b.link != "" {
		return a.link == b.link
	}
	return slices.ContainsFunc(a.means, func(m meaning) bool {
		return m.concept() && b.says(m.class, m.name, true)
	})
}
