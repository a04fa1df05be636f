package factcheck

import "slices"

// In another language than the passage's, words cannot be compared. There each sentence of an answer, or two of them,
// must tell the same as one of the passage, or as two that follow each other, in all that the lexicon knows of both:
// figures in their order, denials, conditions, days, places, things. It cannot see the rest.

// translated judges a text in another language than the passage's.
func (p *passage) translated(language string, said []token, so *far) *Fault {
	t := &translation{language: language, ours: split(said, bySentence), theirs: p.sentences, p: p}
	t.reached = make([]far, len(t.ours)+1)
	t.reached[0] = *so
	for i := range t.ours {
		if i == 0 || t.reached[i].of != nil {
			t.follow(i)
		}
	}
	if last := t.reached[len(t.ours)]; last.of != nil {
		*so = last
		return nil
	}
	return t.fault()
}

// mostWords is how many words and figures a sentence may have, so that the time which the check takes is bounded.
const mostWords = 300

// translation is a text and a passage whose sentences are to be matched.
type translation struct {
	language     string // of ours
	p            *passage
	ours, theirs [][]token
	reached      []far // before each sentence of ours, where the ones before it may stand in the passage
}

// follow matches the sentence at i with all of the passage behind which it may stand: one with one or two, or two with
// one.
func (t *translation) follow(i int) {
	leaning := leans(t.ours[i], t.language)
	for k := range t.theirs {
		for _, n := range [][2]int{{1, 1}, {1, 2}, {2, 1}} {
			if t.reached[i].allows(t.p, k, leaning) && t.matches(i, n[0], k, n[1]) {
				t.reached[i+n[0]].add(t.p, k+n[1]-1)
			}
		}
	}
}

// matches tells whether n sentences of ours match m of theirs.
func (t *translation) matches(i, n, k, m int) bool {
	if i+n > len(t.ours) || k+m > len(t.theirs) {
		return false
	}
	ours, theirs := slices.Concat(t.ours[i:i+n]...), slices.Concat(t.theirs[k:k+m]...)
	if max(len(ours), len(theirs)) > mostWords {
		return false
	}
	for _, sentence := range t.ours[i : i+n] {
		if !speakOfOne(sentence, theirs) {
			return false
		}
	}
	return t.differ(ours, theirs) == nil
}

// speakOfOne tells whether two texts have a fact or a thing in common, or both are a yes or denied. A sentence of which
// the lexicon knows nothing that the passage has cannot be judged.
func speakOfOne(a, b []token) bool {
	return shared(a, b) > 0 || denied(a) && denied(b) || answerAt(a, 0) != 0 && answerAt(a, 0) == answerAt(b, 0)
}

// fault is that of the first sentence that has none like it, against the one that has most in common with it.
func (t *translation) fault() *Fault {
	at := 0
	for i := range t.ours {
		if t.reached[i].of != nil {
			at = i
		}
	}
	best, most := t.theirs[0], -1
	for _, s := range t.theirs {
		if n := shared(t.ours[at], s); n > most {
			best, most = s, n
		}
	}
	if max(len(t.ours[at]), len(best)) > mostWords {
		return &Fault{Words, t.ours[at][0].raw}
	}
	if fault := t.differ(t.ours[at], best); fault != nil {
		return fault
	}
	return &Fault{Binding, t.ours[at][0].raw}
}

// differ finds a fact that one of two texts has and the other has not.
func (t *translation) differ(a, b []token) *Fault {
	for _, rule := range []func(a, b []token) *Fault{
		numerals, figures, rates, links, signs, denials, concepts, bounds, bindings, names,
		t.lengthsDiffer,
	} {
		if fault := rule(a, b); fault != nil {
			return fault
		}
	}
	return nil
}
