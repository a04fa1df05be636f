package factcheck

import (
	"slices"
	"strings"
)

// In the passage's own language an answer is made of the passage's sentences: any of them, in any order, each whole and
// in its words. A part of a sentence may be its condition, whatever words say so, and a comma may part it from another
// fact; so nothing that matters is left out, added or moved, and the clauses keep their bounds.

// matter are the tokens of a text that say something.
func matter(all []token, l *lexicon) (kept []token) {
	for _, sentence := range split(all, bySentence) {
		for i := range sentence {
			answer := i == 0 && (len(sentence) == 1 || apart(sentence, 1)) && sentence[i].says("yes", "", false)
			if !answer && !sentence[i].idle(l) || len(sentence) == 1 { // "Yes." alone tells something
				kept = append(kept, sentence[i])
			}
		}
	}
	return kept
}

// idle tells whether a token may come and go: an article, the unit of a figure.
func (t *token) idle(l *lexicon) bool {
	if t.figure() || t.link != "" {
		return false
	}
	if t.taken {
		return !t.spans()
	}
	word := strings.ToLower(t.raw) // accents tell words apart: si and sí
	return l.common[word] && folded(word) == t.text && t.unsure()
}

// unsure tells whether a word surely means nothing that the lexicon knows.
func (t *token) unsure() bool {
	return !slices.ContainsFunc(t.means, func(m meaning) bool { return !m.weak })
}

// same tells whether two tokens of one language say the same.
func same(a, b *token) bool {
	switch {
	case a.figure() || b.figure():
		return a.number == b.number && a.unit == b.unit
	case a.link != "" || b.link != "":
		return a.link == b.link
	case a.taken && b.taken && a.spans() && b.spans():
		return true
	case a.text == b.text: // the folded forms of si and sí are one
		return strings.EqualFold(a.raw, b.raw) || !isLatin(a.raw)
	}
	return slices.ContainsFunc(a.means, func(m meaning) bool {
		inflected := m.class == "flat" || m.concept() && alike(a.text, b.text)
		return inflected && !m.weak && b.says(m.class, m.name, false)
	})
}

// close judges a text in the passage's language.
func (p *passage) close(said []token, so *far) *Fault {
	l := lexicons()[p.language]
	if len(said) == 0 {
		return &Fault{Nothing, ""}
	}
	theirs := [][]token{}
	for _, s := range p.sentences {
		theirs = append(theirs, matter(s, l))
	}
	for _, sentence := range split(said, bySentence) {
		ours := matter(sentence, l)
		if len(ours) == 0 {
			return &Fault{Nothing, sentence[0].raw}
		}
		next, said := far{}, false
		for k := range theirs {
			if repeats(ours, theirs[k]) {
				if said = true; so.allows(p, k, leans(sentence, p.language)) {
					next.add(p, k)
				}
			}
		}
		switch {
		case !said:
			return wrong(ours, theirs)
		case next.of == nil:
			return &Fault{Binding, ours[0].raw}
		}
		*so = next
	}
	return nil
}

// repeats tells whether some words are those of a sentence, of which a clause may have moved to the front or the end.
func repeats(ours, sentence []token) bool {
	for i := range sentence {
		if (i == 0 || apart(sentence, i)) && equal(ours, slices.Concat(sentence[i:], sentence[:i])) {
			return true
		}
	}
	return false
}

// apart tells whether a bound of clauses stands before the token at i.
func apart(all []token, i int) bool { return all[i].clause != all[i-1].clause }

func equal(ours, theirs []token) bool {
	if len(ours) != len(theirs) {
		return false
	}
	for i := range ours {
		if !same(&ours[i], &theirs[i]) || i > 0 && apart(ours, i) != apart(theirs, i) {
			return false
		}
	}
	return true
}

// wrong names the fault of a sentence that the passage does not have.
func wrong(ours []token, theirs [][]token) *Fault {
	all := slices.Concat(theirs...)
	for i := range ours {
		if !slices.ContainsFunc(all, func(o token) bool { return same(&ours[i], &o) }) {
			return &Fault{kindOf(&ours[i]), ours[i].raw}
		}
	}
	for _, sentence := range theirs {
		in := func(t token) bool {
			return slices.ContainsFunc(sentence, func(o token) bool { return same(&t, &o) })
		}
		if len(ours) < len(sentence) && !slices.ContainsFunc(ours, func(t token) bool { return !in(t) }) {
			return &Fault{Limit, ours[0].raw}
		}
	}
	return &Fault{Binding, ours[0].raw}
}

// kindOf is the kind of fault of a token that the passage does not have.
func kindOf(t *token) Kind {
	switch {
	case t.figure():
		return Figure
	case t.link != "":
		return Link
	case t.says("neg", "", false):
		return Denial
	}
	return Words
}
