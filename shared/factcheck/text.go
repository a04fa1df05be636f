package factcheck

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/pattern"
	"golang.org/x/text/unicode/norm"
)

// fractions are the signs that stand for a part of one.
var fractions = map[rune]string{'¼': "25", '½': "5", '¾': "75"}

// plain is a text in one form: compatibility forms resolved, digits of all scripts as 0 to 9, one kind of quote and
// space, fractions with a point. A raised digit is no digit of the number before it.
func plain(text string) string {
	var parted strings.Builder
	digits := false
	for _, r := range text {
		if r < utf8.RuneSelf {
			parted.WriteRune(r)
			digits = unicode.IsDigit(r)
			continue
		}
		part, fraction := fractions[r]
		switch {
		case fraction && !digits:
			parted.WriteString("0." + part)
		case fraction:
			parted.WriteString("." + part)
		case unicode.Is(unicode.No, r):
			parted.WriteString(" " + string(r))
		default:
			parted.WriteRune(r)
		}
		digits = unicode.IsDigit(r)
	}
	return strings.Map(plainRune, norm.NFKC.String(parted.String()))
}

func plainRune(r rune) rune {
	switch {
	case ' ' < r && r < utf8.RuneSelf:
		return r
	case r == '٫':
		return '.'
	case r == '٬' || r == '\u2019' || r == '\u02bc':
		return '\''
	case r == '٪':
		return '%'
	case r == '\u2013' || r == '\u2212' || r == '\u2010' || r == '\u2011':
		return '-'
	case unicode.Is(unicode.Cf, r): // marks of direction and joiners
		return -1
	case unicode.Is(unicode.Nd, r):
		return '0' + rune(digit(r))
	case r != '\n' && unicode.IsSpace(r):
		return ' '
	}
	return r
}

// digit is the value of a decimal digit. Each script has its ten digits in one run that begins with zero; runs that
// touch each other, the mathematical ones, are resolved by NFKC.
func digit(r rune) int {
	n := 0
	for n < 9 && unicode.Is(unicode.Nd, r-1) {
		r--
		n++
	}
	return n
}

var letters = strings.NewReplacer(
	"أ", "ا", "إ", "ا", "آ", "ا", "ى", "ي", "ة", "ه", "ؤ", "و", "ئ", "ي", "ـ", "",
	"ँ", "ं", "़", "", "ß", "ss", "œ", "oe", "æ", "ae",
)

// folded is a word without case, accents and the marks that people leave out. The vowel signs of Hindi stay.
func folded(word string) string {
	if ascii(word) {
		return strings.ToLower(word)
	}
	kept := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Devanagari, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(word)))
	return norm.NFC.String(letters.Replace(norm.NFD.String(letters.Replace(norm.NFC.String(kept)))))
}

func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// forms are the ways in which a lexicon may have a folded word: in Arabic, conjunctions, prepositions and the article
// are joined to it.
func forms(word string) []string {
	all := []string{word}
	if !isArabic(word) {
		return all
	}
	for i := 0; i < len(all) && len(all) < 8; i++ {
		for _, prefix := range []string{"ال", "لل", "و", "ف", "ب", "ل", "ك"} {
			if rest, cut := strings.CutPrefix(all[i], prefix); cut && len([]rune(rest)) >= 3 {
				all = append(all, rest)
			}
		}
	}
	return all
}

// alike tells whether two folded words may be forms of one: the same but for an ending.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	shared := 0
	for shared < min(len(x), len(y)) && x[shared] == y[shared] {
		shared++
	}
	least := 4
	if len(x) > 0 && (unicode.Is(unicode.Arabic, x[0]) || unicode.Is(unicode.Devanagari, x[0])) {
		least = 3
	}
	return shared >= least && len(x)-shared <= 3 && len(y)-shared <= 3
}

// negated are the short forms of English, which hide the word not.
var negated = pattern.Lazy(
	`(?i)\b(can|could|do|does|did|is|are|was|were|has|have|had|wo|would|should|must|need)n't\b`)

func unshortened(text string) string {
	if strings.Contains(text, "'") {
		text = negated().ReplaceAllStringFunc(text, inFull)
	}
	return cannot().ReplaceAllString(text, "can not")
}

func inFull(short string) string {
	stem := short[:len(short)-3]
	switch strings.ToLower(stem) {
	case "ca", "can":
		stem = "can"
	case "wo":
		stem = "will"
	}
	return stem + " not"
}

var cannot = pattern.Lazy(`(?i)\bcannot\b`)

func isArabic(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
}
