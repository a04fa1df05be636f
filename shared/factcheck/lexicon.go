package factcheck

import (
	_ "embed" // lexicon.txt
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed lexicon.txt
var lexiconText string

//go:embed common.txt
var commonText string

// Languages are those whose words the check knows.
var Languages = []string{"en", "de", "es", "fr", "pt", "ar", "hi"}

// meaning is the meaning of a phrase of a lexicon: a number, a unit, a denial, a concept.
type meaning struct {
	class, name string
	weak        bool // it may say so
}

// concept tells whether the meaning is one of things and claims, which two languages can share.
func (m meaning) concept() bool {
	return m.class == "guard" || m.class == "soft" || m.class == "flat" || m.class == "noun"
}

// lexicon is the words of one language.
type lexicon struct {
	phrases  map[string][]meaning // by folded words with gaps between
	prefixes map[string][]meaning // of words with any ending
	starts   map[string]int       // by the first word of a phrase, how many words the longest has
	common   map[string]bool      // words that carry no fact
	kept     map[string]bool      // words of the language that do: pronouns, conditions, tenses
}

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	for _, name := range Languages {
		all[name] = &lexicon{
			phrases: map[string][]meaning{}, prefixes: map[string][]meaning{}, starts: map[string]int{},
			common: map[string]bool{}, kept: map[string]bool{},
		}
	}
	for line := range strings.Lines(lexiconText) {
		head, rest, ok := strings.Cut(strings.TrimRight(line, "\n"), "|")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		class, name, _ := strings.Cut(strings.TrimSpace(head), " ")
		for i, phrases := range strings.Split(rest, "|") {
			for phrase := range strings.SplitSeq(phrases, ",") {
				all[Languages[i]].add(strings.TrimSpace(phrase), class, name)
			}
		}
	}
	for line := range strings.Lines(commonText) {
		if name, rest, ok := strings.Cut(line, "|"); ok {
			for word := range strings.FieldsSeq(folded(rest)) {
				all[strings.TrimSpace(name)].common[word] = true
			}
		}
	}
	for _, name := range Languages {
		all[name].addPlaces(name)
	}
	return all
})

func (l *lexicon) add(phrase, class, name string) {
	phrase, weak := strings.CutPrefix(phrase, "~")
	key := strings.Join(words(phrase), " ")
	if key == "" {
		return
	}
	m := meaning{class, name, weak}
	if strings.HasSuffix(phrase, "*") {
		l.prefixes[key] = append(l.prefixes[key], m)
		return
	}
	l.phrases[key] = append(l.phrases[key], m)
	first, _, _ := strings.Cut(key, " ")
	l.starts[first] = max(l.starts[first], strings.Count(key, " ")+1)
}

// addPlaces adds the names of countries and continents, as CLDR has them.
func (l *lexicon) addPlaces(name string) {
	namer := display.Regions(language.MustParse(name))
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			l.addPlace(namer, string([]rune{a, b}))
		}
	}
	for _, code := range []string{"150", "002", "142", "019", "009", "003", "005"} {
		l.addPlace(namer, code)
	}
}

func (l *lexicon) addPlace(namer display.Namer, code string) {
	if code == "EU" || code == "EZ" || code == "UN" { // short names, which are words in some languages
		return
	}
	region, err := language.ParseRegion(code)
	if err != nil || region.Canonicalize() != region || (!region.IsCountry() && !region.IsGroup()) {
		return
	}
	if place := namer.Name(region); place != "" && !strings.ContainsAny(place, "(,") {
		l.add(place, "guard", "place "+region.String())
	}
}

// said finds the longest phrase at the start of some words, and how many words it has.
func (l *lexicon) said(next []string) (found []meaning, long int) {
	if len(next) == 0 {
		return nil, 0
	}
	for _, first := range forms(next[0]) {
		for n := min(l.starts[first], len(next)); n > long; n-- {
			if m := l.phrases[strings.Join(append([]string{first}, next[1:n]...), " ")]; m != nil {
				found, long = m, n
			}
		}
	}
	if found != nil {
		return found, long
	}
	for _, form := range forms(next[0]) {
		for i := range form {
			if m := l.prefixes[form[:i]]; m != nil {
				return m, 1
			}
		}
		if m := l.prefixes[form]; m != nil {
			return m, 1
		}
	}
	return nil, 1
}

// knows tells whether a word is one of the language's own.
func (l *lexicon) knows(word string) bool {
	_, kept := l.kept[word]
	return kept || l.isCommon(word)
}

func (l *lexicon) isCommon(word string) bool {
	for _, form := range forms(word) {
		if l.common[form] {
			return true
		}
	}
	return false
}
