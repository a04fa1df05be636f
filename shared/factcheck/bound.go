package factcheck

import (
	"slices"
	"strings"
	"sync"
)

// turns begin a clause of their own.
var turns = sync.OnceValue(func() []string {
	return words("but however except excluding unless otherwise although though aber sondern jedoch allerdings außer " +
		"ausgenommen sonst pero sino salvo excepto mais cependant toutefois sauf excepté sinon mas porém exceto " +
		"لكن ولكن الا باستثناء लेकिन मगर परंतु किंतु सिवाय वरना")
})

// parted begins a clause at each turn.
func parted(all []token) []token {
	more := 0
	for i := range all {
		if slices.Contains(turns(), all[i].text) {
			more++
		}
		all[i].clause += more
	}
	return all
}

// pointers begin a sentence that speaks of the one before.
var pointers = sync.OnceValue(func() []string {
	return words("this that these those dies diese dieser dieses das esto esta este eso cela ceci cette ces isto isso " +
		"essa esse هذا هذه ذلك यह ये इस")
})

// bound makes one sentence of those that do not stand alone: a question and its answer, a statement and its exception.
func bound(all []token) []token {
	n, asked := 0, true
	for _, s := range split(all, bySentence) {
		if !asked && !limits(s) {
			n++
		}
		asked = s[len(s)-1].asked
		for j := range s {
			s[j].sentence = n
		}
	}
	return all
}

// dangling begin what is no sentence of its own, if it is short: for members; only online.
var dangling = sync.OnceValue(func() []string {
	return words("for from until till within with without in on to up at only if unless when not ab bis für nur bei " +
		"mit ohne wenn falls innerhalb außerhalb nicht para con sin desde hasta en solo si no pour avec sans dès jusqu en " +
		"dans si pas seulement uniquement com sem até só somente apenas se não من حتى على في فقط اذا ليس केवल सिर्फ़ अगर")
})

// fewWords is how many words a dangling sentence has at most.
const fewWords = 5

// limits tells whether a sentence takes back a part of the one before.
func limits(s []token) bool {
	return slices.Contains(turns(), s[0].text) || slices.Contains(pointers(), s[0].text) && denied(s) || s[0].brackets ||
		len(s) <= fewWords && slices.Contains(dangling(), firstWord(s[0].text))
}

func firstWord(phrase string) string {
	first, _, _ := strings.Cut(phrase, " ")
	return first
}

func bySentence(t *token) int { return t.sentence }

func byClause(t *token) int { return t.clause }

func split(all []token, by func(*token) int) (parts [][]token) {
	from := 0
	for i := 1; i <= len(all); i++ {
		if i == len(all) || by(&all[i]) != by(&all[i-1]) {
			parts, from = append(parts, all[from:i]), i
		}
	}
	return parts
}
