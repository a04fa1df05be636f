package factcheck

import (
	_ "embed" // openings.txt
	"slices"
	"strings"
	"sync"
)

//go:embed openings.txt
var openingText string

// openings are the words with which an answer may begin a sentence, and which no passage need have.
var openings = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, phrases := range lists(openingText) {
		fill(all, strings.Split(phrases, ","))
	}
	return all
})

// opened is a text without the openings of its sentences: hello; sorry, but.
func opened(all []token) (rest []token) {
	for _, sentence := range split(all, bySentence) {
		open := false
		for _, clause := range split(sentence, byClause) {
			if len(rest) == 0 || rest[len(rest)-1].sentence != clause[0].sentence {
				if openings()[spelled(clause)] {
					open = true
					continue
				}
				if open && slices.Contains(turns(), clause[0].text) {
					clause = clause[1:]
				}
			}
			rest = append(rest, clause...)
		}
	}
	return rest
}

func spelled(all []token) string {
	texts := []string{}
	for i := range all {
		texts = append(texts, all[i].text)
	}
	return strings.Join(texts, " ")
}
