package knowledge

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Folded is a wording without case, punctuation and compatibility forms: two that are the same in it ask the same.
func Folded(text string) string {
	words := strings.FieldsFunc(apostrophes.Replace(strings.ToLower(norm.NFKC.String(text))), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, " ")
}

// apostrophes join: isn't is one word. A variation selector of an emoji is not a letter.
var apostrophes = strings.NewReplacer("'", "", "’", "", "\ufe0f", "")
