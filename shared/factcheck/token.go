package factcheck

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/pattern"
)

// token is a word, a figure or a link of a text.
type token struct {
	text     string // a word, folded
	link     string // an address, a phone number: in one form
	number   string // a figure's value: in one form
	unit     string // of a figure: eur, day; "" for a plain count
	means    []meaning
	raw      string
	sentence int
	clause   int  // of the text
	capital  bool // it begins with a capital, and neither a sentence nor a quotation
	brackets bool // it stands in brackets
	dual     bool // two of a unit in one word
	taken    bool // a unit that a figure has, or the to of a range
	asked    bool // a question ends behind it
	perhaps  bool // a figure that may be an article: ein Tag
}

func (t *token) figure() bool { return t.number != "" }

// says tells whether the token has a meaning of a class and name, surely or perhaps.
func (t *token) says(class, name string, perhaps bool) bool {
	return slices.ContainsFunc(t.means, func(m meaning) bool {
		return m.class == class && (name == "" || m.name == name) && (perhaps || !m.weak)
	})
}

var pieces = pattern.Lazy(`(?i)` + strings.Join([]string{
	`[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+`,                                       // 1 e-mail or address
	`https?://[^\s<>"]+`,                                                               //
	`(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s<>"؛،।]*)?`,                                     //
	`\+\d[\d ()./-]{5,}\d|\(?0\d[\d ()./-]{5,}\d|\d{2,5}(?:[-/ ]\d{3,5}){1,4}-\d{2,5}`, // phone numbers
	`\d{3}-\d{4}`,
	`\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|` + dayAndMonth,  // dates
	`\d{1,2} ?[:h] ?\d{2}(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?`, // times
	`\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?`,                              // numbers in lakhs
	`\d{1,3}(?:[ ',.]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?`,         // numbers
	`(?:r|us|ca?|au?|nz|hk|s|mx)\$|° ?[cf]\b|[%‰\p{Sc}\p{So}\p{Sm}\p{Sk}]`,
	`\p{L}[\p{L}\p{M}]*`, `[.!?؟।;؛,،:()\n…-]`,
}, "|"))

// dayAndMonth is a date without a year, as German has it: 1.10.
const dayAndMonth = `(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.`

var (
	isAddress = pattern.Lazy(`(?i)^(?:https?://|[^\s@]+@|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/|$))`)
	isPhone   = pattern.Lazy(`^[+(]?\d[\d ()./-]*$`)
	isDate    = pattern.Lazy(`^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|` + dayAndMonth + `)$`)
	isTime    = pattern.Lazy(`(?i)^(\d{1,2}) ?(?:[:h] ?(\d{2}))? ?([ap])?\.?m?\.?$`)
)

// words are the folded words of a phrase.
func words(phrase string) (all []string) {
	text := plain(phrase)
	for at, end := next(text, 0); at >= 0; at, end = next(text, end) {
		piece := text[at:end]
		if first, _ := utf8.DecodeRuneInString(piece); unicode.IsLetter(first) || unicode.IsDigit(first) {
			all = append(all, folded(piece))
		}
	}
	return all
}

// named tells whether a word is written as a name: a capital and small letters.
func named(piece string) bool {
	letters := []rune(piece)
	return len(letters) > 1 && unicode.IsUpper(letters[0]) && !unicode.IsUpper(letters[len(letters)-1])
}

// quoted tells whether a quotation begins at the end of a text: "Mis pedidos" is a label, no name.
func quoted(before string) bool {
	trimmed := strings.TrimRight(before, " ")
	return strings.HasSuffix(trimmed, "«") || strings.HasSuffix(trimmed, "“") || strings.HasSuffix(trimmed, "„") ||
		strings.HasSuffix(trimmed, `"`)
}

// classify puts a piece into its form. point is the mark before decimals.
func (t *token) classify(piece string, point byte) {
	first, _ := utf8.DecodeRuneInString(piece)
	switch {
	case unicode.IsLetter(first) && !strings.ContainsFunc(piece, neitherLetterNorMark):
		t.text = folded(piece) // asked first, as it is most pieces, and the expressions take long
	case isDate().MatchString(piece):
		t.number, t.unit = dated(piece), "date"
	case isAddress().MatchString(piece):
		t.link = addressOf(piece)
	case isPhone().MatchString(piece) && len(digits(piece)) >= 6 &&
		(strings.ContainsAny(piece, "+(-/") || piece[0] == '0'):
		t.link = digits(piece)
	case isSign(piece):
		t.text = strings.ToLower(strings.ReplaceAll(piece, " ", ""))
	case unicode.IsLetter(first):
		t.text = folded(piece)
	case clock(piece) != "":
		t.number, t.unit = clock(piece), "time"
	case unicode.IsDigit(first):
		t.number = decimal(piece, point)
	}
}

func neitherLetterNorMark(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

func addressOf(piece string) string {
	piece = strings.TrimRight(strings.ToLower(piece), ".,;:!?)]'’")
	piece = strings.TrimPrefix(strings.TrimPrefix(piece, "https://"), "http://")
	return strings.TrimSuffix(strings.TrimPrefix(piece, "www."), "/")
}

// dated is a date as its numbers, without leading zeros, the day first. Of a date with strokes nobody knows whether it
// begins with the day or the month: it keeps them.
func dated(piece string) string {
	if strings.Contains(piece, "/") {
		return piece
	}
	parts := strings.FieldsFunc(piece, func(r rune) bool { return !unicode.IsDigit(r) })
	if len(parts[0]) == 4 {
		slices.Reverse(parts)
	}
	for i := range parts {
		parts[i] = strings.TrimLeft(parts[i], "0")
	}
	return strings.Join(parts, ".")
}
