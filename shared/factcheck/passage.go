package factcheck

import "slices"

// passage is a passage that was read.
type passage struct {
	language string
	text     string
	tokens   []token

	sentences [][]token
	leans     []bool // by sentence
}

func readPassage(p Passage) *passage {
	done := &passage{language: p.Language, text: p.Text}
	if l := lexicons()[p.Language]; l != nil {
		done.tokens = read(p.Text, l)
		done.sentences = split(done.tokens, bySentence)
	}
	for _, s := range done.sentences {
		done.leans = append(done.leans, leans(s, p.Language))
	}
	return done
}

// judge finds the first fault of a text against the passage, behind an answer so far, and tells whether the text says
// more than an opening.
func (p *passage) judge(language, text string, so *far) (tells bool, fault *Fault) {
	if !slices.Contains(Languages, p.language) {
		return false, &Fault{Language, p.language}
	}
	if len(p.tokens) == 0 {
		return false, &Fault{Nothing, p.text}
	}
	spoken := spokenIn(text, language)
	if fault := foreignTo(spoken, text); fault != nil {
		return false, fault
	}
	by := []*lexicon{lexicons()[language]}
	if spoken != language {
		by = append(by, lexicons()[spoken])
	}
	said := read(text, by...)
	if len(said) == 0 {
		return false, &Fault{Nothing, text}
	}
	if said = opened(said); len(said) == 0 {
		return false, nil
	}
	if fault := p.unknown(text, said, by, spoken); fault != nil {
		return true, fault
	}
	if fault := p.answers(said); fault != nil {
		return true, fault
	}
	if language == p.language || spoken == p.language || p.echoed(said) {
		return true, p.close(opened(read(text, lexicons()[p.language])), so)
	}
	return true, p.translated(spoken, said, so)
}

// echoed tells whether most words of a text stand in the passage: then it is in its language, whatever it says.
func (p *passage) echoed(said []token) bool {
	found, all := 0, 0
	for _, t := range said {
		if t.text == "" || len(t.means) > 0 {
			continue
		}
		all++
		if slices.ContainsFunc(p.tokens, func(o token) bool { return o.text == t.text }) {
			found++
		}
	}
	return all > 0 && found*3 > all*2
}

// answers finds a yes or a no that the passage does not give.
func (p *passage) answers(said []token) *Fault {
	for i := range said {
		if a := answerAt(said, i); a != 0 {
			held := false
			for at := range p.tokens {
				held = held || answerAt(p.tokens, at) == a
			}
			if !held {
				return &Fault{Denial, said[i].raw}
			}
		}
	}
	return nil
}

// answerAt is 1 for a yes and -1 for a no that stand for themselves: they begin a sentence and end a clause.
func answerAt(all []token, i int) int {
	alone := (i == 0 || all[i-1].sentence != all[i].sentence) && (i+1 == len(all) || all[i+1].clause != all[i].clause)
	switch {
	case !alone:
		return 0
	case all[i].says("yes", "", false):
		return 1
	case all[i].denies():
		return -1
	}
	return 0
}
