package course

import (
	"slices"
	"strings"
)

// goesOn are the first words of questions that go on from an answer, folded, in the languages of the cues.
var goesOn = []string{
	"and", "also", "what about", "how about", "und", "auch", "was ist mit", "wie ist es", "y", "tambien", "que tal", "et",
	"aussi", "e", "tambem", "anche", "ve", "peki", "و", "وماذا", "وهل", "وكم", "और", "क्या", "那", "还有",
}

// furthers tells whether words go on from an answer, as "and on Sundays?" does: they begin like that, or ask, and
// nothing in them says that the answer did not help.
func furthers(words string) bool {
	of := counted(found(words))
	if slices.ContainsFunc(kinds, func(k Kind) bool { return k != Fine && of[k] > 0 }) {
		return false
	}
	if strings.ContainsAny(words, "?؟？") {
		return true
	}
	said := strings.Join(split(words), " ") + " "
	return slices.ContainsFunc(goesOn, func(first string) bool {
		return strings.HasPrefix(said, first+" ") || first == "那" && strings.HasPrefix(said, first)
	})
}
