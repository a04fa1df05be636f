package factcheck

import (
	_ "embed" // leaning.txt
	"slices"
	"strings"
	"sync"

	"github.com/botifire/livechat/shared/pattern"
)

// A sentence that leans speaks of a thing that only the sentence before it names: "It is free." behind another sentence
// is said of another thing, however true both are. So it holds only directly behind the sentence that it follows in the
// passage, and the passage's first sentence, if it leans, only as the first of an answer.

//go:embed leaning.txt
var leaningText string

// leaning is the words of a language by which a sentence is seen to lean.
type leaning struct {
	first   []string // begin one: pronouns, that, then, and a predicate whose subject is left out
	persons []string // stand for a thing wherever nothing before them in their sentence names one
}

var leanings = sync.OnceValue(func() map[string]leaning {
	all := map[string]leaning{}
	for language, phrases := range lists(leaningText) {
		first, persons, _ := strings.Cut(phrases, "|")
		all[language] = leaning{words(first), words(persons)}
	}
	return all
})

// several are German verbs behind which "sie" surely means they, and no customer.
var several = sync.OnceValue(func() []string {
	return words("sind kosten dauern gelten enthalten umfassen gehören wiegen")
})

// joined is a request in Spanish with its object in one word: resérvela.
var joined = pattern.Lazy(`(?i)^\p{L}*[áéíóú]\p{L}*[ea]l[oa]s?$`)

// leans tells whether a sentence of a language speaks of the one before.
func leans(s []token, language string) bool {
	if len(s) > 1 && apart(s, 1) && (s[0].says("yes", "", false) || s[0].denies()) {
		s = s[1:]
	}
	first, by := firstWord(s[0].text), leanings()[language]
	switch {
	case language == "fr" && len(s) > 1 && (s[1].text == "y" || s[1].text == "faut"): // il y a
		return false
	case slices.Contains(by.first, first) || by.refers(s, lexicons()[language]):
		return true
	case len(s) <= fewWords && (s[0].figure() || s[0].says("flat", "free", false)): // its subject is left out
		return true
	case language == "de" && slices.Contains(demonstratives, first):
		return len(s) > 1 && stands(&s[1])
	}
	return language == "es" && joined().MatchString(s[0].raw)
}

// demonstratives are articles as well, and the customer.
var demonstratives = []string{"sie", "der", "die", "das"}

// stands tells whether a German word behind a demonstrative is a verb of one thing, or surely of several: adjectives
// behind an article end otherwise.
func stands(t *token) bool {
	small := strings.ToLower(t.raw) == t.raw && t.link == "" && !t.figure()
	return slices.Contains(several(), t.text) ||
		small && !strings.HasSuffix(t.text, "e") && !strings.HasSuffix(t.text, "en") && !strings.HasSuffix(t.text, "ln")
}

// refers tells whether a pronoun stands in a sentence before which nothing names a thing: on weekends it ends; book it.
// One word that the lexicon does not know may be a verb or a time, unless an article makes it a thing.
func (by *leaning) refers(s []token, l *lexicon) bool {
	named := 0
	for i := range s {
		word := firstWord(s[i].text)
		switch {
		case slices.Contains(by.persons, word):
			return true
		case s[i].figure() || s[i].link != "" || l.knows(word):
			continue
		}
		if named++; named > 1 || i > 0 && l.common[s[i-1].text] {
			return false
		}
	}
	return false
}
