package factcheck

import (
	"slices"
	"strings"
	"unicode"
)

// The check knows the words of some languages. A text in another one, or one that mixes scripts, is one that it cannot
// judge.

// scripts are those in which a language is written. Names and units in Latin letters stand in all of them.
var scripts = map[string][]*unicode.RangeTable{
	"ar": {unicode.Arabic, unicode.Latin}, "hi": {unicode.Devanagari, unicode.Latin},
}

// foreignTo finds a letter of a script in which no known language of the text is written.
func foreignTo(spoken, text string) *Fault {
	tables := scripts[spoken]
	if tables == nil {
		tables = []*unicode.RangeTable{unicode.Latin}
	}
	for _, r := range plain(text) {
		if unicode.IsLetter(r) && !unicode.In(r, tables...) && !unicode.Is(unicode.Common, r) {
			return &Fault{Language, string(r)}
		}
	}
	return nil
}

// unknown finds a language, a sign or a share of words that the check does not know.
func (p *passage) unknown(text string, said []token, by []*lexicon, spoken string) *Fault {
	if !slices.Contains(Languages, p.language) {
		return &Fault{Language, p.language}
	}
	for _, r := range text {
		if unicode.In(r, unicode.So, unicode.Sk) && !strings.ContainsRune("°", r) && !strings.ContainsRune(p.text, r) ||
			strings.ContainsRune("<>≤≥±≈~≠", r) && !strings.ContainsRune(p.text, r) {
			return &Fault{Language, string(r)}
		}
	}
	for _, sentence := range split(said, func(t *token) int { return t.sentence }) {
		if word := p.strange(sentence, by, spoken); word != "" {
			return &Fault{Language, word}
		}
	}
	return nil
}

// strange is a word of a sentence of which too few words are known to the language or to the passage.
func (p *passage) strange(sentence []token, by []*lexicon, spoken string) (word string) {
	all, found := 0, 0
	for i := range sentence {
		t := &sentence[i]
		if t.text == "" || t.figure() {
			continue
		}
		all++
		switch {
		case slices.ContainsFunc(p.tokens, func(o token) bool { return o.text == t.text }), len(t.means) > 0,
			slices.ContainsFunc(by, func(l *lexicon) bool { return l.knows(t.text) }):
			found++
		case scripts[spoken] != nil && isLatin(t.text):
			return t.raw // a name that the passage does not have
		default:
			word = t.raw
		}
	}
	if found*100 < all*knownShare {
		return word
	}
	return ""
}

// knownShare is how many of a hundred words of a sentence must be known.
const knownShare = 25

func isLatin(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
}
