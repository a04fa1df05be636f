package factcheck

import "slices"

// bindings finds a figure that the other text says of another thing: the clause names a thing of another clause, and
// none of the figure's own; or one that only a clause with a rival of the figure has.
func bindings(a, b []token) *Fault {
	theirs := split(b, bySentence)
	for _, clause := range split(a, byClause) {
		for i := range clause {
			if clause[i].figure() && ofAnother(&clause[i], clause, theirs) {
				return &Fault{Binding, clause[i].raw}
			}
		}
	}
	return nil
}

// ofAnother tells whether a figure of a clause belongs to other things in the sentences of a passage.
func ofAnother(t *token, clause []token, theirs [][]token) bool {
	own, near, other, rival, things := false, false, false, [][]token{}, []token{}
	for _, sentence := range theirs {
		has := slices.ContainsFunc(sentence, func(o token) bool { return joint(t, &o) })
		near = near || (has && (nouns(clause, sentence) > 0 || nouns(sentence, sentence) == 0))
		for _, c := range split(sentence, func(t *token) int { return t.clause }) {
			switch {
			case slices.ContainsFunc(c, func(o token) bool { return joint(t, &o) }):
				own = own || nouns(clause, c) > 0
				things = append(things, c...)
			case nouns(clause, c) == 0:
			case slices.ContainsFunc(c, func(o token) bool { return rivals(&o, t) }):
				rival = append(rival, c)
			default:
				other = true
			}
		}
	}
	if !own {
		return len(rival) > 0 || (other && !near)
	}
	both := slices.ContainsFunc(clause, func(o token) bool { return rivals(&o, t) })
	return !both && slices.ContainsFunc(rival, func(c []token) bool { return foreign(clause, c, things) })
}

// foreign tells whether a clause names a thing that another has, and that some tokens do not have.
func foreign(clause, other, tokens []token) bool {
	return slices.ContainsFunc(clause, func(t token) bool {
		one := []token{t}
		return nouns(one, other) > 0 && nouns(one, tokens) == 0
	})
}

// nouns is how many things two clauses have in common.
func nouns(a, b []token) (n int) {
	for i := range a {
		for _, m := range a[i].means {
			if m.class == "noun" && slices.ContainsFunc(b, func(o token) bool { return o.says("noun", m.name, true) }) {
				n++
			}
		}
	}
	return n
}
