package factcheck

import "slices"

// concepts finds a claim or a condition that one text has and the other has not, or a thing for another.
func concepts(a, b []token) *Fault {
	ours, theirs := lacking(a, b), lacking(b, a)
	switch {
	case ours.claim != nil:
		return &Fault{Claim, ours.claim.raw}
	case theirs.claim != nil:
		return &Fault{Limit, theirs.claim.raw}
	case ours.thing != nil && theirs.thing != nil:
		return &Fault{Binding, ours.thing.raw}
	}
	if t := opposed(a, b); t != nil {
		return &Fault{Claim, t.raw}
	}
	return nil
}

// opposites are pairs of which a sentence seldom has both.
var opposites = [][2]string{
	{"open", "closed"},
	{"before", "after"},
	{"include", "exclude"},
	{"inside", "outside"},
	{"first", "last"},
	{"new", "used"},
	{"unused", "used"},
	{"all", "some"},
	{"more", "less"},
	{"morning", "evening"},
	{"discount", "extra"},
	{"cash", "card"},
	{"cash", "credit"},
	{"online", "phone"},
	{"immediately", "late"},
	{"can", "must"},
}

// opposed is a word of one text that surely says the opposite of what the other may say.
func opposed(a, b []token) *token {
	for _, pair := range [][2][]token{{a, b}, {b, a}} {
		for i := range pair[0] {
			for _, m := range pair[0][i].means {
				if m.class == "soft" && !m.weak && !says(pair[1], m) && says(pair[1], opposite(pair[1], m)) {
					return &pair[0][i]
				}
			}
		}
	}
	return nil
}

// opposite is the one of a meaning's opposites that a text may say, or no meaning.
func opposite(in []token, m meaning) meaning {
	for _, pair := range opposites {
		for i, name := range pair {
			if other := (meaning{class: "soft", name: pair[1-i]}); name == m.name && says(in, other) {
				return other
			}
		}
	}
	return meaning{class: "none"}
}

// says tells whether a text may have a meaning.
func says(all []token, m meaning) bool {
	return slices.ContainsFunc(all, func(t token) bool { return t.says(m.class, m.name, true) })
}

// lack is a claim and a thing of a text that another does not have.
type lack struct{ claim, thing *token }

func lacking(from, in []token) (l lack) {
	for i := range from {
		switch t := &from[i]; {
		case t.lacks(in, meaning.claims):
			l.claim = t
		case t.lacks(in, meaning.thing):
			l.thing = t
		}
	}
	return l
}

// lacks tells whether a token surely means something of a kind that a text does not say, in none of its senses.
func (t *token) lacks(in []token, kind func(meaning) bool) bool {
	sure := false
	for _, m := range t.means {
		if m.class == "unit" && (t.taken || t.figure() || len([]rune(t.text)) == 1) {
			continue
		}
		if says(in, m) {
			return false
		}
		sure = sure || !m.weak && kind(m)
	}
	return sure
}

// loose are claims that a translation may leave out or add: you can pay, pay.
var loose = []string{"can", "open", "all", "inside", "phone", "card", "email", "online", "new", "same"}

// claims tells whether both texts must have a meaning.
func (m meaning) claims() bool {
	return m.class == "guard" || m.class == "unit" && !counts(m.name) || m.class == "flat" && !bounding(m.name) ||
		m.class == "soft" && !slices.Contains(loose, m.name)
}

// thing tells whether a meaning is of a thing, or of a claim that may come and go but not for another.
func (m meaning) thing() bool {
	return m.class == "noun" || m.class == "soft" || m.class == "unit" && m.name == "person"
}

// counts tells whether a unit is a word of its own: the day of the visit.
func counts(unit string) bool {
	return dimension(unit) == "duration" || unit == "person" || unit == "point"
}

func bounding(name string) bool { return name == "atmost" || name == "atleast" || name == "unlessmore" }
