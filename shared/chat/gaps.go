package chat

import (
	"strings"
	"unicode"
)

// normalise is the wording of a question without case, punctuation and spacing.
func normalise(question string) string {
	words := strings.FieldsFunc(strings.ToLower(question), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, " ")
}
