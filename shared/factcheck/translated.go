package factcheck

import (
	"math"
	"slices"
)

// In another language than the passage's, words cannot be compared. Figures are told apart by their order, denials by
// the sentence that speaks of the same things, and both by the common things that the lexicon knows.

// translated judges a text in another language than the passage's.
func (p *passage) translated(said []token, places map[string]map[string]int) *Fault {
	if fault := p.ordered(said, places); fault != nil {
		return fault
	}
	if fault := p.prices(said); fault != nil {
		return fault
	}
	theirs := split(p.tokens, func(t *token) int { return t.sentence })
	ours := split(said, func(t *token) int { return t.sentence })
	for i, sentence := range ours {
		at := nearest(sentence, theirs, float64(i)/float64(len(ours)), len(ours) == len(theirs))
		if turned(sentence, theirs, at, len(ours)) || len(ours) == len(theirs) && at == i && clausesDenied(sentence) !=
			clausesDenied(theirs[at]) {
			return &Fault{Denial, sentence[0].raw}
		}
		if fault := p.apart(sentence, theirs); fault != nil {
			return fault
		}
	}
	return nil
}

func clausesDenied(sentence []token) (n int) {
	for _, c := range split(sentence, func(t *token) int { return t.clause }) {
		if denied(c) {
			n++
		}
	}
	return n
}

// dimension is the kind of a unit: figures of one kind can be taken for each other.
func dimension(unit string) string {
	switch unit {
	case "eur", "usd", "gbp", "chf", "brl", "inr", "aed", "sar", "cent", "jpy":
		return "money"
	case "second", "minute", "hour", "day", "workday", "night", "week", "month", "year":
		return "duration"
	case "mm", "cm", "m", "km", "mile", "inch":
		return "length"
	}
	return unit
}

// ordered finds a figure that comes before one of its kind, and behind it in the passage.
func (p *passage) ordered(said []token, places map[string]map[string]int) *Fault {
	if places[p.name] == nil {
		places[p.name] = map[string]int{}
	}
	come := places[p.name]
	for i := range said {
		t := &said[i]
		if !t.figure() {
			continue
		}
		kind := dimension(t.unit)
		at := -1
		for _, place := range p.at(t) {
			if (place >= come[kind] || t.brackets && place+1 == come[kind]) && at < 0 {
				at = place
			}
		}
		if at < 0 {
			return &Fault{Order, t.raw}
		}
		come[kind] = at + 1
	}
	return nil
}

// prices finds a price that is a bound on one side only, if the passage has another with which it can change places.
func (p *passage) prices(said []token) *Fault {
	prices := map[string]bool{}
	for _, t := range p.tokens {
		if dimension(t.unit) == "money" {
			prices[t.number] = true
		}
	}
	for i := range said {
		if dimension(said[i].unit) != "money" || len(prices) < 2 || inRange(said, i) {
			continue
		}
		sure, perhaps := boundAt(said, i)
		if !slices.ContainsFunc(p.at(&said[i]), func(at int) bool {
			surely, maybe := boundAt(p.tokens, at)
			return sure&^maybe == 0 && surely&^perhaps == 0 && (perhaps == 0) == (maybe == 0)
		}) {
			return &Fault{Bound, said[i].raw}
		}
	}
	return nil
}

// inRange tells whether the figure at i is an end of a range.
func inRange(all []token, i int) bool {
	for j := max(0, i-3); j < i; j++ {
		if all[j].figure() && ranges(all, j) == i {
			return true
		}
	}
	return ranges(all, i) >= 0
}

// nearest is the sentence of the passage that speaks of the same things and stands about as far from the start. even
// tells that both texts have as many sentences.
func nearest(said []token, theirs [][]token, far float64, even bool) int {
	best, most := 0, -1.0
	for i, s := range theirs {
		near := 1 - math.Abs(float64(i)/float64(len(theirs))-far)
		score := float64(shared(said, s)) + near/2
		if even && near == 1 {
			score++
		}
		if score > most {
			best, most = i, score
		}
	}
	return best
}

// turned tells whether a sentence denies the statement of the passage, or the other way round. A translation may join
// two sentences, or make two of one.
func turned(said []token, theirs [][]token, at, ours int) bool {
	switch is, was := denied(said), denied(theirs[at]); {
	case is == was:
		return false
	case is && ours < len(theirs):
		return at+1 == len(theirs) || !denied(theirs[at+1]) || slices.ContainsFunc(
			split(said, func(t *token) int { return t.clause }), func(c []token) bool {
				return denied(c) && shared(c, theirs[at]) > shared(c, theirs[at+1])
			})
	case was && ours > len(theirs):
		return slices.ContainsFunc(split(theirs[at], func(t *token) int { return t.clause }), func(c []token) bool {
			return denied(c) && shared(said, c) > 0
		})
	}
	return true
}

// shared is how many facts and things two sentences have in common.
func shared(a, b []token) (n int) {
	for i := range a {
		for j := range b {
			if joint(&a[i], &b[j]) {
				n++
				break
			}
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
	for _, m := range a.means {
		if m.concept() && b.says(m.class, m.name, true) {
			return true
		}
	}
	return false
}

// apart finds a figure that the passage says of another thing: the sentence names a thing of another clause, and none
// of the figure's own; or one that only a clause with a rival of the figure has.
func (p *passage) apart(said []token, theirs [][]token) *Fault {
	for _, clause := range split(said, func(t *token) int { return t.clause }) {
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
