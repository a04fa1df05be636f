// Package fold writes texts as they compare.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Text is a text as it compares: without case, accents, and the forms in which keyboards
// and phones write the same letter.
func Text(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return strings.ToLower(text) // nothing else folds in such a text
	}
	text = letters.Replace(cases.Fold().String(norm.NFKD.String(text)))
	var b strings.Builder
	strips := false // the letter before carries marks that people leave out
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r) && strips:
			continue
		case unicode.IsDigit(r):
			r = '0' + Digit(r)
		case !unicode.Is(unicode.Mn, r):
			strips = unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// Digit is the value of a decimal digit of any script: Unicode has them in rows of ten.
func Digit(r rune) rune {
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
