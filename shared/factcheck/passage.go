package factcheck

import (
	"slices"
	"strings"
)

// passage is a passage that was read.
type passage struct {
	name     string
	language string
	text     string
	tokens   []token
}

func readPassage(name string, p Passage) *passage {
	l := lexicons()[p.Language]
	if l == nil { // unknown refuses what cites it
		l = lexicons()["en"]
	}
	return &passage{name: name, language: p.Language, text: p.Text, tokens: read(p.Text, l)}
}

// judge finds the first fault of a text against the passage. places is how far each kind of figure has come.
func (p *passage) judge(language, text string, places map[string]map[string]int) *Fault {
	spoken := spokenIn(text, language)
	by := []*lexicon{lexicons()[language]}
	if spoken != language {
		by = append(by, lexicons()[spoken])
	}
	said := read(text, by...)
	if len(said) == 0 {
		return &Fault{Nothing, text}
	}
	if fault := p.unknown(text, said, by, spoken); fault != nil {
		return fault
	}
	for _, rule := range []func([]token) *Fault{p.addresses, p.figures, p.pairs, p.bounds, p.answers} {
		if fault := rule(said); fault != nil {
			return fault
		}
	}
	if fault := p.names(said, spoken); fault != nil {
		return fault
	}
	same := spoken == p.language || language == p.language || p.echoed(said, by)
	if fault := p.claims(said, !same); fault != nil {
		return fault
	}
	if same {
		return p.close(said, by)
	}
	return p.translated(said, places)
}

// addresses finds a link that the passage does not have.
func (p *passage) addresses(said []token) *Fault {
	for _, t := range said {
		if t.link != "" && !slices.ContainsFunc(p.tokens, func(o token) bool { return o.link == t.link }) {
			return &Fault{Link, t.raw}
		}
	}
	return nil
}

// figures finds a number with its unit that the passage does not have.
func (p *passage) figures(said []token) *Fault {
	for _, t := range said {
		if hidden := p.language == "ar" && t.number == "2" && t.text != ""; t.figure() && !hidden && len(p.at(&t)) == 0 {
			return &Fault{Figure, strings.TrimSpace(t.raw + " " + t.unit)}
		}
	}
	return nil
}

// pairs finds two figures that are a range in the text and none in the passage.
func (p *passage) pairs(said []token) *Fault {
	for i := range said {
		if !said[i].figure() {
			continue
		}
		j := ranges(said, i)
		if j < 0 {
			continue
		}
		if !slices.ContainsFunc(p.at(&said[i]), func(at int) bool {
			next := at + 1
			for next < len(p.tokens) && !p.tokens[next].figure() {
				next++
			}
			return next < len(p.tokens) && slices.Contains(p.at(&said[j]), next)
		}) {
			return &Fault{Order, said[i].raw + " " + said[j].raw}
		}
	}
	return nil
}

// at is where the passage has the fact of a figure. One of a unit may stand as the unit alone, two as both, and an age
// without its years.
func (p *passage) at(t *token) (found []int) {
	for i := range p.tokens {
		o := &p.tokens[i]
		if o.figure() && o.number == t.number && (o.unit == t.unit || p.age(t, i)) {
			found = append(found, i)
		} else if t.text != "" && t.unit == "" && t.number != "1" && !o.figure() && o.says("num", t.number, true) {
			found = append(found, i)
		} else if t.perhaps && !o.figure() && !o.taken && o.says("unit", t.unit, true) {
			found = append(found, i)
		}
	}
	return found
}

// age tells whether a figure, and the one at i, may be an age in years: the passage speaks of children there.
func (p *passage) age(t *token, i int) bool {
	o := &p.tokens[i]
	return (t.unit == "year" && o.unit == "" || t.unit == "" && o.unit == "year") &&
		slices.ContainsFunc(p.tokens, func(c token) bool { return c.clause == o.clause && c.says("guard", "child", false) })
}

// claims finds a concept that the passage does not have. Of a word with several senses, one must stand in it. Some
// words come and go in a translation (you can pay, pay): of these the opposite must not stand in the passage.
func (p *passage) claims(said []token, translated bool) *Fault {
	for i := range said {
		t, claimed, held := &said[i], "", false
		for _, m := range t.means {
			switch {
			case m.class == "yes", m.class == "no", m.class == "flat" && bounding(m.name):
			case m.class == "soft" && translated:
				if !m.weak && p.opposed(m) {
					claimed = m.name
				}
				held = held || m.weak || p.has(m)
			case m.class == "guard" || m.class == "soft" || m.class == "flat":
				if !m.weak {
					claimed = m.name
				}
				held = held || m.weak || p.has(m)
			default:
				held = true
			}
		}
		if claimed != "" && !held {
			return &Fault{Claim, t.raw + " " + claimed}
		}
	}
	return nil
}

func bounding(name string) bool { return name == "atmost" || name == "atleast" || name == "unlessmore" }

// opposites are pairs of which a passage seldom has both.
var opposites = map[string]string{
	"open": "closed", "closed": "open", "before": "after", "after": "before", "include": "exclude", "exclude": "include",
	"inside": "outside", "outside": "inside", "first": "last", "last": "first", "new": "used", "used": "new",
	"unused": "used", "all": "some", "some": "all", "more": "less", "less": "more", "morning": "evening",
	"evening": "morning", "discount": "extra", "extra": "discount", "cash": "card", "credit": "cash", "adult": "child",
	"child": "adult", "online": "phone", "phone": "online", "immediately": "late", "late": "immediately",
	"forbidden": "can",
}

func (p *passage) opposed(m meaning) bool {
	opposite := opposites[m.name]
	return opposite != "" && slices.ContainsFunc(p.tokens, func(o token) bool {
		return o.says("guard", opposite, false) || o.says("soft", opposite, false)
	})
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
	case denied(all[i : i+1]):
		return -1
	}
	return 0
}

// has tells whether the passage may say so.
func (p *passage) has(m meaning) bool {
	return slices.ContainsFunc(p.tokens, func(o token) bool {
		return o.says(m.class, m.name, true)
	})
}

// names finds a name that the passage does not have. German writes all nouns like names, so there only those count that
// the passage's own words decide.
func (p *passage) names(said []token, spoken string) *Fault {
	for _, t := range said {
		foreign := (spoken == "ar" || spoken == "hi") && named(t.raw) && t.raw[0] < 0x80
		if (!t.capital || spoken == "de") && !foreign || len(t.means) > 0 || t.text == "" {
			continue
		}
		if !slices.ContainsFunc(p.tokens, func(o token) bool { return o.text != "" && alike(o.text, t.text) }) {
			return &Fault{Name, t.raw}
		}
	}
	return nil
}

// The sides of a bound.
const (
	most  = 1
	least = 2
)

// bounds finds a figure that is a bound in the text and none, or the opposite one, in the passage.
func (p *passage) bounds(said []token) *Fault {
	for i := range said {
		if !said[i].figure() {
			continue
		}
		sure, maybe := boundAt(said, i)
		if maybe == 0 {
			continue
		}
		held := false
		for _, at := range p.at(&said[i]) {
			_, perhaps := boundAt(p.tokens, at)
			held = held || (perhaps&sure == sure && (perhaps == 0 || perhaps&maybe != 0))
		}
		if !held {
			return &Fault{Bound, said[i].raw}
		}
	}
	return nil
}

// boundAt is the bounds that a figure surely and perhaps is, from the words beside it.
func boundAt(all []token, i int) (sure, perhaps int) {
	for j := max(0, i-3); j <= min(len(all)-1, i+3); j++ {
		if all[j].clause != all[i].clause || j == i || parts(all, i, j) || nearer(all, i, j) {
			continue
		}
		for side, name := range map[int]string{most: "atmost", least: "atleast"} {
			if all[j].says("flat", name, false) {
				sure |= side
			}
			if all[j].says("flat", name, j-i > -3 && j-i < 3) {
				perhaps |= side
			}
		}
	}
	return sure, perhaps
}

// nearer tells whether another figure of the clause is nearer to the word at j, on its other side.
func nearer(all []token, i, j int) bool {
	step := 1
	if j < i {
		step = -1
	}
	for k := j + step; k >= 0 && k < len(all) && all[k].clause == all[j].clause && (k-j)*step < (j-i)*step; k += step {
		if all[k].figure() {
			return true
		}
	}
	return false
}

// parts tells whether another figure stands between two places.
func parts(all []token, i, j int) bool {
	return slices.ContainsFunc(all[min(i, j)+1:max(i, j)], func(t token) bool { return t.figure() })
}
