package factcheck

import (
	_ "embed" // the lists of words
	"iter"
	"slices"
	"strings"
	"sync"
)

//go:embed lexicon.txt
var lexiconText string

//go:embed common.txt
var commonText string

//go:embed kept.txt
var keptText string

//go:generate sh -c "cd ../.. && go run ./scripts/places"
//go:embed places.gen.txt
var placesText string

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
	point    byte                 // before decimals
	phrases  map[string][]meaning // by folded words with gaps between
	prefixes map[string][]meaning // of words with any ending
	starts   map[string]int       // by the first word of a phrase, how many words the longest has
	common   map[string]bool      // words that an answer may leave out or add, with their accents
	kept     map[string]bool      // these and other frequent words, folded, by which a language is known
}

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	all := map[string]*lexicon{}
	for _, name := range Languages {
		all[name] = &lexicon{
			phrases: map[string][]meaning{}, prefixes: map[string][]meaning{}, starts: map[string]int{},
			common: map[string]bool{}, kept: map[string]bool{}, point: ',',
		}
		if slices.Contains([]string{"en", "ar", "hi"}, name) {
			all[name].point = '.'
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
	for name, phrases := range lists(commonText) {
		for word := range strings.FieldsSeq(phrases) {
			all[name].common[word] = true
		}
	}
	for name, phrases := range lists(keptText + commonText) {
		fill(all[name].kept, strings.Fields(phrases))
	}
	addPlaces(all)
	return all
})

// lists are the lines of a text by the languages at their heads.
func lists(text string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for line := range strings.Lines(text) {
			if name, rest, ok := strings.Cut(line, "|"); ok && !yield(strings.TrimSpace(name), strings.TrimSpace(rest)) {
				return
			}
		}
	}
}

func fill(set map[string]bool, all []string) {
	for _, word := range all {
		set[strings.Join(words(word), " ")] = true
	}
}

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

// addPlaces adds the names of countries and continents.
func addPlaces(all map[string]*lexicon) {
	for line := range strings.Lines(placesText) {
		code, rest, _ := strings.Cut(strings.TrimRight(line, "\n"), "|")
		if strings.HasPrefix(line, "#") {
			continue
		}
		for i, place := range strings.Split(rest, "|") {
			all[Languages[i]].add(place, "guard", "place "+code)
		}
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

// knows tells whether a folded word is one of the language's own.
func (l *lexicon) knows(word string) bool {
	return slices.ContainsFunc(forms(word), func(form string) bool { return l.kept[form] })
}
