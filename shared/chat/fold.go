package chat

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Folded is a text as it compares: without case, accents, and the forms in which keyboards
// and phones write the same letter.
func Folded(text string) string {
	text = letters.Replace(cases.Fold().String(norm.NFKD.String(text)))
	var b strings.Builder
	strips := false // the letter before carries marks that people leave out
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r) && strips:
			continue
		case unicode.IsDigit(r):
			r = '0' + digitOf(r)
		case !unicode.Is(unicode.Mn, r):
			strips = unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// digitOf is the value of a decimal digit of any script: Unicode has them in rows of ten.
func digitOf(r rune) rune {
	zero := r
	for zero > 0 && unicode.IsDigit(zero-1) && r-zero < 9 {
		zero--
	}
	return r - zero
}

// letters are those that no decomposition leads to the letters that people type instead.
var letters = strings.NewReplacer(
	"ł", "l", "Ł", "l", "ø", "o", "Ø", "o", "đ", "d", "Đ", "d", "ð", "d", "Ð", "d", "þ", "th", "Þ", "th", "æ", "ae", "Æ",
	"ae", "œ", "oe", "Œ", "oe", "ı", "i", "ħ", "h",
	"ى", "ي", "ة", "ه", "ک", "ك", "ی", "ي", "ـ", "", "ٱ", "ا",
	"\u200b", "", "\u200c", "", "\u200d", "", "\ufeff", "",
)

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
