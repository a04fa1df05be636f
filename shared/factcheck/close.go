package factcheck

import "slices"

// In the passage's own language an answer keeps the passage's words: it may leave some out, join sentences and change
// their forms. So a word that the passage does not have, words of two facts in one clause, and words in another order
// are faults.

// matter are the tokens of a text that say something.
func matter(all []token, by []*lexicon) (kept []token) {
	for _, t := range all {
		if t.figure() || t.link != "" || (t.text != "" && !t.idle(by)) {
			kept = append(kept, t)
		}
	}
	return kept
}

// idle tells whether a word carries no fact.
func (t *token) idle(by []*lexicon) bool {
	if len(t.means) > 0 && !t.means[0].concept() {
		return t.means[0].class != "unit" || t.taken // a figure's unit, a denial, a yes
	}
	common := slices.ContainsFunc(by, func(l *lexicon) bool { return l.isCommon(t.text) })
	return common && (len(t.means) == 0 || t.means[0].weak)
}

// same tells whether two tokens say the same.
func same(a, b *token) bool {
	if a.figure() || b.figure() {
		return a.number == b.number && a.unit == b.unit
	}
	if a.link != "" || b.link != "" {
		return a.link == b.link
	}
	if alike(a.text, b.text) {
		return true
	}
	for _, m := range a.means {
		if m.class != "neg" && b.says(m.class, m.name, true) {
			return true
		}
	}
	return false
}

// echoed tells whether most words of a text stand in the passage: then it is in its language, whatever it says.
func (p *passage) echoed(said []token, by []*lexicon) bool {
	found, all := 0, 0
	for _, t := range matter(said, by) {
		if t.text == "" || len(t.means) > 0 {
			continue
		}
		all++
		if slices.ContainsFunc(p.tokens, func(o token) bool { return o.text == t.text }) {
			found++
		}
	}
	return all > 2 && found*3 > all*2
}

// close judges a text in the passage's language, clause by clause.
func (p *passage) close(said []token, by []*lexicon) *Fault {
	for _, clause := range split(said, func(t *token) int { return t.clause }) {
		words := matter(clause, by)
		for i := range words {
			if !slices.ContainsFunc(p.tokens, func(o token) bool { return same(&words[i], &o) }) &&
				(!words[i].figure() || len(p.at(&words[i])) == 0) {
				return &Fault{Words, words[i].raw}
			}
		}
		if fault := p.clause(clause, words); fault != nil {
			return fault
		}
	}
	return nil
}

func split(all []token, by func(*token) int) (parts [][]token) {
	for i := range all {
		if i == 0 || by(&all[i]) != by(&all[i-1]) {
			parts = append(parts, nil)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], all[i])
	}
	return parts
}

// clause judges one clause: there must be a sentence of the passage that says it.
func (p *passage) clause(clause, words []token) *Fault {
	if len(words) == 0 {
		if denied(clause) && !denied(p.tokens) {
			return &Fault{Denial, clause[0].raw}
		}
		return nil
	}
	fault := &Fault{Binding, words[len(words)-1].raw}
	for _, sentence := range split(p.tokens, func(t *token) int { return t.sentence }) {
		for _, home := range split(sentence, func(t *token) int { return t.clause }) {
			places, all := placed(words, sentence, home[0].clause)
			if !all {
				break
			}
			if fault = p.said(clause, words, sentence, places); fault == nil {
				return nil
			}
		}
	}
	return fault
}

// placed finds each word in a sentence: in one of its clauses if it stands there, and as near behind the word before as
// possible.
func placed(words, sentence []token, home int) (places []int, all bool) {
	last := -1
	for i := range words {
		at, best := -1, 0
		for j := range sentence {
			if !same(&words[i], &sentence[j]) {
				continue
			}
			worth := 1
			if j > last {
				worth++
			}
			if sentence[j].clause == home {
				worth += 2
			}
			if worth > best {
				at, best = j, worth
			}
		}
		if at < 0 {
			return nil, false
		}
		places, last = append(places, at), at
	}
	return places, true
}

// said judges a clause against the sentence that has all its words.
func (p *passage) said(clause, words, sentence []token, places []int) *Fault {
	if !inOrder(places) {
		return &Fault{Order, words[0].raw}
	}
	if !p.agrees(clause) {
		return &Fault{Denial, clause[0].raw}
	}
	if !together(words, sentence, places) {
		return &Fault{Binding, words[0].raw}
	}
	for i := range words {
		if words[i].figure() && bindsElsewhere(words, sentence, places, i) {
			return &Fault{Binding, words[i].raw}
		}
		if words[i].figure() && boundLeft(clause, &words[i], sentence, places[i]) {
			return &Fault{Limit, words[i].raw}
		}
	}
	if left := leftOut(words, sentence, places); left != "" {
		return &Fault{Limit, left}
	}
	return nil
}

// inOrder tells whether places rise, but for one part that moved whole: to the front or to the end.
func inOrder(places []int) bool {
	falls := 0
	for i := 1; i < len(places); i++ {
		if places[i] < places[i-1] {
			falls++
		}
	}
	return falls == 0 || (falls == 1 && places[len(places)-1] <= places[0])
}

func denied(all []token) bool {
	return slices.ContainsFunc(all, func(t token) bool { return t.says("neg", "", false) || t.says("no", "", false) })
}

// agrees tells whether a clause is denied as often as the clause of the passage that is most like it.
func (p *passage) agrees(clause []token) bool {
	most, agreed := 0, true
	for _, c := range split(p.tokens, func(t *token) int { return t.clause }) {
		n := 0
		for i := range clause {
			if slices.ContainsFunc(c, func(o token) bool { return same(&clause[i], &o) }) {
				n++
			}
		}
		agrees := denials(c) == denials(clause) || (n < len(clause) && denied(c) == denied(clause))
		switch score := n*100 - len(c); {
		case n == 0:
		case score > most:
			most, agreed = score, agrees
		case score == most:
			agreed = agreed || agrees
		}
	}
	return agreed
}

func denials(all []token) (n int) {
	for i := range all {
		if denied(all[i : i+1]) {
			n++
		}
	}
	return n
}

// together tells whether the figures of a clause stand in one clause of the sentence.
func together(words, sentence []token, places []int) bool {
	in, last := -1, -1
	for i := range words {
		if !words[i].figure() {
			continue
		}
		at := sentence[places[i]]
		if in >= 0 && at.clause != in || places[i] == last {
			return false
		}
		in, last = at.clause, places[i]
	}
	return true
}

// bindsElsewhere tells whether a word of the clause belongs to another figure of the kind of the one at i: it stands in
// that one's clause and not in this one's.
func bindsElsewhere(words, sentence []token, places []int, i int) bool {
	own := sentence[places[i]].clause
	for j := range words {
		if j == i || words[j].figure() || sentence[places[j]].clause == own || inClause(&words[j], sentence, own) {
			continue
		}
		other := sentence[places[j]].clause
		if slices.ContainsFunc(sentence, func(o token) bool { return o.clause == other && rivals(&o, &words[i]) }) {
			return true
		}
	}
	return false
}

// rivals tells whether two figures can be taken for each other.
func rivals(a, b *token) bool {
	return a.figure() && b.figure() && dimension(a.unit) == dimension(b.unit) && a.number != b.number
}

func inClause(t *token, sentence []token, clause int) bool {
	return slices.ContainsFunc(sentence, func(o token) bool { return o.clause == clause && same(t, &o) })
}

// boundLeft tells whether a figure is surely a bound in the sentence and nothing of the kind in the clause.
func boundLeft(clause []token, t *token, sentence []token, at int) bool {
	sure, _ := boundAt(sentence, at)
	for i := range clause {
		if clause[i].figure() && clause[i].number == t.number && clause[i].unit == t.unit {
			_, perhaps := boundAt(clause, i)
			return sure&^perhaps != 0
		}
	}
	return false
}

// leftOut is a condition of the sentence that was left out between two words of the clause: unused items.
func leftOut(words, sentence []token, places []int) string {
	for i := 1; i < len(places); i++ {
		from, to := places[i-1], places[i]
		if from >= to || sentence[from].clause != sentence[to].clause {
			continue
		}
		for j := from + 1; j < to; j++ {
			o := &sentence[j]
			if (o.says("guard", "", false) || o.says("soft", "", false)) && !slices.ContainsFunc(words, func(t token) bool {
				return same(&t, o)
			}) && !o.says("soft", "can", true) {
				return o.raw
			}
		}
	}
	return ""
}
