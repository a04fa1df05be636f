package meaning

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// words are a text's words as letters alone: without case, accents and vowel signs of Arabic, and with the digits of
// every script as those of ASCII.
func words(text string) []string {
	folded := strings.Map(fold, norm.NFD.String(strings.ToLower(norm.NFKC.String(text))))
	return strings.FieldsFunc(norm.NFC.String(folded), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}

// fold is a letter's plain form, and -1 for a mark that is left out in a hurry. Devanagari and the scripts after it
// write vowels as marks, which stay.
func fold(r rune) rune {
	const devanagari = 0x900
	switch {
	case unicode.IsMark(r) && r < devanagari, r == 'ـ':
		return -1
	case r == 'ى':
		return 'ي'
	case r == 'ة':
		return 'ه'
	case unicode.IsDigit(r):
		return '0' + digit(r)
	}
	return r
}

// digit is the value of a decimal digit: each script has its ten in a row, and the first one is the zero.
func digit(r rune) rune {
	n := rune(0)
	for n < 9 && unicode.IsDigit(r-n-1) {
		n++
	}
	return n
}

// grams are hashes of the runs of four letters in a text's words. They find a word in another form, with a typing
// error, and inside a compound, in every script. Each stands once, in order.
func grams(text string) []uint32 {
	all := []uint32{}
	for _, w := range words(text) {
		letters := []rune("#" + w + "#")
		for i := 0; i == 0 || i+gramLength <= len(letters); i++ {
			sum := fnv.New32a()
			_, _ = sum.Write([]byte(string(letters[i:min(i+gramLength, len(letters))])))
			all = append(all, sum.Sum32())
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

const gramLength = 4
