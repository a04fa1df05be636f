package chat

import (
	"strings"
	"unicode"

	"github.com/botifire/livechat/shared/fold"
	"golang.org/x/text/unicode/norm"
)

// Folded is a text as it compares.
func Folded(text string) string { return fold.Text(text) }

// normalise is the wording of a question or a name without case, accents, punctuation and
// spacing.
func normalise(text string) string {
	words := strings.FieldsFunc(Folded(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, " ")
}

// spellings are a normalised text and its forms with umlauts written out or joined: mueller may mean Müller,
// and müller may mean Mueller.
func spellings(asked string) []string {
	all := []string{normalise(asked)}
	for _, other := range []string{
		strings.NewReplacer("ae", "a", "oe", "o", "ue", "u").Replace(all[0]),
		normalise(strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue").Replace(strings.ToLower(norm.NFC.String(asked)))),
	} {
		if other != all[0] {
			all = append(all, other)
		}
	}
	return all
}
