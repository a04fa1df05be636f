package factcheck

import (
	"slices"
	"strings"
)

// Retold finds a figure, a link or a name of a text in English that none of the texts has which it cites, in any of
// Languages; nil if there is none. Unlike Check it lets a text leave things out and say the others in its own words: it
// is for a reader who has the cited texts before them, and for no customer.
func Retold(text string, cited ...string) *Fault {
	theirs := []token{}
	for _, one := range cited {
		theirs = append(theirs, readings(one)...)
	}
	for _, t := range read(text, lexicons()["en"]) {
		if kind := t.proves(); kind != "" && !slices.ContainsFunc(theirs, func(o token) bool { return t.heldBy(&o) }) {
			return &Fault{kind, strings.TrimSpace(t.raw + " " + t.unit)}
		}
	}
	return nil
}

// readings are the tokens of a text in each language: words for numbers and units are those of one. A figure has no
// unit only if it has none in any.
func readings(text string) []token {
	all, measured := []token{}, map[string]bool{}
	for _, language := range Languages {
		all = append(all, read(text, lexicons()[language])...)
	}
	for _, t := range all {
		measured[t.number] = measured[t.number] || t.unit != ""
	}
	return slices.DeleteFunc(all, func(t token) bool { return t.figure() && t.unit == "" && measured[t.number] })
}

// proves is the kind of fault that a token is if nobody said it; "" for one that any text may have.
func (t *token) proves() Kind {
	switch {
	case t.link != "":
		return Link
	case t.figure() && !t.one() && !t.perhaps:
		return Figure
	case t.capital:
		return Name
	}
	return ""
}

// heldBy tells whether a token of a cited text says the same: the same link, figure or name, a name of the lexicon also
// in another language.
func (t *token) heldBy(o *token) bool {
	switch {
	case t.link != "":
		return t.link == o.link
	case t.figure():
		return t.number == o.number && (t.unit == o.unit || o.unit == "" || t.unit == "")
	}
	return o.text != "" && alike(t.text, o.text) ||
		slices.ContainsFunc(t.means, func(m meaning) bool { return o.says(m.class, m.name, true) })
}
